package dev.overwinter.servers;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Use;
import dev.overwinter.nodes.NodeRules;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Restoring;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a server has to say to its account, and what the account has said.
///
/// A use begins when its container started and ends when it exited, as the engine saw both; only a
/// start that became ready counts. The engine's clock gives the length, the workflow's the date, so
/// that a node whose clock is wrong charges nothing wrong. What it says is numbered and stays in
/// [#untold()] until it has been told: `docs/decisions/0022`.
///
/// @param number of the newest fact
/// @param use that goes on; null when there is none
/// @param run which start of the container is used; empty when it sleeps
/// @param since when that use began; null when there is none
/// @param engineSince the same by the engine's clock; null when it did not say
/// @param untold what the account has yet to be told, in order
/// @param credit what the account said last
/// @param owed whether it is owed a wake: see [CreditRules]
public record Metering(
    long number,
    @Nullable Use use,
    String run,
    @Nullable Instant since,
    @Nullable Instant engineSince,
    List<MeterFact> untold,
    CreditStanding credit,
    boolean owed) {
  /// Nothing has been said yet.
  public static final Metering NONE =
      new Metering(0, null, "", null, null, List.of(), CreditStanding.FUNDED, false);

  private static final String GONE = "gone";

  /// A kill after the grace, and what a busy node needs to begin with the stop.
  private static final Duration BESIDE_THE_GRACE = Duration.ofSeconds(15);

  public Metering {
    untold = List.copyOf(untold);
  }

  /// What was written before anything was metered.
  public static Metering orNone(@Nullable Metering metering) {
    return metering == null ? NONE : metering;
  }

  /// The server went from one state to another.
  ///
  /// @param ended when its container exited, by the engine's clock; null when that is not known
  public Metering changed(
      ServerSpec spec,
      ServerState before,
      ServerState after,
      @Nullable Instant ended,
      Instant now) {
    var wakes = after instanceof Waking || after instanceof Awake;
    return (wakes ? owed(false) : this).used(spec, before, after, ended, now);
  }

  private Metering used(
      ServerSpec spec,
      ServerState before,
      ServerState after,
      @Nullable Instant ended,
      Instant now) {
    return switch (after) {
      case Awake awake when use == Use.AWAKE && run.equals(awake.run()) -> this;
      case Awake awake -> awake(spec, before, awake, now);
      case Asleep _ -> asleep(spec, ended, now);
      // It may well run.
      case Failed failed when failed.refused() != null -> this;
      case Failed failed when failed.made() -> asleep(spec, ended, now);
      case Failed _ -> over(spec, end(ended, now), false);
      case Waking _, Relocating _, Restoring _ ->
          use == Use.AWAKE ? over(spec, end(ended, now), false) : this;
      // Who asked for the end does not pay for what it takes.
      case Deleting _, Deleted _ -> over(spec, now, true);
      case Creating _, Hibernating _ -> this;
    };
  }

  /// What its node can do for it changed. The silence of a node that is lost is not charged,
  /// whatever the server was doing; the use goes on when the node is back and the game still runs.
  ///
  /// @param since when its node was heard last, or again; null when nobody said, and then it has
  ///   been silent for the usual grace
  public Metering nodeStands(
      ServerSpec spec,
      ServerState state,
      NodeStanding standing,
      @Nullable Instant since,
      Instant now) {
    return switch (standing) {
      case LOST -> {
        var heard = since == null ? now.minus(NodeRules.GRACE) : earliest(since, now);
        yield use == Use.AWAKE ? over(spec, latest(this.since, heard), false) : this;
      }
      case SERVING, MAINTENANCE -> {
        var again = since == null ? now : earliest(since, now);
        yield use == null && state instanceof Awake awake
            ? started(spec, Use.AWAKE, awake.run(), again, null, true)
            : this;
      }
    };
  }

  /// Says once more what it uses: what was said before may have reached nobody.
  public Metering again(ServerSpec spec, ServerState state, Instant now) {
    return switch (state) {
      case Awake awake -> started(spec, Use.AWAKE, awake.run(), now, null, true);
      case Asleep _ -> started(spec, Use.ASLEEP, "", now, null, true);
      case Creating _,
          Waking _,
          Hibernating _,
          Failed _,
          Relocating _,
          Restoring _,
          Deleting _,
          Deleted _ ->
          this;
    };
  }

  /// Whether it is owed a wake from now on.
  public Metering owed(boolean now) {
    return new Metering(number, use, run, since, engineSince, untold, credit, now);
  }

  /// The account has spoken; what it said before something newer changes nothing.
  public Metering credit(CreditStanding said) {
    return said.number() <= credit.number()
        ? this
        : new Metering(number, use, run, since, engineSince, untold, said, owed);
  }

  /// The account has been told these.
  public Metering told(List<MeterFact> facts) {
    if (facts.isEmpty()) {
      return this;
    }
    var last = facts.getLast().number();
    var left = untold.stream().filter(fact -> fact.number() > last).toList();
    return new Metering(number, use, run, since, engineSince, left, credit, owed);
  }

  private Metering awake(ServerSpec spec, ServerState before, Awake awake, Instant now) {
    if (!(before instanceof Waking waking)) {
      // Found running. How long it has run does not matter: whatever ended its use is free.
      var again = before instanceof Hibernating;
      return started(spec, Use.AWAKE, awake.run(), now, null, again);
    }
    var engine = engineStart(awake.run());
    var at = engine == null ? now : begin(waking.since(), engine, now);
    return started(spec, Use.AWAKE, awake.run(), at, engine, !waking.after().isEmpty());
  }

  /// Where the engine says; but not before the wake was asked for. By a clock that is ahead it
  /// began when it was asked for: *now* would be another moment when a task is done again, and what
  /// is added to it would not end where the account's use ends.
  private static Instant begin(Instant asked, Instant engine, Instant now) {
    return engine.isAfter(now) ? asked : latest(asked, engine);
  }

  private Metering asleep(ServerSpec spec, @Nullable Instant ended, Instant now) {
    return use == Use.ASLEEP ? this : started(spec, Use.ASLEEP, "", end(ended, now), null, false);
  }

  private Metering started(
      ServerSpec spec,
      Use next,
      String of,
      Instant at,
      @Nullable Instant engine,
      boolean continues) {
    var template = spec.template();
    var within = template.stop().grace().plus(BESIDE_THE_GRACE);
    return say(
        new MeterFact.Started(
            spec.id(), number + 1, at, of, template.priceClass(), next, continues, within),
        next,
        of,
        at,
        engine);
  }

  private Metering over(ServerSpec spec, Instant at, boolean gone) {
    var nothing = use == null && (!gone || number == 0 || run.equals(GONE));
    return nothing
        ? this
        : say(new MeterFact.Stopped(spec.id(), number + 1, at, gone), null, "", null, null);
  }

  private Metering say(
      MeterFact fact,
      @Nullable Use next,
      String of,
      @Nullable Instant at,
      @Nullable Instant engine) {
    var said = new ArrayList<>(untold);
    said.add(fact);
    var what = fact instanceof MeterFact.Stopped stopped && stopped.gone() ? GONE : of;
    return new Metering(number + 1, next, what, at, engine, said, credit, owed);
  }

  /// When the use that goes on has ended: as long after its beginning as the engine says.
  private Instant end(@Nullable Instant ended, Instant now) {
    var from = since;
    if (use != Use.AWAKE || from == null || ended == null) {
      return now;
    }
    var engine = engineSince == null ? from : engineSince;
    return earliest(latest(from, from.plus(Duration.between(engine, ended))), now);
  }

  /// The run names its start: see the node's `Containers.run`.
  static @Nullable Instant engineStart(String run) {
    try {
      return Instant.parse(run.substring(run.indexOf('@') + 1));
    } catch (DateTimeParseException unsaid) {
      return null;
    }
  }

  private static Instant latest(@Nullable Instant a, Instant b) {
    return Optional.ofNullable(a).filter(b::isBefore).orElse(b);
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
