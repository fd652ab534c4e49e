package dev.overwinter.servers;

import java.util.Optional;

/// A decision: the state that follows and what must be done about it.
///
/// @param next the state from now on
/// @param effect what to do now; it replaces the effect that is under way, while an empty one lets
///   that go on
public record Move(ServerState next, Optional<Effect> effect) {

  /// Nothing changes and nothing is to be done.
  public static Move none(ServerState state) {
    return new Move(state, Optional.empty());
  }

  static Move to(ServerState next) {
    return new Move(next, Optional.empty());
  }

  static Move to(ServerState next, Effect effect) {
    return new Move(next, Optional.of(effect));
  }
}
