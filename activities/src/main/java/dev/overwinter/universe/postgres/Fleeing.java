package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.FleeRules;
import dev.overwinter.universe.fleet.TravelRules;
import dev.overwinter.universe.ruleset.BattleRule;
import java.time.Instant;
import java.util.ArrayList;

/// Ships that leave their planet before a battle that they cannot win. Every method belongs into a
/// transaction.
final class Fleeing {
  private Fleeing() {}

  /// Who leaves; the planet has paid for it.
  ///
  /// @return none when they stay
  static Units decide(Turn turn, PlanetRow planet, BattleOrder order, Instant at) {
    if (turn.world.laws().rules().battle().kind() != BattleRule.Kind.ROUNDS) {
      return Units.NONE;
    }
    var rules = FleeRules.OGAME;
    var able = new Units(rules.able(order.armoury(), order.defenders().getFirst()));
    if (able.none()) {
      return Units.NONE;
    }
    var deuterium = planet.state().stock().of(Resource.DEUTERIUM);
    return switch (rules.decide(order, fuel(turn, planet, able, at), deuterium)) {
      case FleeRules.Decision.Stays _ -> Units.NONE;
      case FleeRules.Decision.Flees(var ships, var cost) -> {
        var burnt = Resources.of(Resource.DEUTERIUM, cost);
        planet.post(new Posting(Posting.Kind.BURNED, burnt));
        yield new Units(ships);
      }
    };
  }

  /// Micro-units for a flight to the next system.
  private static long fuel(Turn turn, PlanetRow planet, Units ships, Instant at) {
    var laws = turn.world.laws();
    var from = planet.state().at();
    var system =
        from.system() < turn.world.systems() ? from.system() + 1 : Math.max(1, from.system() - 1);
    var to = new Coordinate(from.galaxy(), system, from.position());
    var plan = TravelRules.plan(laws, from, to, ships, ships, turn.techs(planet.player, at), 1);
    return Math.multiplyExact(plan.fuelUnits(), Resources.MICROS);
  }

  /// The same battle without them.
  static BattleOrder without(BattleOrder order, Units fled) {
    if (fled.none()) {
      return order;
    }
    var own = order.defenders().getFirst();
    var defenders = new ArrayList<BattleFleet>(order.defenders());
    defenders.set(
        0,
        new BattleFleet(
            own.id(),
            own.owner(),
            own.technology(),
            new Units(own.units()).minus(fled).byKey(),
            own.carried()));
    return new BattleOrder(order.armoury(), order.attackers(), defenders);
  }
}
