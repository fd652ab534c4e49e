package dev.overwinter.sessions;

import java.util.List;
import java.util.Optional;

/// A decision: the state that follows and what must be done about it.
///
/// @param next the state from now on
/// @param effect what to do now; it replaces the effect that is under way, while an empty one lets
///   that go on
/// @param loose what is to be destroyed from now on, beside everything else
public record Move(SessionState next, Optional<Effect> effect, List<Loose> loose) {
  public Move {
    loose = List.copyOf(loose);
  }

  /// Nothing changes and nothing is to be done.
  public static Move none(SessionState state) {
    return new Move(state, Optional.empty(), List.of());
  }

  static Move to(SessionState next) {
    return none(next);
  }

  static Move to(SessionState next, Effect effect) {
    return new Move(next, Optional.of(effect), List.of());
  }

  Move losing(List<Loose> ends) {
    return new Move(next, effect, ends);
  }
}
