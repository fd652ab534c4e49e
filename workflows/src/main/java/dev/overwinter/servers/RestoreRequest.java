package dev.overwinter.servers;

import java.util.Objects;

/// Asks for the world of a backup in the place of a server's own.
///
/// @param backup the id of the backup
/// @param by who asks
public record RestoreRequest(String backup, String by) {
  public RestoreRequest {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(by, "by");
  }
}
