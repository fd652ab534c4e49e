package dev.overwinter.servers;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decides what a server does next: pure functions of its state, one fact or order, and the time.
///
/// Orders answer with a [Decision]; facts with a [Move], which changes nothing when the fact comes
/// too late to matter.
public final class ServerRules {

  /// How often a start is tried before the server counts as failed.
  public static final int START_ATTEMPTS = 3;

  /// How long a failed server lets knocks pass before it tries again; an order from its owner does
  /// not wait.
  public static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

  /// The same for a server that crashed too often.
  public static final Duration PAUSE_AFTER_LOOP = Duration.ofMinutes(5);

  private static final String MAINTAINED = "its node is in maintenance";
  private static final Duration STILL_MISSED = Duration.ofMinutes(1);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private ServerRules() {}

  /// Somebody wants it awake.
  ///
  /// @param knock whether a player asked, who must not hammer a server that cannot start
  /// @param standing what its node can do for it
  public static Decision wake(
      ServerState state, boolean knock, NodeStanding standing, Instant now) {
    if (state instanceof Asleep || state instanceof Failed) {
      switch (standing) {
        case SERVING -> {}
        case MAINTENANCE -> {
          return new Decision.No(Refusal.MAINTENANCE, MAINTAINED, PAUSE_AFTER_FAILURE);
        }
        case LOST -> {
          return new Decision.No(
              Refusal.NODE_LOST, "its node does not answer", PAUSE_AFTER_FAILURE);
        }
      }
    }
    return switch (state) {
      case Asleep _ -> new Decision.Go(start(now));
      case Creating s -> new Decision.Go(Move.to(new Creating(s.since(), true)));
      case Hibernating s -> new Decision.Go(Move.to(s.then(true)));
      case Waking _, Awake _ -> new Decision.Go(Move.none(state));
      case Relocating s -> new Decision.Go(Move.to(s.then(true)));
      case Failed s -> wakeFailed(s, knock, now);
      case Deleting _, Deleted _ ->
          new Decision.No(Refusal.DELETING, "the server is being deleted");
    };
  }

  private static Decision wakeFailed(Failed s, boolean knock, Instant now) {
    var left = Duration.between(now, s.since().plus(s.retryAfter()));
    if (knock && left.isPositive()) {
      return new Decision.No(Refusal.FAILED, s.reason(), left);
    }
    return new Decision.Go(
        s.made() ? start(now) : Move.to(new Creating(now, true), new Effect.Make()));
  }

  /// Somebody wants it asleep.
  public static Decision hibernate(
      ServerState state, Occupancy occupancy, HibernateRequest request, Instant now) {
    var why = "asked by " + request.by();
    return switch (state) {
      case Awake s when occupied(occupancy, request) -> occupied();
      case Awake s -> new Decision.Go(stop(why, request.force(), s, now));
      case Waking _ when occupied(occupancy, request) ->
          new Decision.No(Refusal.WAKING, "somebody waits for it to wake");
      case Waking _ ->
          new Decision.Go(
              Move.to(
                  new Hibernating(now, why, request.force(), false, null),
                  new Effect.Stop(request.force())));
      case Hibernating s when occupied(occupancy, request) -> occupied();
      case Hibernating s -> new Decision.Go(Move.to(s.then(false)));
      case Asleep _ -> new Decision.No(Refusal.ASLEEP, "the server sleeps already");
      case Creating _ -> new Decision.No(Refusal.CREATING, "the server is not made yet");
      case Relocating s -> new Decision.Go(Move.to(s.then(false)));
      case Failed s when s.refused() != null && occupied(occupancy, request) -> occupied();
      case Failed s when s.refused() != null ->
          new Decision.Go(RefusedStop.again(s, why, request.force(), now));
      case Failed s -> new Decision.No(Refusal.FAILED, s.reason());
      case Deleting _, Deleted _ ->
          new Decision.No(Refusal.DELETING, "the server is being deleted");
    };
  }

  private static boolean occupied(Occupancy occupancy, HibernateRequest request) {
    return occupancy.occupied() && !request.force();
  }

  private static Decision occupied() {
    return new Decision.No(Refusal.OCCUPIED, "somebody plays");
  }

  /// Somebody wants it gone, with its world.
  public static Decision delete(ServerState state, Instant now) {
    return switch (state) {
      case Deleting _, Deleted _ -> new Decision.Go(Move.none(state));
      case Creating _, Asleep _, Waking _, Awake _, Hibernating _, Relocating _, Failed _ ->
          new Decision.Go(Move.to(new Deleting(now), new Effect.Remove()));
    };
  }

  /// When it falls asleep if nothing happens, also after a stop that was refused; empty while it is
  /// not awake, not empty, or not to sleep by itself. Both clocks start when it is ready, not when
  /// it was asked to wake.
  public static Optional<Instant> hibernatesAt(
      ServerState state, Occupancy occupancy, Hibernation rule) {
    if (state instanceof Failed failed) {
      return RefusedStop.triedAgainAt(failed, occupancy);
    }
    if (!rule.automatic() || !(state instanceof Awake awake)) {
      return Optional.empty();
    }
    var minimum = awake.since().plus(rule.minimumAwake());
    return occupancy
        .emptyFrom()
        .map(empty -> later(empty, awake.since()).plus(rule.idleBeforeSleep()))
        .map(idle -> later(idle, minimum));
  }

  /// The moment of [#hibernatesAt] has come.
  ///
  /// @param standing what its node can do for it
  public static Move idle(ServerState state, Duration idleFor, NodeStanding standing, Instant now) {
    var why = standing == NodeStanding.MAINTENANCE ? MAINTAINED : "empty for " + humane(idleFor);
    return switch (state) {
      case Awake awake -> stop(why, false, awake, now);
      case Failed failed when failed.refused() != null -> RefusedStop.again(failed, now);
      case Creating _,
          Asleep _,
          Waking _,
          Hibernating _,
          Relocating _,
          Failed _,
          Deleting _,
          Deleted _ ->
          Move.none(state);
    };
  }

  /// Port, network, volume and container exist.
  public static Move made(ServerState state, Instant now) {
    return switch (state) {
      case Creating s -> s.thenWake() ? start(now) : Move.to(new Asleep(now, "created"));
      case Asleep _,
          Waking _,
          Awake _,
          Hibernating _,
          Relocating _,
          Failed _,
          Deleting _,
          Deleted _ ->
          Move.none(state);
    };
  }

  /// A step of the making failed for good; what was made has been undone.
  public static Move makeFailed(ServerState state, String reason, Instant now) {
    return state instanceof Creating
        ? Move.to(new Failed(now, reason, false, PAUSE_AFTER_FAILURE))
        : Move.none(state);
  }

  /// There is no port or subnet for it; nothing was made.
  public static Move reservationRefused(ServerState state, String reason, Instant now) {
    return state instanceof Creating ? Move.to(new Deleted(now, reason)) : Move.none(state);
  }

  /// The start has ended.
  public static Move started(ServerState state, Started how, Instant now) {
    if (!(state instanceof Waking waking)) {
      return Move.none(state);
    }
    return switch (how) {
      case Started.Ready ready -> Move.to(new Awake(now, ready.at(), ready.run()));
      case Started.Failed failed -> startFailed(waking, failed, now);
    };
  }

  private static Move startFailed(Waking waking, Started.Failed how, Instant now) {
    if (waking.attempt() >= START_ATTEMPTS) {
      return Move.to(new Failed(now, how.reason(), true, PAUSE_AFTER_FAILURE, how.lastLines()));
    }
    var pause = FIRST_RETRY.multipliedBy((long) waking.attempt() * waking.attempt());
    return Move.to(
        new Waking(waking.since(), waking.attempt() + 1, waking.after()), new Effect.Start(pause));
  }

  /// The stop has ended.
  public static Move stopped(ServerState state, Stopped how, Instant now) {
    if (!(state instanceof Hibernating s)) {
      return Move.none(state);
    }
    return switch (how) {
      case Stopped.Gracefully _ -> asleep(s, s.why(), now);
      case Stopped.Killed killed ->
          asleep(s, s.why() + "; killed after " + killed.afterSeconds() + " s of grace", now);
      case Stopped.StillPlayed _ -> {
        var awake = s.awake();
        // Nobody told us of these players, so their game is looked at again from the beginning.
        yield awake == null ? start(now) : Move.to(new Awake(now, awake.at(), awake.run()));
      }
    };
  }

  private static Move asleep(Hibernating s, String why, Instant now) {
    var transfer = s.transfer();
    if (transfer != null) {
      return TransferRules.atRest(s, transfer, now);
    }
    return s.thenWake() ? start(s.restart(), now) : Move.to(new Asleep(now, why));
  }

  /// The stop cannot succeed; somebody has to look.
  ///
  /// @param remembered whether it is known from now on that it may run: see [RefusedStop]
  public static Move stopFailed(ServerState state, String reason, boolean remembered, Instant now) {
    return state instanceof Hibernating s
        ? Move.to(
            new Failed(
                now,
                reason,
                true,
                PAUSE_AFTER_FAILURE,
                List.of(),
                remembered ? s.then(false).staying() : null))
        : Move.none(state);
  }

  /// Nothing of it is left.
  public static Move removed(ServerState state, Instant now) {
    return state instanceof Deleting ? Move.to(new Deleted(now, "")) : Move.none(state);
  }

  /// Whether an observation is a crash of the very run that is awake.
  public static boolean isCrash(ServerState state, ContainerObservation seen) {
    var ending = seen.ending();
    return ending != null
        && ending != Ending.STOPPED
        && state instanceof Awake awake
        && isOf(seen, awake);
  }

  /// A node saw the container run, exit or freeze without having been asked. Late news of an
  /// earlier start changes nothing.
  ///
  /// @param is with this crash counted, if it is one
  public static Move observed(
      ServerState state, Situation is, ContainerObservation seen, Instant now) {
    return switch (state) {
      case Awake s when isCrash(state, seen) ->
          seen.running() ? frozen(s, is, seen, now) : crashed(is, seen, now);
      case Awake s when !seen.running() && isOf(seen, s) ->
          Move.to(new Asleep(now, "stopped by itself: " + seen.detail()));
      case Awake s when seen.running() && !isOf(seen, s) ->
          start("its container was started anew", now);
      case Failed s when s.refused() != null -> RefusedStop.observed(s, is.occupancy(), seen, now);
      case Asleep _ when seen.running() ->
          Move.to(
              new Hibernating(now, "ran without having been asked", false, false, null),
              new Effect.Stop(false));
      case Awake _,
          Asleep _,
          Creating _,
          Waking _,
          Hibernating _,
          Relocating _,
          Failed _,
          Deleting _,
          Deleted _ ->
          Move.none(state);
    };
  }

  private static Move crashed(Situation is, ContainerObservation seen, Instant now) {
    var why = "crashed: " + seen.detail();
    if (is.crashes().tooMany()) {
      return Move.to(
          new Failed(now, often(is.crashes(), why), true, PAUSE_AFTER_LOOP, seen.lastLines()));
    }
    return missed(is, now)
        ? Move.to(new Waking(now, 1, why), new Effect.Start(is.crashes().pause()))
        : Move.to(new Asleep(now, why));
  }

  /// It cannot be asked to save, but it is: some games only stop answering strangers.
  private static Move frozen(Awake awake, Situation is, ContainerObservation seen, Instant now) {
    var again = missed(is, now) && !is.crashes().tooMany();
    var why = "froze: " + seen.detail();
    return Move.to(
        new Hibernating(now, again ? why : often(is.crashes(), why), true, again, awake, why),
        new Effect.Stop(true));
  }

  private static String often(Crashes crashes, String why) {
    return crashes.tooMany()
        ? why + "; " + Crashes.TOO_MANY + " times in " + humane(Crashes.WINDOW)
        : why;
  }

  /// Whether somebody would want it back at once. Those who played have been cut off by the crash,
  /// and their proxy may have said so first.
  private static boolean missed(Situation is, Instant now) {
    if (is.standing() != NodeStanding.SERVING) {
      return false;
    }
    return !is.hibernation().automatic()
        || (is.occupancy().everOccupied()
            && is.occupancy()
                .emptyFrom()
                .map(empty -> empty.plus(STILL_MISSED).isAfter(now))
                .orElse(true));
  }

  private static boolean isOf(ContainerObservation seen, Awake awake) {
    return seen.run().isEmpty() || seen.run().equals(awake.run());
  }

  static Move start(Instant now) {
    return start("", now);
  }

  /// Wakes it.
  ///
  /// @param after what made it necessary when nobody asked
  static Move start(String after, Instant now) {
    return Move.to(new Waking(now, 1, after), new Effect.Start(Duration.ZERO));
  }

  static Move stop(String why, boolean force, Awake awake, Instant now) {
    return Move.to(new Hibernating(now, why, force, false, awake), new Effect.Stop(force));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static String humane(Duration d) {
    return d.toMinutes() > 0 && d.toSecondsPart() == 0
        ? d.toMinutes() + " min"
        : d.toSeconds() + " s";
  }
}
