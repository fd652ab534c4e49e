package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.AfterBattle;
import dev.overwinter.universe.combat.Aftermath;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.BattleResult;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.Spot;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Battles over planets. A seed is drawn where a battle begins and is kept in its report: with it
/// the battle can be fought again. Thread-safe; every method belongs into a transaction.
final class Battles {
  private static final String WON = "won";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MeterRegistry meters;

  Battles(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Fleets arrive to fight, all of a union at once; who is left flies home.
  void attack(Turn turn, PlanetRow planet, FleetRow fleet, Instant at) {
    var attackers = attackers(turn, fleet, at);
    if (planet.player == fleet.player) {
      attackers.forEach(one -> Arrivals.turnAway(one, at, "the planet is your own"));
    } else if (turn.player(planet.player).onVacation()) {
      attackers.forEach(one -> Arrivals.turnAway(one, at, "its owner is on vacation"));
    } else {
      fight(turn, planet, attackers, at);
      if (fleet.mission == Mission.DESTROY_MOON && fleet.outcome.equals(WON)) {
        Moons.destroy(turn, planet, fleet, at, RANDOM.nextLong());
      }
    }
    attackers.stream().filter(one -> one != fleet).forEach(one -> FleetRows.update(turn.sql, one));
    if (fleet.union != null) {
      Unions.end(turn.sql, fleet.union);
    }
  }

  private static List<FleetRow> attackers(Turn turn, FleetRow fleet, Instant at) {
    if (fleet.mission != Mission.ACS_ATTACK || fleet.union == null) {
      return List.of(fleet);
    }
    var all = new ArrayList<FleetRow>();
    for (var one : FleetRows.union(turn, fleet.union)) {
      if (one.id.equals(fleet.id)) {
        all.add(fleet);
      } else if (at.equals(one.dueAt)) {
        all.add(one);
      }
    }
    return all;
  }

  /// Fights and writes what is left of everything.
  void fight(Turn turn, PlanetRow planet, List<FleetRow> attackers, Instant at) {
    var rules = turn.world.laws().rules();
    var holding = FleetRows.holding(turn, Settler.spot(planet));
    var defenders = new ArrayList<BattleFleet>();
    defenders.add(own(turn, planet, at));
    holding.forEach(one -> defenders.add(battleFleet(turn, one, at)));
    var meeting =
        BattleOrder.possible(
            Armouries.of(rules),
            attackers.stream().map(one -> battleFleet(turn, one, at)).toList(),
            defenders);
    if (meeting.isEmpty()) {
      // Whatever is due must end: a battle that cannot be fought would be due for ever.
      attackers.forEach(one -> Arrivals.turnAway(one, at, "so many cannot fight"));
      return;
    }
    var fled = Fleeing.decide(turn, planet, meeting.get(), at);
    var order = Fleeing.without(meeting.get(), fled);
    var own = order.defenders().getFirst();
    var result = Battle.fight(order, Armouries.rules(rules.battle()), RANDOM.nextLong());
    var spot = Settler.spot(planet);
    var site = new AfterBattle.Site(Armouries.goods(planet.state().stock()), !hasMoon(turn, spot));
    var after = AfterBattle.settle(order, result, site, Armouries.after(rules.battle()));
    planetAfter(turn, planet, own, result, after, fled);
    attackers.forEach(one -> attackerAfter(one, result, after, at));
    holding.forEach(one -> {
      defenderAfter(one, result);
      FleetRows.update(turn.sql, one);
    });
    Debris.add(turn, debrisOf(spot), Armouries.resources(after.debris()));
    var moon = moon(turn, planet, after, at);
    var id =
        BattleRows.write(
            turn, BattleRows.over(planet, attackers, holding, result, after, fled, moon, at));
    attackers.forEach(one -> one.battle = id);
    count(result);
  }

  private static BattleFleet own(Turn turn, PlanetRow planet, Instant at) {
    var rules = turn.world.laws().rules();
    return BattleFleet.of(
        "planet-" + planet.id,
        Long.toString(planet.player),
        Armouries.technology(rules, turn.techs(planet.player, at)),
        Armouries.fighting(rules, planet.state().units()));
  }

  private static BattleFleet battleFleet(Turn turn, FleetRow fleet, Instant at) {
    var rules = turn.world.laws().rules();
    return new BattleFleet(
        "fleet-" + fleet.id,
        Long.toString(fleet.player),
        Armouries.technology(rules, turn.techs(fleet.player, at)),
        fleet.units.byKey(),
        Armouries.goods(fleet.cargo()));
  }

  private static boolean hasMoon(Turn turn, Spot spot) {
    return spot.moon() || turn.planetIdAt(moonOf(spot)).isPresent();
  }

  private static Spot moonOf(Spot spot) {
    return new Spot(spot.galaxy(), spot.system(), spot.position(), true);
  }

  /// The debris of a moon's battle is the planet's.
  private static Spot debrisOf(Spot spot) {
    return Spot.planet(spot.galaxy(), spot.system(), spot.position());
  }

  private static void planetAfter(
      Turn turn,
      PlanetRow planet,
      BattleFleet own,
      BattleResult result,
      Aftermath after,
      Units fled) {
    var rules = turn.world.laws().rules();
    var left =
        new Units(result.defenders().fleet(own.id()).remaining())
            .plus(new Units(after.repaired()))
            .plus(fled)
            .plus(Armouries.standing(rules, planet.state().units()));
    planet.become(planet.state().withUnits(left), List.of());
    planet.post(new Posting(Posting.Kind.LOOTED, Armouries.resources(after.loot())));
  }

  private static void attackerAfter(
      FleetRow fleet, BattleResult result, Aftermath after, Instant at) {
    var id = "fleet-" + fleet.id;
    var hold =
        after.holds().stream().filter(one -> one.fleet().equals(id)).findFirst().orElseThrow();
    fleet.load(Freight.Reason.LOST, Armouries.resources(hold.lost()));
    fleet.load(Freight.Reason.LOOTED, Armouries.resources(hold.loot()));
    fleet.units = new Units(result.attackers().fleet(id).remaining());
    if (fleet.units.none()) {
      fleet.end(FleetRow.State.LOST, "destroyed");
    } else {
      Arrivals.turnAway(fleet, at, outcome(result));
    }
  }

  private static String outcome(BattleResult result) {
    return switch (result.winner()) {
      case ATTACKERS -> WON;
      case DEFENDERS -> "lost";
      case DRAW -> "nobody won";
    };
  }

  private static void defenderAfter(FleetRow fleet, BattleResult result) {
    fleet.units = new Units(result.defenders().fleet("fleet-" + fleet.id).remaining());
    if (fleet.units.none()) {
      fleet.load(Freight.Reason.LOST, fleet.cargo());
      fleet.end(FleetRow.State.LOST, "destroyed");
    }
  }

  private static @Nullable Long moon(Turn turn, PlanetRow planet, Aftermath after, Instant at) {
    var moon = after.moon();
    if (moon == null) {
      return null;
    }
    var spot = moonOf(Settler.spot(planet));
    return Places.found(
            turn,
            turn.player(planet.player),
            spot,
            "Moon",
            false,
            planet.state().temperature(),
            moon.diameter(),
            at)
        .map(row -> row.id)
        .orElse(null);
  }

  private void count(BattleResult result) {
    meters
        .counter("overwinter_universe_battles", "winner", BattleRows.winner(result.winner()))
        .increment();
    meters.counter("overwinter_universe_battle_shots").increment((double) result.shots());
  }

  /// Probes arrive.
  void spy(Turn turn, PlanetRow planet, FleetRow fleet, Instant at) {
    if (planet.player == fleet.player) {
      Arrivals.turnAway(fleet, at, "the planet is your own");
      return;
    }
    var noticed = Spying.look(turn, planet, fleet, at, RANDOM.nextLong());
    if (noticed) {
      fight(turn, planet, List.of(fleet), at);
    } else {
      Arrivals.turnAway(fleet, at, "looked around");
    }
  }

  /// An expedition has looked around.
  void explore(Turn turn, FleetRow fleet, Instant at) {
    Expeditions.find(turn, fleet, at, RANDOM.nextLong());
    turn.letters.event(fleet.player, "expedition", FleetNews.of(fleet, at), at);
    turn.letters.notice(fleet.player, "expedition", FleetNews.of(fleet, at), "info", at);
  }

  /// A stock as people read it.
  static Resources whole(Resources micros) {
    return new Resources(
        micros.metal() / Resources.MICROS,
        micros.crystal() / Resources.MICROS,
        micros.deuterium() / Resources.MICROS);
  }
}
