package dev.overwinter.servers;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Somebody wants a kept world back, as a new server.
///
/// @param spec the new server, whose id was never used before
/// @param backup which of the kept backups it is filled from; empty for the newest
/// @param by who asks, for the timeline
public record RecoverRequest(ServerSpec spec, String backup, String by) {
  public RecoverRequest(ServerSpec spec, @Nullable String backup, String by) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.backup = backup == null ? "" : backup;
    this.by = Objects.requireNonNull(by, "by");
  }
}
