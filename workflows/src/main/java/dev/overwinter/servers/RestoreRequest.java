package dev.overwinter.servers;

import java.util.Objects;

/// Asks for the world of a backup in the place of a server's own.
///
/// @param backup the id of the backup
/// @param by who asks
/// @param force whether players are cut off
public record RestoreRequest(String backup, String by, boolean force) {
  public RestoreRequest {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(by, "by");
  }

  /// One that cuts nobody off.
  public RestoreRequest(String backup, String by) {
    this(backup, by, false);
  }
}
