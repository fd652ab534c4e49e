package dev.overwinter.universe.combat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What follows a battle. Pure: the same arguments leave the same.
public final class AfterBattle {
  private AfterBattle() {}

  /// The place of a battle.
  ///
  /// @param goods that lie there
  /// @param mayGetMoon whether there is a planet without a moon
  public record Site(Goods goods, boolean mayGetMoon) {}

  /// Loot, debris, repair and moon, with the battle's own seed.
  ///
  /// @param order that the battle was fought by
  /// @param result of it
  public static Aftermath settle(
      BattleOrder order, BattleResult result, Site site, AfterRules rules) {
    var seed = result.seed();
    var owner = order.defenders().getFirst();
    var lost = result.defenders().fleet(owner.id()).lost();
    var repaired = repaired(order.armoury(), lost, rules.repairPercent(), Dice.of(seed, "repair"));
    var debris = debris(order.armoury(), result, repaired, rules);
    var percent = site.mayGetMoon() ? MoonRules.percent(debris, rules) : 0;
    var moon = MoonRules.born(percent, Dice.of(seed, "moon"));
    var holds = holds(order, result, site, rules);
    var loot = holds.stream().map(Aftermath.Hold::loot).reduce(Goods.NONE, Goods::plus);
    return new Aftermath(holds, loot, debris, repaired, percent, moon.orElse(null));
  }

  /// Which of the planet's lost defences stand again, each thrown for by itself.
  private static Map<String, Long> repaired(
      Armoury armoury, Map<String, Long> lost, int percent, Dice dice) {
    var repaired = new TreeMap<String, Long>();
    for (var type : armoury.types()) {
      if (type.role().isShip()) {
        continue;
      }
      var again = 0L;
      for (var left = lost.getOrDefault(type.id(), 0L); left > 0; left--) {
        again += dice.happens(percent, 100) ? 1 : 0;
      }
      repaired.put(type.id(), again);
    }
    return repaired;
  }

  private static Goods debris(
      Armoury armoury, BattleResult result, Map<String, Long> repaired, AfterRules rules) {
    var gone = new TreeMap<String, Long>();
    for (var side : List.of(result.attackers(), result.defenders())) {
      for (var fleet : side.fleets()) {
        fleet.lost().forEach((id, count) -> gone.merge(id, count, Math::addExact));
      }
    }
    var debris = Goods.NONE;
    for (var unit : Counts.minus(gone, repaired).entrySet()) {
      var type = armoury.type(unit.getKey());
      var percent =
          type.role().isShip() ? rules.debrisShipsPercent() : rules.debrisDefencePercent();
      debris = debris.plus(type.cost().times(unit.getValue()).share(percent, 100));
    }
    return rules.debrisDeuterium() ? debris : new Goods(debris.metal(), debris.crystal(), 0);
  }

  private static List<Aftermath.Hold> holds(
      BattleOrder order, BattleResult result, Site site, AfterRules rules) {
    var kept = new ArrayList<Goods>();
    var rooms = new ArrayList<Long>();
    for (var fleet : order.attackers()) {
      var capacity =
          capacity(order.armoury(), fleet, result.attackers().fleet(fleet.id()).remaining());
      var carried = Loot.fit(fleet.carried(), capacity);
      kept.add(carried);
      rooms.add(capacity - carried.sum());
    }
    var loot =
        result.winner() == BattleResult.Winner.ATTACKERS && result.defenders().isGone()
            ? Loot.fit(
                site.goods().share(rules.lootPercent(), 100),
                rooms.stream().reduce(0L, Math::addExact))
            : Goods.NONE;
    var parts = Loot.divide(loot, rooms);
    var holds = new ArrayList<Aftermath.Hold>();
    for (var i = 0; i < order.attackers().size(); i++) {
      var fleet = order.attackers().get(i);
      holds.add(
          new Aftermath.Hold(
              fleet.id(), parts.get(i), kept.get(i), fleet.carried().minus(kept.get(i))));
    }
    return holds;
  }

  /// How much some units of a fleet hold, in micro-units.
  public static long capacity(Armoury armoury, BattleFleet fleet, Map<String, Long> units) {
    // Whole units, as players read them.
    var whole =
        Math.multiplyExact(armoury.cargo(units), (long) fleet.technology().cargoPercent()) / 100;
    return Math.multiplyExact(whole, Goods.MICROS);
  }
}
