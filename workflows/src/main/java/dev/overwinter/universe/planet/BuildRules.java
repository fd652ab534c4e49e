package dev.overwinter.universe.planet;

import static java.util.Objects.requireNonNull;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Outcome.Accepted;
import dev.overwinter.universe.Outcome.Refused;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.ruleset.DemolitionRule;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.QueueRule.Pay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Orders to build, to take down and to cancel. Each settles the planet first; what is charged is
/// charged with the item that it is for, in one move.
public final class BuildRules {
  private BuildRules() {}

  /// One more level of a building, behind all that is queued already.
  public static Outcome<PlanetMove> build(
      Laws laws, PlanetState planet, String building, Instant now) {
    var settled = PlanetRules.settle(laws, planet, now);
    var refusal = acceptable(laws, settled.state(), building);
    if (refusal != null) {
      return refusal;
    }
    return laws.rules().builds().pay() == Pay.ORDERED
        ? paidNow(laws, settled, building)
        : paidAtStart(laws, settled, building, false);
  }

  /// One level less of a building.
  public static Outcome<PlanetMove> demolish(
      Laws laws, PlanetState planet, String building, Instant now) {
    var settled = PlanetRules.settle(laws, planet, now);
    var state = settled.state();
    if (laws.rules().building(building).isEmpty()) {
      return unknown(building);
    }
    return switch (laws.rules().demolition()) {
      case DemolitionRule.AtOnce rule -> atOnce(laws, settled, building, rule);
      case DemolitionRule.Work _ -> {
        var refusal = acceptable(laws, state, building);
        yield refusal != null ? refusal : paidAtStart(laws, settled, building, true);
      }
    };
  }

  /// Takes an item out of the queue, and with it what only it made possible: higher levels of the
  /// same building, and buildings that require it. A share of what was paid comes back.
  ///
  /// @param number of the item
  public static Outcome<PlanetMove> cancel(
      Laws laws, PlanetState planet, long number, Instant now) {
    var settled = PlanetRules.settle(laws, planet, now);
    var state = settled.state();
    var left = new ArrayList<>(state.builds());
    if (!left.removeIf(item -> item.number() == number)) {
      return Outcome.refused(
          Refusal.NO_SUCH_ITEM, "item " + number + " is not in the building queue");
    }
    var postings = new ArrayList<Posting>();
    refund(laws, state, number, postings);
    var events = new ArrayList<>(settled.events());
    PlanetState next;
    if (laws.rules().builds().pay() == Pay.ORDERED) {
      var possible = possible(laws, state, left, postings);
      next = state.withBuilds(BuildQueue.chained(laws, state, possible, state.settledAt()));
      next = next.withStock(state.stock().plus(sum(postings)));
    } else {
      next =
          state
              .withStock(state.stock().plus(sum(postings)))
              .withBuilds(BuildQueue.relabelled(state, left));
      next = BuildQueue.started(laws, next, state.settledAt(), events, postings);
    }
    var through = new Settled(state, events, settled.postings());
    return Outcome.accepted(PlanetRules.moved(laws, through, next, number, postings));
  }

  /// The item at a place of the queue, 0 for its head, as the contract's route counts.
  ///
  /// @param planet settled
  public static long numberAt(PlanetState planet, int index) {
    return index < 0 || index >= planet.builds().size() ? 0 : planet.builds().get(index).number();
  }

  // ---- build ----

  private static @Nullable Outcome<PlanetMove> acceptable(
      Laws laws, PlanetState state, String building) {
    if (laws.rules().building(building).isEmpty()) {
      return unknown(building);
    }
    if (state.vacation()) {
      return Outcome.refused(Refusal.VACATION, "nothing is built while its owner is away");
    }
    var most = laws.rules().builds().most();
    if (most > 0 && state.builds().size() >= most) {
      return Outcome.refused(Refusal.QUEUE_FULL, "the building queue holds " + most + " items");
    }
    return null;
  }

  private static Outcome<PlanetMove> unknown(String building) {
    return Outcome.refused(Refusal.UNKNOWN_BUILDING, "there is no building " + building);
  }

  private static Outcome<PlanetMove> paidNow(Laws laws, Settled settled, String building) {
    var state = settled.state();
    var planned = Works.planned(state.buildings(), state.builds());
    var inUse = Works.inUse(laws, state, building);
    if (inUse.isPresent()) {
      return Outcome.refused(Refusal.IN_USE, inUse.get());
    }
    var obstacle = Works.<PlanetMove>obstacle(laws, state, planned, building);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    var level = planned.of(building);
    var cost = Works.cost(laws, building, level);
    if (!state.stock().covers(cost)) {
      return Outcome.cannotPay(state.stock(), cost);
    }
    var free =
        state.builds().isEmpty()
            ? state.settledAt()
            : requireNonNull(state.builds().getLast().end(), "end");
    // It begins when all before it stand, and is as quick as they make it.
    var seconds = Works.seconds(laws, building, level, planned.and(state.techs()));
    var item =
        new BuildItem(
            state.nextItem(), building, level + 1, false, cost, free, free.plusSeconds(seconds));
    var next = state.withStock(state.stock().minus(cost)).withBuilds(with(state, item)).numbered();
    return Outcome.accepted(
        PlanetRules.moved(
            laws, settled, next, item.number(), List.of(new Posting(Posting.Kind.SPENT, cost))));
  }

  private static Outcome<PlanetMove> paidAtStart(
      Laws laws, Settled settled, String building, boolean down) {
    var state = settled.state();
    var planned = Works.planned(state.buildings(), state.builds());
    var level = planned.of(building) + (down ? -1 : 1);
    if (level < 0) {
      return Outcome.refused(Refusal.NOT_BUILT, "there is no level of " + building + " left");
    }
    if (!down) {
      var obstacle = Works.<PlanetMove>obstacle(laws, state, planned, building);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    var item = new BuildItem(state.nextItem(), building, level, down, Resources.NONE, null, null);
    if (!state.builds().isEmpty()) {
      return Outcome.accepted(
          PlanetRules.moved(
              laws,
              settled,
              state.withBuilds(with(state, item)).numbered(),
              item.number(),
              List.of()));
    }
    return switch (BuildQueue.start(laws, state, item, state.settledAt())) {
      case Refused<BuildItem> refused -> refused.as();
      case Accepted<BuildItem>(var started) ->
          Outcome.accepted(
              PlanetRules.moved(
                  laws,
                  settled,
                  state
                      .withStock(state.stock().minus(started.paid()))
                      .withBuilds(List.of(started))
                      .numbered(),
                  started.number(),
                  List.of(new Posting(Posting.Kind.SPENT, started.paid()))));
    };
  }

  private static List<BuildItem> with(PlanetState state, BuildItem item) {
    var queue = new ArrayList<>(state.builds());
    queue.add(item);
    return queue;
  }

  // ---- demolish ----

  private static Outcome<PlanetMove> atOnce(
      Laws laws, Settled settled, String building, DemolitionRule.AtOnce rule) {
    var state = settled.state();
    var level = state.buildings().of(building);
    if (level == 0) {
      return Outcome.refused(Refusal.NOT_BUILT, "there is no level of " + building);
    }
    if (state.builds().stream().anyMatch(item -> item.building().equals(building))) {
      return Outcome.refused(Refusal.IN_USE, building + " is in the building queue");
    }
    if (!state.yard().isEmpty() && building.equals(laws.rules().yard().building())) {
      return Outcome.refused(Refusal.IN_USE, "the shipyard is building units");
    }
    var next = state.buildings().with(building, level - 1);
    for (var other : Works.planned(state.buildings(), state.builds()).byKey().keySet()) {
      var needed = laws.rules().building(other).map(r -> r.requires()).orElse(Levels.NONE);
      if (needed.of(building) > level - 1) {
        return Outcome.refused(
            Refusal.NEEDED, "%s requires %s %d".formatted(other, building, needed.of(building)));
      }
    }
    // A share of what the level that is left would cost now, cut as the seed does.
    var back = Works.cost(laws, building, level - 1).percentInUnits(rule.refundPercent());
    var events = new ArrayList<>(settled.events());
    events.add(new PlanetEvent.Built(state.settledAt(), 0, building, level - 1, true));
    return Outcome.accepted(
        PlanetRules.moved(
            laws,
            new Settled(state, events, settled.postings()),
            state.withBuildings(next).withStock(state.stock().plus(back)),
            0,
            List.of(new Posting(Posting.Kind.REFUNDED, back))));
  }

  // ---- cancel ----

  private static void refund(Laws laws, PlanetState state, long number, List<Posting> postings) {
    for (var item : state.builds()) {
      if (item.number() == number) {
        var back = item.paid().percentInUnits(laws.rules().builds().refundPercent());
        postings.add(new Posting(Posting.Kind.REFUNDED, back));
      }
    }
  }

  /// What is left of paid items when one has gone; the refunds of the rest are added.
  private static List<BuildItem> possible(
      Laws laws, PlanetState state, List<BuildItem> left, List<Posting> postings) {
    var possible = new ArrayList<BuildItem>();
    var levels = state.buildings();
    for (var item : left) {
      var requires = Works.rule(laws, item.building()).requires();
      if (item.level() == levels.of(item.building()) + 1
          && levels.and(state.techs()).missing(requires).none()) {
        possible.add(item);
        levels = levels.with(item.building(), item.level());
      } else {
        refund(laws, state, item.number(), postings);
      }
    }
    return possible;
  }

  private static Resources sum(List<Posting> postings) {
    return postings.stream().map(Posting::change).reduce(Resources.NONE, Resources::plus);
  }
}
