package dev.overwinter.servers;

import java.util.Objects;

/// Asks for the removal of a backup, or of the record of one that has failed.
///
/// @param backup its id
/// @param by who asks
public record ForgetRequest(String backup, String by) {
  public ForgetRequest {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(by, "by");
  }
}
