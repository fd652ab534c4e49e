package dev.overwinter.servers;

import java.util.Objects;

/// Somebody wants a server and its world gone.
///
/// @param by who asks, for the timeline
public record DeleteRequest(String by) {
  public DeleteRequest {
    Objects.requireNonNull(by, "by");
  }
}
