package dev.overwinter.universe.shipyard;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.planet.YardItem;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.TimeRule;
import dev.overwinter.universe.ruleset.UnitRule;
import dev.overwinter.universe.ruleset.UnitRule.Role;
import dev.overwinter.universe.ruleset.YardRule;
import dev.overwinter.universe.ruleset.YardRule.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Orders for ships, defences and missiles. An order is charged when it is queued and only then, in
/// one move.
public final class YardRules {
  private static final long SECOND = 1000;

  private YardRules() {}

  /// Some units, behind all that is queued already.
  ///
  /// @param count how many, above 0
  /// @param shipsElsewhere what counts against the fleet cap beside this planet: ships of the same
  ///   player on other planets, in their queues, and in flight
  public static Outcome<PlanetMove> order(
      Laws laws, PlanetState planet, String unit, long count, long shipsElsewhere, Instant now) {
    var rule = laws.rules().unit(unit).orElse(null);
    if (rule == null) {
      return Outcome.refused(Refusal.UNKNOWN_UNIT, "there is no unit " + unit);
    }
    if (count < 1) {
      return Outcome.refused(Refusal.COUNT, "quantity: " + count + " (expected: > 0)");
    }
    var settled = PlanetRules.settle(laws, planet, now);
    var state = settled.state();
    var obstacle = obstacle(laws, state, unit, rule, count, shipsElsewhere);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    var each = rule.cost().each();
    var cost = each.times(count);
    if (!state.stock().covers(cost)) {
      return Outcome.cannotPay(state.stock(), cost);
    }
    var free = state.yard().isEmpty() ? state.settledAt() : state.yard().getLast().end();
    var item = item(laws, state, unit, rule, count, free);
    var queue = new ArrayList<>(state.yard());
    queue.add(item);
    var next = state.withStock(state.stock().minus(cost)).withYard(queue).numbered();
    return Outcome.accepted(
        PlanetRules.moved(
            laws, settled, next, item.number(), List.of(new Posting(Posting.Kind.SPENT, cost))));
  }

  /// Takes an item out of the queue; what is delivered stays, and a share of the price of the
  /// others comes back. What is behind it comes earlier.
  ///
  /// @param number of the item
  public static Outcome<PlanetMove> cancel(
      Laws laws, PlanetState planet, long number, Instant now) {
    var percent = laws.rules().yard().refundPercent();
    var settled = PlanetRules.settle(laws, planet, now);
    var state = settled.state();
    var item = state.yard().stream().filter(i -> i.number() == number).findFirst().orElse(null);
    if (item == null) {
      return Outcome.refused(
          Refusal.NO_SUCH_ITEM, "item " + number + " is not in the shipyard queue");
    }
    if (percent == 0) {
      return Outcome.refused(Refusal.IN_USE, "what the shipyard has begun cannot be cancelled");
    }
    var left = item.count() - item.delivered();
    var back = item.each().times(left).percentInUnits(percent);
    var next =
        state
            .withStock(state.stock().plus(back))
            .withYard(closedUp(state.yard(), item, state.settledAt()));
    return Outcome.accepted(
        PlanetRules.moved(
            laws, settled, next, number, List.of(new Posting(Posting.Kind.REFUNDED, back))));
  }

  /// How long units take, in whole seconds: all of them where they come together, else one.
  public static long seconds(Laws laws, PlanetState planet, String unit, long count) {
    var rule =
        laws.rules().unit(unit).orElseThrow(() -> new IllegalArgumentException("unit: " + unit));
    var together = laws.rules().yard().delivery() == Delivery.TOGETHER;
    return laws.rules()
        .unitTime()
        .seconds(
            new TimeRule.Job(
                unit,
                0,
                together ? count : 1,
                rule.seconds(),
                rule.structure(),
                planet.levels(),
                laws.speeds().economy()));
  }

  private static YardItem item(
      Laws laws, PlanetState state, String unit, UnitRule rule, long count, Instant free) {
    var seconds = seconds(laws, state, unit, count);
    var together = laws.rules().yard().delivery() == Delivery.TOGETHER;
    var all = together ? seconds : Math.multiplyExact(seconds, count);
    return new YardItem(
        state.nextItem(),
        unit,
        count,
        0,
        rule.cost().each(),
        state.settledAt(),
        free,
        free.plusSeconds(all),
        Math.multiplyExact(seconds, SECOND));
  }

  private static Optional<Outcome<PlanetMove>> obstacle(
      Laws laws, PlanetState state, String unit, UnitRule rule, long count, long elsewhere) {
    var yard = laws.rules().yard();
    if (state.vacation()) {
      return refused(Refusal.VACATION, "nothing is built while its owner is away");
    }
    var missing = state.levels().missing(rule.requires());
    if (!missing.none()) {
      return Optional.of(Outcome.requires(missing));
    }
    var most = yard.most() + yard.mostPerLevel() * state.buildings().of(yard.building());
    if (yard.most() > 0 && state.yard().size() >= most) {
      return refused(Refusal.QUEUE_FULL, "Shipyard queue full");
    }
    var busy = state.builds().stream().findFirst().filter(i -> yard.bars().contains(i.building()));
    if (busy.isPresent()) {
      return refused(Refusal.IN_USE, busy.get().building() + " is being built");
    }
    var cap = yard.fleetCap() + (long) yard.capPerLevel() * state.techs().of(yard.capTech());
    if (yard.fleetCap() > 0
        && rule.role() == Role.SHIP
        && count > cap - ships(laws, state) - elsewhere) {
      return refused(Refusal.FLEET_CAP, "Fleet size cap exceeded");
    }
    if (rule.most() > 0 && count > rule.most() - owned(state, unit)) {
      return refused(Refusal.UNIT_LIMIT, "a planet has at most " + rule.most() + " " + unit);
    }
    return silo(laws, state, yard, rule, count);
  }

  private static Optional<Outcome<PlanetMove>> silo(
      Laws laws, PlanetState state, YardRule yard, UnitRule rule, long count) {
    if (rule.room() == 0) {
      return Optional.empty();
    }
    var room = (long) yard.siloRoom() * state.buildings().of(yard.silo());
    for (var other : laws.rules().units().entrySet()) {
      room -= other.getValue().room() * owned(state, other.getKey());
    }
    return count > room / rule.room()
        ? refused(Refusal.UNIT_LIMIT, "the silo has room for " + Math.max(0, room / rule.room()))
        : Optional.empty();
  }

  private static Optional<Outcome<PlanetMove>> refused(Refusal reason, String text) {
    return Optional.of(Outcome.refused(reason, text));
  }

  /// Stationed and ordered.
  private static long owned(PlanetState state, String unit) {
    return state.units().of(unit)
        + state.yard().stream()
            .filter(item -> item.unit().equals(unit))
            .mapToLong(item -> item.count() - item.delivered())
            .sum();
  }

  /// Ships that are stationed here or ordered, which count against the fleet cap.
  public static long ships(Laws laws, PlanetState state) {
    return laws.rules().units().entrySet().stream()
        .filter(unit -> unit.getValue().role() == Role.SHIP)
        .mapToLong(unit -> owned(state, unit.getKey()))
        .sum();
  }

  /// The queue without an item, those behind it as much earlier as it would have worked from now.
  private static List<YardItem> closedUp(List<YardItem> queue, YardItem gone, Instant now) {
    var from = gone.start().isAfter(now) ? gone.start() : now;
    var earlier = Duration.between(from, gone.end());
    var left = new ArrayList<YardItem>();
    for (var item : queue) {
      if (item.number() != gone.number()) {
        left.add(item.start().isBefore(gone.end()) ? item : item.earlier(earlier));
      }
    }
    return left;
  }
}
