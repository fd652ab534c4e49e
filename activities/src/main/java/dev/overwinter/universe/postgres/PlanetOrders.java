package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.planet.BuildItem;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.planet.YardItem;
import dev.overwinter.universe.ruleset.UnitRule;
import dev.overwinter.universe.shipyard.YardRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a planet does when it is told to. Every method belongs into a transaction in which the
/// planet is settled.
final class PlanetOrders {
  private PlanetOrders() {}

  static OrderAnswer carryOut(Turn turn, PlanetRequest request, Instant at) {
    var row = turn.planet(request.planet()).orElseThrow();
    // A planet that is settled further takes its own moment.
    var now = Turn.later(at, row.state().settledAt());
    if (request.order() instanceof PlanetOrder.Jump jump) {
      return Jumps.jump(turn, row, jump, now);
    }
    return switch (outcome(turn, row, request.order(), now)) {
      case Outcome.Refused<PlanetMove> no ->
          new OrderAnswer.Refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<PlanetMove>(var move) -> {
        var before = row.state();
        row.become(move);
        move.events().forEach(event -> PlanetNews.tell(turn.letters, row, event));
        yield accepted(request.order(), before, move, now);
      }
    };
  }

  private static Outcome<PlanetMove> outcome(
      Turn turn, PlanetRow row, PlanetOrder order, Instant now) {
    var laws = turn.world.laws();
    var state = row.state();
    return switch (order) {
      case PlanetOrder.Build(var building) -> BuildRules.build(laws, state, building, now);
      case PlanetOrder.Demolish(var building) -> BuildRules.demolish(laws, state, building, now);
      case PlanetOrder.Make(var unit, var count) ->
          YardRules.order(laws, state, unit, count, shipsElsewhere(turn, row), now);
      case PlanetOrder.Cancel(var queue, var item) -> cancel(turn, state, queue, number(item), now);
      case PlanetOrder.CancelAt(var queue, var index) ->
          cancel(turn, state, queue, numberAt(state, queue, index), now);
      case PlanetOrder.Jump _ -> throw new IllegalArgumentException("a jump is no queue's");
    };
  }

  private static Outcome<PlanetMove> cancel(
      Turn turn, PlanetState state, PlanetOrder.Queue queue, long number, Instant now) {
    return switch (queue) {
      case BUILD -> BuildRules.cancel(turn.world.laws(), state, number, now);
      case UNITS -> YardRules.cancel(turn.world.laws(), state, number, now);
    };
  }

  private static long numberAt(PlanetState state, PlanetOrder.Queue queue, int index) {
    return switch (queue) {
      case BUILD -> BuildRules.numberAt(state, index);
      case UNITS ->
          index < 0 || index >= state.yard().size() ? 0 : state.yard().get(index).number();
    };
  }

  /// The number of an item; 0, which none has, for what is no number.
  static long number(String item) {
    try {
      return Long.parseLong(item);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /// What counts against a fleet cap beside this planet. Other planets are not locked: who orders
  /// on two of them in the same instant may exceed the cap by one order.
  private static long shipsElsewhere(Turn turn, PlanetRow row) {
    var laws = turn.world.laws();
    if (laws.rules().yard().fleetCap() == 0) {
      return 0;
    }
    var stationed =
        turn
            .sql
            .sql("select state from universe_planets where player = ? and id <> ?")
            .params(row.player, row.id)
            .query((found, _) -> UniverseJson.read(found.getString(1), PlanetState.class))
            .list()
            .stream()
            .mapToLong(state -> YardRules.ships(laws, state))
            .sum();
    var flying =
        turn
            .sql
            .sql("select * from universe_fleets where player = ? and due_at is not null")
            .param(row.player)
            .query(FleetRow::of)
            .list()
            .stream()
            .flatMap(fleet -> fleet.units.byKey().entrySet().stream())
            .filter(unit ->
                laws.rules()
                    .unit(unit.getKey())
                    .filter(rule -> rule.role() == UnitRule.Role.SHIP)
                    .isPresent())
            .mapToLong(unit -> unit.getValue())
            .sum();
    return stationed + flying;
  }

  private static OrderAnswer accepted(
      PlanetOrder order, PlanetState before, PlanetMove move, Instant at) {
    var next = move.next();
    var item = move.item();
    var build = next.builds().stream().filter(one -> one.number() == item).findFirst();
    var yard = next.yard().stream().filter(one -> one.number() == item).findFirst();
    var finishes = build.map(BuildItem::end).or(() -> yard.map(YardItem::end)).orElse(null);
    return new OrderAnswer.Accepted(
        item == 0 ? "" : Long.toString(item),
        thing(order, before, item),
        amount(order, next, build.orElse(null)),
        paid(move.postings()),
        refunded(move.postings()),
        at,
        finishes);
  }

  private static String thing(PlanetOrder order, PlanetState before, long item) {
    return switch (order) {
      case PlanetOrder.Build(var building) -> building;
      case PlanetOrder.Demolish(var building) -> building;
      case PlanetOrder.Make(var unit, _) -> unit;
      case PlanetOrder.Cancel _, PlanetOrder.CancelAt _ -> cancelled(before, item);
      case PlanetOrder.Jump _ -> "";
    };
  }

  private static String cancelled(PlanetState before, long item) {
    return before.builds().stream()
        .filter(one -> one.number() == item)
        .map(BuildItem::building)
        .findFirst()
        .or(() ->
            before.yard().stream()
                .filter(one -> one.number() == item)
                .map(YardItem::unit)
                .findFirst())
        .orElse("");
  }

  private static long amount(PlanetOrder order, PlanetState next, @Nullable BuildItem build) {
    return switch (order) {
      case PlanetOrder.Build(var building) ->
          build == null ? next.buildings().of(building) : build.level();
      case PlanetOrder.Demolish(var building) ->
          build == null ? next.buildings().of(building) : build.level();
      case PlanetOrder.Make(_, var count) -> count;
      case PlanetOrder.Cancel _, PlanetOrder.CancelAt _, PlanetOrder.Jump _ -> 0;
    };
  }

  static Goods paid(List<Posting> postings) {
    return sum(postings, Posting.Kind.SPENT);
  }

  static Goods refunded(List<Posting> postings) {
    return sum(postings, Posting.Kind.REFUNDED);
  }

  private static Goods sum(List<Posting> postings, Posting.Kind kind) {
    var sum =
        postings.stream()
            .filter(posting -> posting.kind() == kind)
            .map(Posting::amount)
            .reduce(Resources.NONE, Resources::plus);
    return new Goods(
        sum.metal() / Resources.MICROS,
        sum.crystal() / Resources.MICROS,
        sum.deuterium() / Resources.MICROS);
  }
}
