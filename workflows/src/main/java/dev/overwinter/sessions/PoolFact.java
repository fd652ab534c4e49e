package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a session tells its pool, whenever its state changes between warm, leased and over.
///
/// @param session which
/// @param state the label of its state
/// @param refusal why it could not be made; null otherwise
/// @param at when
public record PoolFact(SessionId session, String state, @Nullable Refusal refusal, Instant at) {
  public PoolFact {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(at, "at");
  }
}
