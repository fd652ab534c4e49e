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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what a session does once it has a machine, and how it ends: pure functions of its state,
/// one fact or order, and the time. How it gets its droplet is in [ProvisionRules], when it is due
/// in [SessionTimes].
///
/// A fact that comes too late to matter changes nothing.
public final class SessionRules {
  private SessionRules() {}

  /// The records have answered a new session, or a lease of a warm one.
  ///
  /// @param lease what was asked for; null for a new session
  public static Move admitted(
      SessionState state, Situation is, @Nullable Lease lease, AdmitAnswer answer, Instant now) {
    return switch (state) {
      case Reserving _ when lease == null ->
          switch (answer) {
            case AdmitAnswer.Admitted _ -> ProvisionRules.begin(is, now);
            case AdmitAnswer.Existing there ->
                Move.to(
                    new Refused(
                        now,
                        Refusal.OTHER,
                        "this request has a session already",
                        Duration.ZERO,
                        there.tag().text()));
            case AdmitAnswer.Refused no ->
                Move.to(new Refused(now, no.refusal(), no.reason(), no.retryAfter(), ""));
          };
      case Leasing s when s.lease().equals(lease) ->
          answer instanceof AdmitAnswer.Admitted
              ? Move.to(new Ready(now, s.host()))
              : Move.to(new Warm(s.warmSince(), s.host()));
      case Reserving _,
          Leasing _,
          Creating _,
          Booting _,
          Starting _,
          Warm _,
          Ready _,
          Draining _,
          Ending _,
          Over _,
          Refused _ ->
          Move.none(state);
    };
  }

  /// Somebody wants a warm session. Empty: it is not to be had by them.
  public static Optional<Move> lease(SessionState state, Lease lease, Instant now) {
    return state instanceof Warm s
        ? Optional.of(
            Move.to(new Leasing(now, s.since(), s.host(), lease), new Effect.AdmitLease(lease)))
        : Optional.empty();
  }

  /// Something was heard of its game; the situation knows it already.
  public static Move heard(SessionState state, Situation is, Instant now) {
    return switch (state) {
      case Starting s when is.presence().heardOf(new Unit(is.spec().id(), s.host().attempt())) ->
          up(s.host(), is, now);
      case Draining s when !is.presence().occupied() -> ending(state, is, s.why(), s.reason(), now);
      case Starting _,
          Draining _,
          Reserving _,
          Creating _,
          Booting _,
          Warm _,
          Leasing _,
          Ready _,
          Ending _,
          Over _,
          Refused _ ->
          Move.none(state);
    };
  }

  static Move up(Host host, Situation is, Instant now) {
    return Move.to(is.lease() == null ? new Warm(now, host) : new Ready(now, host));
  }

  /// It is due. What rests on silence is looked up first: a signal may be missing.
  public static Move due(SessionState state, Situation is, Instant now) {
    if (SessionTimes.dueAt(state, is).filter(at -> !now.isBefore(at)).isEmpty()) {
      return Move.none(state);
    }
    return switch (state) {
      case Starting s -> look(state, s.host(), is);
      case Warm s -> look(state, s.host(), is);
      case Ready s when !now.isBefore(s.since().plus(is.limits().lifetime())) ->
          drain(state, is, EndWhy.LIFETIME, "it is as old as it may be", now);
      case Ready s -> look(state, s.host(), is);
      case Draining s -> ending(state, is, s.why(), s.reason(), now);
      case Reserving _, Creating _, Booting _, Leasing _, Ending _, Over _, Refused _ ->
          Move.none(state);
    };
  }

  private static Move look(SessionState state, Host host, Situation is) {
    return Move.to(state, new Effect.Look(new Unit(is.spec().id(), host.attempt())));
  }

  /// The last heartbeat was looked up; the situation knows it already.
  public static Move looked(SessionState state, Situation is, Instant now) {
    return switch (state) {
      case Starting s -> {
        var up = heard(state, is, now);
        var late = !now.isBefore(s.begun().plus(is.limits().provisionWithin()));
        yield up.next() instanceof Starting && late
            ? ProvisionRules.again(state, is, "no heartbeat in time", now)
            : up;
      }
      case Warm s when SessionTimes.silent(s.since(), is, now) ->
          ending(state, is, EndWhy.SILENT, silence(is), now);
      case Ready s when SessionTimes.silent(s.since(), is, now) ->
          ending(state, is, EndWhy.SILENT, silence(is), now);
      case Ready s when SessionTimes.emptied(s, is, now) ->
          ending(state, is, EndWhy.EMPTY, "nobody plays", now);
      case Warm _,
          Ready _,
          Reserving _,
          Creating _,
          Booting _,
          Leasing _,
          Draining _,
          Ending _,
          Over _,
          Refused _ ->
          Move.none(state);
    };
  }

  private static String silence(Situation is) {
    return "no heartbeat for " + is.limits().silentFor().toSeconds() + " s";
  }

  /// Somebody who may wants it to end. Never refused.
  public static Move end(SessionState state, Situation is, EndRequest request, Instant now) {
    var why = "asked by " + request.by();
    return request.drains()
        ? drain(state, is, EndWhy.ASKED, why, now)
        : ending(state, is, EndWhy.ASKED, why, now);
  }

  /// The account that pays cannot any more.
  public static Move unfunded(SessionState state, Situation is, String reason, Instant now) {
    return drain(state, is, EndWhy.CREDITS, reason, now);
  }

  /// Its pool has no use for it; who has leased it, or is about to, keeps it.
  public static Move recycled(SessionState state, Situation is, String why, Instant now) {
    return is.lease() == null && !(state instanceof Leasing)
        ? ending(state, is, EndWhy.RECYCLED, why, now)
        : Move.none(state);
  }

  /// GET says 404. Of another droplet than its own it changes nothing.
  public static Move vanished(SessionState state, Situation is, long droplet, Instant now) {
    var own = SessionView.hostOf(state).filter(host -> host.droplet() == droplet).isPresent();
    if (!own || droplet == 0) {
      return Move.none(state);
    }
    return state instanceof Starting
        ? ProvisionRules.again(state, is, "its droplet vanished", now)
        : ending(state, is, EndWhy.VANISHED, "its droplet vanished", now);
  }

  /// Nothing is left of it.
  public static Move swept(SessionState state, Instant now) {
    return state instanceof Ending s
        ? Move.to(new Over(now, s.why(), s.reason()))
        : Move.none(state);
  }

  /// Who plays may finish; where nobody does it ends at once.
  private static Move drain(
      SessionState state, Situation is, EndWhy why, String reason, Instant now) {
    var drain = is.limits().drain();
    if (!is.presence().occupied() || !drain.isPositive()) {
      return ending(state, is, why, reason, now);
    }
    return switch (state) {
      case Ready s -> Move.to(new Draining(now, now.plus(drain), s.host(), why, reason));
      case Draining _ -> Move.none(state);
      case Reserving _,
          Creating _,
          Booting _,
          Starting _,
          Warm _,
          Leasing _,
          Ending _,
          Over _,
          Refused _ ->
          ending(state, is, why, reason, now);
    };
  }

  /// Destroys whatever it may have, in every state; once.
  static Move ending(SessionState state, Situation is, EndWhy why, String reason, Instant now) {
    return switch (state) {
      case Ending _, Over _, Refused _ -> Move.none(state);
      case Reserving _, Creating _, Booting _, Starting _, Warm _, Leasing _, Ready _, Draining _ ->
          Move.to(new Ending(now, why, reason), new Effect.Sweep())
              .losing(ProvisionRules.loose(state, is, now));
    };
  }

  /// Whose heartbeats are its own; empty while it has asked for nothing, or wants nothing any more.
  public static Optional<Unit> unit(SessionSpec spec, SessionState state) {
    return switch (state) {
      case Creating s -> Optional.of(new Unit(spec.id(), s.attempt()));
      case Booting s -> Optional.of(new Unit(spec.id(), s.attempt()));
      case Starting _, Warm _, Leasing _, Ready _, Draining _ ->
          SessionView.hostOf(state).map(host -> new Unit(spec.id(), host.attempt()));
      // A machine is there before anybody asks for it, and begins its session by a heartbeat.
      case Reserving _ when !spec.onDroplet() -> Optional.of(new Unit(spec.id(), 1));
      case Reserving _, Ending _, Over _, Refused _ -> Optional.empty();
    };
  }

  /// What somebody who wants it is told; empty while that is not decided.
  public static Optional<StartOutcome> answer(SessionState state, ShareTag tag) {
    return switch (state) {
      case Reserving _, Creating _, Booting _, Starting _, Leasing _ -> Optional.empty();
      case Ready s -> Optional.of(new StartOutcome.Ready(tag, s.host().ipv4(), s.since()));
      case Warm _ -> refused(Refusal.OTHER, "nobody has leased it");
      case Draining s -> refused(s.why().refusal(), s.reason());
      case Ending s -> refused(s.why().refusal(), s.reason());
      case Over s -> refused(s.why().refusal(), s.reason());
      case Refused s when !s.existing().isEmpty() ->
          Optional.of(new StartOutcome.Existing(new ShareTag(s.existing())));
      case Refused s ->
          Optional.of(new StartOutcome.Refused(s.refusal(), s.reason(), s.retryAfter()));
    };
  }

  private static Optional<StartOutcome> refused(Refusal refusal, String reason) {
    var again =
        switch (refusal) {
          case DROPLET_LIMIT, SOLD_OUT, FAILED -> ProvisionRules.ASK_AGAIN;
          case QUOTA, FLEET_FULL, SPEND_CAP, CREDITS, TAKEN, TAG_TAKEN, OVER, OTHER ->
              Duration.ZERO;
        };
    return Optional.of(new StartOutcome.Refused(refusal, reason, again));
  }
}
