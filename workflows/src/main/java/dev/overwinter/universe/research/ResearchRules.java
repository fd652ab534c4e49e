package dev.overwinter.universe.research;

import static java.util.Objects.requireNonNull;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Outcome.Accepted;
import dev.overwinter.universe.Outcome.Refused;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.QueueRule.Pay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// Orders for research, and what time does to them. A decision takes a player's research and all of
/// their planets together ([Academy]), and must be recorded so.
public final class ResearchRules {
  private ResearchRules() {}

  /// One more level of a technology, behind all that is queued already, paid by a planet.
  public static Outcome<ResearchMove> order(
      Laws laws, Academy academy, PlanetId planet, String tech, Instant now) {
    var run = new ResearchRun(laws, academy);
    run.settle(now);
    var state = run.research();
    var most = laws.rules().studies().most();
    if (laws.rules().tech(tech).isEmpty()) {
      return Outcome.refused(Refusal.UNKNOWN_RESEARCH, "there is no technology " + tech);
    }
    if (most > 0 && state.queue().size() >= most) {
      return Outcome.refused(Refusal.QUEUE_FULL, "the research queue holds " + most + " items");
    }
    run.settlePlanet(planet, now);
    var payer = run.planet(planet);
    if (payer.vacation()) {
      return Outcome.refused(Refusal.VACATION, "nothing is researched while you are away");
    }
    var planned = planned(state);
    var missing = payer.buildings().and(planned).missing(Studies.rule(laws, tech).requires());
    if (!missing.none()) {
      return Outcome.requires(missing);
    }
    var level = planned.of(tech) + 1;
    var item = new ResearchItem(state.nextItem(), tech, level, planet, Resources.NONE, null, null);
    if (laws.rules().studies().pay() == Pay.STARTED && !state.queue().isEmpty()) {
      run.queue(item);
      return Outcome.accepted(run.move(item.number()));
    }
    var free =
        state.queue().isEmpty()
            ? payer.settledAt()
            : requireNonNull(state.queue().getLast().end(), "end");
    return switch (Studies.start(laws, run.academy(), item, planned, free)) {
      case Refused<ResearchItem> refused -> refused.as();
      case Accepted<ResearchItem>(var started) -> {
        run.queue(started);
        run.pay(planet, started.paid());
        run.announce(started);
        yield Outcome.accepted(run.move(started.number()));
      }
    };
  }

  /// Takes an item out of the queue, and with it what only it made possible. A share of what was
  /// paid comes back to the planet that has paid.
  ///
  /// @param number of the item
  public static Outcome<ResearchMove> cancel(Laws laws, Academy academy, long number, Instant now) {
    var run = new ResearchRun(laws, academy);
    run.settle(now);
    var queue = run.research().queue();
    if (queue.stream().noneMatch(item -> item.number() == number)) {
      return Outcome.refused(
          Refusal.NO_SUCH_ITEM, "item " + number + " is not in the research queue");
    }
    var kept = new ArrayList<ResearchItem>();
    var levels = run.research().levels();
    for (var item : queue) {
      var possible =
          item.number() != number
              && item.level() == levels.of(item.tech()) + 1
              && known(laws, levels, item);
      if (possible) {
        kept.add(item);
        levels = levels.with(item.tech(), item.level());
      } else {
        run.refund(item, now);
      }
    }
    run.replace(kept, now);
    return Outcome.accepted(run.move(number));
  }

  private static boolean known(Laws laws, Levels levels, ResearchItem item) {
    var missing = levels.missing(Studies.rule(laws, item.tech()).requires());
    return missing.byKey().keySet().stream().noneMatch(key -> laws.rules().tech(key).isPresent());
  }

  /// Research at a later moment, that moment included: what is due is known, and what waits behind
  /// it is paid and started. A moment that is not later changes nothing. Only planets that pay are
  /// settled.
  public static ResearchMove settle(Laws laws, Academy academy, Instant upTo) {
    var run = new ResearchRun(laws, academy);
    run.settle(upTo);
    return run.move(0);
  }

  /// When the head is done; empty when nothing is researched.
  public static Optional<Instant> nextDue(ResearchState state) {
    return state.queue().stream().findFirst().map(ResearchItem::end);
  }

  /// What will be known when the queue is done.
  static Levels planned(ResearchState state) {
    var planned = state.levels();
    for (var item : state.queue()) {
      planned = planned.with(item.tech(), item.level());
    }
    return planned;
  }
}
