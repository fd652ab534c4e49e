package dev.overwinter.sessions;

import java.util.Objects;

/// Somebody wants a session to end. The api has looked whether they may.
///
/// @param by who, for the timeline
/// @param drains whether who plays may finish first; its own server and an operator's force say no
/// @param untilGone whether to answer only when nothing is left
public record EndRequest(String by, boolean drains, boolean untilGone) {
  public EndRequest {
    Objects.requireNonNull(by, "by");
  }
}
