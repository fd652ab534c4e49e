package dev.overwinter.servers.telemetry;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a long step of a server is.
///
/// @param serverId which server
/// @param step `image` or `install`; empty when the step is over
/// @param percent 0 to 100; null when nobody can tell
/// @param detail one line for people
/// @param at when
public record Progress(
    String serverId, String step, @Nullable Integer percent, String detail, Instant at) {
  public Progress {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(at, "at");
    if (percent != null && (percent < 0 || percent > 100)) {
      throw new IllegalArgumentException("percent: " + percent + " (expected: 0..100)");
    }
  }

  /// Whether there is nothing to be shown any more.
  public boolean over() {
    return step.isEmpty();
  }
}
