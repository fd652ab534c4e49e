package dev.overwinter.lab.benchmarks.battle;

import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The rules of battles in rounds, written down as one would at first: an object for every unit,
/// lists of them, maps by name, floating point, a generator of the JDK. What the universe's engine
/// is compared with, for speed and for what comes out. One fleet a side.
public final class PlainBattle {
  private static final int ROUNDS = 6;

  private final BattleOrder order;
  private final RandomGenerator random;
  private List<Unit> attackers;
  private List<Unit> defenders;
  private long shots;

  private static final class Unit {
    final UnitType type;
    final double attack;
    final double wholeShield;
    final double wholeHull;
    double shield;
    double hull;

    Unit(UnitType type, BattleFleet fleet) {
      this.type = type;
      attack = type.attack() * (1 + fleet.technology().weapons() / 10.0);
      wholeShield = type.shield() * (1 + fleet.technology().shields() / 10.0);
      wholeHull = type.structure() / 10.0 * (1 + fleet.technology().armour() / 10.0);
      shield = wholeShield;
      hull = wholeHull;
    }
  }

  private PlainBattle(BattleOrder order, long seed) {
    this.order = order;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    attackers = units(order.attackers().getFirst());
    defenders = units(order.defenders().getFirst());
  }

  /// Who is left.
  ///
  /// @param attackers by id
  /// @param defenders by id
  /// @param shots in all
  public record Left(Map<String, Long> attackers, Map<String, Long> defenders, long shots) {}

  /// Fights.
  public static Left fight(BattleOrder order, long seed) {
    var battle = new PlainBattle(order, seed);
    for (var round = 0;
        round < ROUNDS && !battle.attackers.isEmpty() && !battle.defenders.isEmpty();
        round++) {
      battle.volley(battle.attackers, battle.defenders);
      battle.volley(battle.defenders, battle.attackers);
      battle.attackers = survivors(battle.attackers);
      battle.defenders = survivors(battle.defenders);
    }
    return new Left(counts(battle.attackers), counts(battle.defenders), battle.shots);
  }

  private List<Unit> units(BattleFleet fleet) {
    var units = new ArrayList<Unit>();
    for (var type : order.armoury().types()) {
      for (var left = fleet.units().getOrDefault(type.id(), 0L); left > 0; left--) {
        units.add(new Unit(type, fleet));
      }
    }
    return units;
  }

  private void volley(List<Unit> from, List<Unit> at) {
    for (var shooter : from) {
      var again = true;
      while (again) {
        again = hit(shooter, at.get(random.nextInt(at.size())));
      }
    }
  }

  /// Returns whether it fires again.
  private boolean hit(Unit shooter, Unit target) {
    shots++;
    if (shooter.attack < target.wholeShield / 100) {
      return false;
    }
    var absorbed = Math.min(shooter.attack, target.shield);
    target.shield -= absorbed;
    target.hull -= shooter.attack - absorbed;
    var whole = target.hull / target.wholeHull;
    if (whole < 0.7 && random.nextDouble() < 1 - whole) {
      target.hull = 0;
      target.shield = 0;
    }
    var often = order.armoury().shots(shooter.type.id(), target.type.id());
    return often > 1 && random.nextDouble() < 1 - 1.0 / often;
  }

  private static List<Unit> survivors(List<Unit> units) {
    var survivors = new ArrayList<Unit>();
    for (var unit : units) {
      if (unit.hull > 0) {
        unit.shield = unit.wholeShield;
        survivors.add(unit);
      }
    }
    return survivors;
  }

  private static Map<String, Long> counts(List<Unit> units) {
    var counts = new TreeMap<String, Long>();
    units.forEach(u -> counts.merge(u.type.id(), 1L, Long::sum));
    return counts;
  }
}
