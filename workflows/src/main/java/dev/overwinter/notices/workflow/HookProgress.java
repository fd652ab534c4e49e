package dev.overwinter.notices.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far the deliveries of a hook are.
///
/// @param nextAt when the next attempt is due; null when nothing waits
public record HookProgress(@Nullable Instant nextAt) {
  /// Nothing waits.
  public static final HookProgress DONE = new HookProgress(null);
}
