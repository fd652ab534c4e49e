package dev.overwinter.sessions;

import java.util.Objects;

/// What the records say of one session that is not over.
///
/// @param session which
/// @param state the label of its state
/// @param droplet the id of its droplet; 0 while that is not known or it has none
public record Claim(SessionId session, String state, long droplet) {
  public Claim {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(state, "state");
  }
}
