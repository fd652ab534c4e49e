package dev.overwinter.servers;

import java.util.Objects;

/// Asks for the end of a move to another node; the server stays where it was.
///
/// @param by who asks
public record CancelTransferRequest(String by) {
  public CancelTransferRequest {
    Objects.requireNonNull(by, "by");
  }
}
