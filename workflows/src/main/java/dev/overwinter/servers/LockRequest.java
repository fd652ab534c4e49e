package dev.overwinter.servers;

import java.util.Objects;

/// Asks that a backup be kept whatever happens, or not any more.
///
/// @param backup its id
/// @param locked whether it is to be kept
/// @param by who asks
public record LockRequest(String backup, boolean locked, String by) {
  public LockRequest {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(by, "by");
  }
}
