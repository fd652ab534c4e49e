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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Decides how a session gets its droplet: one at a time, each under the tag of its own attempt,
/// and everything that is not wanted any more is a [Loose] end. Pure.
public final class ProvisionRules {
  /// How long a request for a droplet may take at most; its activity is given up then.
  public static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

  /// How far lists lag behind a creation: seconds were seen (contract §5), a minute is assumed.
  public static final Duration LIST_LAG = Duration.ofMinutes(1);

  /// When asking for another session makes sense after there was no room.
  public static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  private static final Duration BEFORE_NEXT = Duration.ofSeconds(5);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  private ProvisionRules() {}

  /// It was admitted.
  static Move begin(Situation is, Instant now) {
    if (!is.spec().onDroplet()) {
      var host = new Host(1, 0, is.spec().machine(), "");
      var starting = new Starting(now, now, host);
      return is.presence().heardOf(new Unit(is.spec().id(), 1))
          ? SessionRules.up(host, is, now)
          : Move.to(starting);
    }
    return create(is, 1, 0, Duration.ZERO, now);
  }

  private static Move create(Situation is, int attempt, int choice, Duration after, Instant now) {
    return Move.to(
        new Creating(now, attempt, choice), new Effect.Create(is.order(attempt, choice), after));
  }

  /// The provider has answered. An answer of *unknown* is one that was looked up until the lists
  /// must have known it, without a find.
  public static Move created(SessionState state, Situation is, CreateAnswer answer, Instant now) {
    if (!(state instanceof Creating s)) {
      return Move.none(state);
    }
    return switch (answer) {
      case CreateAnswer.Accepted yes -> accepted(s, is, yes.droplet(), now);
      case CreateAnswer.Unknown unknown ->
          // Under another tag: whatever still comes of this one is a loose end.
          again(state, is, unknown.reason(), now);
      case CreateAnswer.NotNow later -> later(s, is, later.after(), now);
      case CreateAnswer.SoldOut no -> soldOut(s, is, no.reason(), now);
      case CreateAnswer.NoRoom no ->
          SessionRules.ending(state, is, EndWhy.DROPLET_LIMIT, no.reason(), now);
      case CreateAnswer.Invalid no ->
          SessionRules.ending(state, is, EndWhy.PROVISIONING, no.reason(), now);
    };
  }

  private static Move accepted(Creating s, Situation is, DropletFacts droplet, Instant now) {
    var patience = left(s.since(), is, now);
    return Move.to(
        new Booting(now, s.since(), s.attempt(), s.choice(), droplet.id()),
        new Effect.AwaitAddress(is.order(s.attempt(), s.choice()), droplet.id(), patience));
  }

  /// The others are tried in order, once around.
  private static Move soldOut(Creating s, Situation is, String reason, Instant now) {
    var next = (s.choice() + 1) % is.spec().choices().size();
    return next == firstOf(s.attempt(), is)
        ? SessionRules.ending(s, is, EndWhy.SOLD_OUT, reason, now)
        : Move.to(
            new Creating(s.since(), s.attempt(), next),
            new Effect.Create(is.order(s.attempt(), next), Duration.ZERO));
  }

  /// Which choice an attempt begins with: what failed in one region may fail there again.
  private static int firstOf(int attempt, Situation is) {
    return (attempt - 1) % is.spec().choices().size();
  }

  /// It certainly does not exist, so the same attempt may go on; but not for ever.
  private static Move later(Creating s, Situation is, Duration asked, Instant now) {
    var after = asked.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : asked;
    if (after.compareTo(left(s.since(), is, now)) >= 0) {
      return SessionRules.ending(
          s, is, EndWhy.PROVISIONING, "the provider takes no more requests for now", now);
    }
    return Move.to(s, new Effect.Create(is.order(s.attempt(), s.choice()), after));
  }

  private static Duration left(Instant begun, Situation is, Instant now) {
    var left = Duration.between(now, begun.plus(is.limits().provisionWithin()));
    return left.isPositive() ? left : Duration.ZERO;
  }

  /// The wait for its address has ended.
  public static Move addressed(
      SessionState state, Situation is, AddressAnswer answer, Instant now) {
    if (!(state instanceof Booting s)) {
      return Move.none(state);
    }
    return switch (answer) {
      case AddressAnswer.Usable yes when yes.droplet().id() == s.droplet() -> {
        var region = is.spec().choices().get(s.choice()).region();
        var host = new Host(s.attempt(), s.droplet(), yes.droplet().publicIpv4(), region);
        // It may have been heard before its address was known.
        yield is.presence().heardOf(new Unit(is.spec().id(), s.attempt()))
            ? SessionRules.up(host, is, now)
            : Move.to(new Starting(now, s.begun(), host));
      }
      case AddressAnswer.Usable _ -> Move.none(state);
      case AddressAnswer.Vanished _ -> again(state, is, "its droplet vanished", now);
      case AddressAnswer.NotYet late when left(s.begun(), is, now).isZero() ->
          again(state, is, "its droplet stayed " + late.status(), now);
      case AddressAnswer.NotYet _ ->
          Move.to(
              state,
              new Effect.AwaitAddress(
                  is.order(s.attempt(), s.choice()), s.droplet(), left(s.begun(), is, now)));
    };
  }

  /// This attempt has failed: what it may have made is a loose end, and the next one begins, if
  /// there is one.
  static Move again(SessionState state, Situation is, String reason, Instant now) {
    var failed = attempt(state);
    if (failed >= is.limits().attempts() || !is.spec().onDroplet()) {
      var all = failed == 1 ? reason : reason + ", at attempt " + failed;
      return SessionRules.ending(state, is, EndWhy.PROVISIONING, all, now);
    }
    return create(is, failed + 1, firstOf(failed + 1, is), BEFORE_NEXT, now)
        .losing(loose(state, is, now));
  }

  private static int attempt(SessionState state) {
    return switch (state) {
      case Creating s -> s.attempt();
      case Booting s -> s.attempt();
      case Starting _, Warm _, Leasing _, Ready _, Draining _ ->
          SessionView.hostOf(state).map(Host::attempt).orElse(0);
      case Reserving _, Ending _, Over _, Refused _ -> 0;
    };
  }

  /// What a state may have made and must not be left.
  static List<Loose> loose(SessionState state, Situation is, Instant now) {
    var attempt = attempt(state);
    if (attempt == 0 || !is.spec().onDroplet()) {
      return List.of();
    }
    var unit = new Unit(is.spec().id(), attempt);
    return List.of(
        switch (state) {
          case Booting s -> Loose.all(unit, s.droplet(), s.since().plus(LIST_LAG));
          case Starting s -> Loose.all(unit, s.host().droplet(), s.since().plus(LIST_LAG));
          case Warm _, Leasing _, Ready _, Draining _ ->
              Loose.all(
                  unit, SessionView.hostOf(state).map(Host::droplet).orElse(0L), Instant.EPOCH);
          case Creating _, Reserving _, Ending _, Over _, Refused _ ->
              Loose.all(unit, 0, now.plus(REQUEST_LIMIT).plus(LIST_LAG));
        });
  }

  /// Which of several droplets of one unit is kept: the oldest, which has the lowest id.
  public static DropletFacts keep(List<DropletFacts> found) {
    return found.stream().min(Comparator.comparingLong(DropletFacts::id)).orElseThrow();
  }
}
