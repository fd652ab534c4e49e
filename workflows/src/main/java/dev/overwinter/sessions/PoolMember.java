package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;

/// What a pool knows of one of its sessions.
///
/// @param session which
/// @param state label of its state, as it was heard last: any that comes before `WARM`, or `WARM`.
///   One that is leased or ending is none of the pool's any more
/// @param since when it began to be so
public record PoolMember(SessionId session, String state, Instant since) {
  public PoolMember {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
  }

  /// Whether somebody could have it at once.
  public boolean warm() {
    return state.equals("WARM");
  }
}
