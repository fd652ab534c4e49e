package dev.overwinter.servers;

import java.util.Objects;

/// Somebody wants a server stopped and started again.
///
/// @param by who asks, for the timeline
/// @param force whether players may be cut off
/// @param onlyIfEmpty whether nobody may be cut off, whatever `force` says: what schedules ask for
public record RestartRequest(String by, boolean force, boolean onlyIfEmpty) {
  public RestartRequest {
    Objects.requireNonNull(by, "by");
  }

  /// Whether players may be cut off.
  boolean cutsOff() {
    return force && !onlyIfEmpty;
  }
}
