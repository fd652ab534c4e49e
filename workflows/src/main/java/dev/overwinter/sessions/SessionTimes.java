package dev.overwinter.sessions;

import dev.overwinter.sessions.SessionState.Booting;
import dev.overwinter.sessions.SessionState.Creating;
import dev.overwinter.sessions.SessionState.Draining;
import dev.overwinter.sessions.SessionState.Ending;
import dev.overwinter.sessions.SessionState.Leasing;
import dev.overwinter.sessions.SessionState.Over;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionState.Refused;
import dev.overwinter.sessions.SessionState.Reserving;
import dev.overwinter.sessions.SessionState.Starting;
import dev.overwinter.sessions.SessionState.Warm;
import java.time.Instant;
import java.util.Optional;

/// Says at which moments something becomes of a session by itself: pure arithmetic on what is known
/// of it, so that one timer is enough. What becomes of it is in [SessionRules].
public final class SessionTimes {
  private SessionTimes() {}

  /// When it has to be looked at again if nothing happens; empty while that is not foreseen, or an
  /// effect has its own patience.
  public static Optional<Instant> dueAt(SessionState state, Situation is) {
    return switch (state) {
      case Starting s -> Optional.of(s.begun().plus(is.limits().provisionWithin()));
      case Warm s -> Optional.of(silentAt(s.since(), is));
      case Ready s -> {
        var soonest = earliest(silentAt(s.since(), is), s.since().plus(is.limits().lifetime()));
        yield Optional.of(emptyAt(s, is).map(at -> earliest(at, soonest)).orElse(soonest));
      }
      case Draining s -> Optional.of(s.until());
      case Reserving _, Creating _, Booting _, Leasing _, Ending _, Over _, Refused _ ->
          Optional.empty();
    };
  }

  /// When it ends if nobody plays and all is well; for people.
  public static Optional<Instant> endsAt(SessionState state, Situation is) {
    return switch (state) {
      case Ready s -> {
        var oldest = s.since().plus(is.limits().lifetime());
        yield Optional.of(emptyAt(s, is).map(at -> earliest(at, oldest)).orElse(oldest));
      }
      case Draining s -> Optional.of(s.until());
      case Reserving _,
          Creating _,
          Booting _,
          Starting _,
          Warm _,
          Leasing _,
          Ending _,
          Over _,
          Refused _ ->
          Optional.empty();
    };
  }

  /// Whether it has been silent for so long that it counts as dead.
  static boolean silent(Instant since, Situation is, Instant now) {
    return !now.isBefore(silentAt(since, is));
  }

  private static Instant silentAt(Instant since, Situation is) {
    return is.presence().silentFrom(since).plus(is.limits().silentFor());
  }

  /// Its grace begins when it is somebody's, however long it was empty before.
  private static Optional<Instant> emptyAt(Ready ready, Situation is) {
    return Optional.ofNullable(is.presence().emptySince())
        .map(empty -> empty.isBefore(ready.since()) ? ready.since() : empty)
        .map(empty -> empty.plus(is.limits().emptyFor()));
  }

  /// Whether nobody has played for its grace.
  static boolean emptied(Ready ready, Situation is, Instant now) {
    return emptyAt(ready, is).filter(at -> !now.isBefore(at)).isPresent();
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
