package dev.overwinter.servers;

import java.util.Objects;

/// Asks for a backup.
///
/// @param by who asks
public record BackupRequest(String by) {
  public BackupRequest {
    Objects.requireNonNull(by, "by");
  }
}
