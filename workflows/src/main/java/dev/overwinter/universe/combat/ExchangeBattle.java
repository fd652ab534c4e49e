package dev.overwinter.universe.combat;

import dev.overwinter.universe.combat.BattleResult.Winner;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The seed's own battle: one exchange of sums, without chance. Where the seed divides in binary
/// fractions, this is exact.
final class ExchangeBattle {
  private ExchangeBattle() {}

  static BattleResult fight(BattleOrder order, BattleRules.Exchange rules, long seed) {
    var attackers = Sums.of(order.armoury(), order.attackers());
    var defenders = Sums.of(order.armoury(), order.defenders());
    var one = suffer(order.armoury(), order.attackers(), attackers, defenders);
    var other = suffer(order.armoury(), order.defenders(), defenders, attackers);
    return new BattleResult(
        rules, seed, winner(one, other), one, other, rounds(one, other, attackers, defenders));
  }

  /// What a side is in all.
  ///
  /// @param attack points
  /// @param shield points
  /// @param cost metal and crystal in micro-units, ten times its hull
  private record Sums(long attack, long shield, BigInteger cost) {
    static Sums of(Armoury armoury, List<BattleFleet> fleets) {
      var attack = 0L;
      var shield = 0L;
      var cost = BigInteger.ZERO;
      for (var fleet : fleets) {
        for (var unit : fleet.units().entrySet()) {
          var type = armoury.type(unit.getKey());
          attack += type.attack() * unit.getValue();
          shield += type.shield() * unit.getValue();
          cost =
              cost.add(
                  BigInteger.valueOf(type.cost().metal() + type.cost().crystal())
                      .multiply(BigInteger.valueOf(unit.getValue())));
        }
      }
      return new Sums(attack, shield, cost);
    }

    /// What gets through the other's shields.
    long damage(Sums at) {
      return Math.max(0, attack - at.shield);
    }
  }

  private static BattleResult.Side suffer(
      Armoury armoury, List<BattleFleet> fleets, Sums own, Sums enemy) {
    var outcomes = new ArrayList<BattleResult.FleetOutcome>();
    var remainingPower = 0L;
    // Hulls are a tenth of the cost in units, damage is in points: one and the same.
    var damage =
        BigInteger.valueOf(enemy.damage(own)).multiply(BigInteger.valueOf(10 * Goods.MICROS));
    for (var fleet : fleets) {
      var lost = new TreeMap<String, Long>();
      for (var unit : fleet.units().entrySet()) {
        var of = share(unit.getValue(), damage, own.cost());
        lost.put(unit.getKey(), of);
        remainingPower += armoury.type(unit.getKey()).attack() * (unit.getValue() - of);
      }
      outcomes.add(
          new BattleResult.FleetOutcome(
              fleet.id(), fleet.owner(), fleet.units(), lost, Counts.minus(fleet.units(), lost)));
    }
    return new BattleResult.Side(own.attack(), remainingPower, outcomes);
  }

  private static long share(long count, BigInteger damage, BigInteger cost) {
    if (damage.compareTo(cost) >= 0) {
      // Also what costs nothing, which nothing protects.
      return damage.signum() > 0 ? count : 0;
    }
    return BigInteger.valueOf(count).multiply(damage).divide(cost).longValueExact();
  }

  private static Winner winner(BattleResult.Side one, BattleResult.Side other) {
    var by = Long.compare(one.remainingPower(), other.remainingPower());
    if (by == 0) {
      by = Long.compare(one.power(), other.power());
    }
    return by == 0 ? Winner.DRAW : by > 0 ? Winner.ATTACKERS : Winner.DEFENDERS;
  }

  private static List<BattleResult.Round> rounds(
      BattleResult.Side one, BattleResult.Side other, Sums attackers, Sums defenders) {
    return List.of(
        new BattleResult.Round(
            1, round(one, attackers, defenders), round(other, defenders, attackers)));
  }

  /// Sums have no shots: a unit counts as one, and what a side brings and takes is shown at its
  /// first fleet.
  private static List<BattleResult.FleetRound> round(BattleResult.Side side, Sums own, Sums enemy) {
    var rounds = new ArrayList<BattleResult.FleetRound>();
    for (var fleet : side.fleets()) {
      var first = rounds.isEmpty();
      rounds.add(
          new BattleResult.FleetRound(
              fleet.fleet(),
              Counts.sum(fleet.units()),
              0,
              first ? own.attack() : 0,
              first ? Math.min(enemy.attack(), own.shield()) : 0,
              fleet.lost(),
              fleet.remaining()));
    }
    return rounds;
  }
}
