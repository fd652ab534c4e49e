package dev.overwinter.universe.combat;

import dev.overwinter.universe.combat.UnitType.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The units of the contract's tables and short ways to let them fight.
final class Armies {
  static final String LIGHT_FIGHTER = "light_fighter";

  /// Contract §5.
  static final Armoury OGAME =
      new Armoury(
          List.of(
              unit("small_cargo", Role.CIVIL_SHIP, 4_000, 10, 5, 5_000, 2_000, 2_000, 0),
              unit("large_cargo", Role.CIVIL_SHIP, 12_000, 25, 5, 25_000, 6_000, 6_000, 0),
              unit("light_fighter", Role.WARSHIP, 4_000, 10, 50, 50, 3_000, 1_000, 0),
              unit("heavy_fighter", Role.WARSHIP, 10_000, 25, 150, 100, 6_000, 4_000, 0),
              unit("cruiser", Role.WARSHIP, 27_000, 50, 400, 800, 20_000, 7_000, 2_000),
              unit("battleship", Role.WARSHIP, 60_000, 200, 1_000, 1_500, 45_000, 15_000, 0),
              unit("battlecruiser", Role.WARSHIP, 70_000, 400, 700, 750, 30_000, 40_000, 15_000),
              unit("bomber", Role.WARSHIP, 75_000, 500, 1_000, 500, 50_000, 25_000, 15_000),
              unit("destroyer", Role.WARSHIP, 110_000, 500, 2_000, 2_000, 60_000, 50_000, 15_000),
              unit(
                  "deathstar",
                  Role.WARSHIP,
                  9_000_000,
                  50_000,
                  200_000,
                  1_000_000,
                  5_000_000,
                  4_000_000,
                  1_000_000),
              unit("reaper", Role.WARSHIP, 140_000, 700, 2_800, 10_000, 85_000, 55_000, 20_000),
              unit("recycler", Role.CIVIL_SHIP, 16_000, 10, 1, 20_000, 10_000, 6_000, 2_000),
              unit("espionage_probe", Role.CIVIL_SHIP, 1_000, 0, 0, 0, 0, 1_000, 0),
              unit("solar_satellite", Role.CIVIL_SHIP, 2_000, 1, 0, 0, 0, 2_000, 500),
              unit("rocket_launcher", Role.DEFENCE, 2_000, 20, 80, 0, 2_000, 0, 0),
              unit("light_laser", Role.DEFENCE, 2_000, 25, 100, 0, 1_500, 500, 0),
              unit("heavy_laser", Role.DEFENCE, 8_000, 100, 250, 0, 6_000, 2_000, 0),
              unit("gauss_cannon", Role.DEFENCE, 35_000, 200, 1_100, 0, 20_000, 15_000, 2_000),
              unit("ion_cannon", Role.DEFENCE, 8_000, 500, 150, 0, 2_000, 6_000, 0),
              unit("plasma_turret", Role.DEFENCE, 100_000, 300, 3_000, 0, 50_000, 50_000, 30_000),
              unit("small_shield_dome", Role.DEFENCE, 20_000, 2_000, 1, 0, 10_000, 10_000, 0),
              unit("large_shield_dome", Role.DEFENCE, 100_000, 10_000, 1, 0, 50_000, 50_000, 0)),
          Map.of(
              "heavy_fighter", Map.of("small_cargo", 3, "espionage_probe", 5),
              "cruiser", Map.of("light_fighter", 6, "rocket_launcher", 10, "espionage_probe", 5),
              "battlecruiser",
                  Map.of("heavy_fighter", 4, "cruiser", 4, "battleship", 7, "small_cargo", 3),
              "bomber",
                  Map.of(
                      "rocket_launcher",
                      20,
                      "light_laser",
                      20,
                      "heavy_laser",
                      10,
                      "ion_cannon",
                      10,
                      "gauss_cannon",
                      5,
                      "plasma_turret",
                      5),
              "destroyer", Map.of("light_laser", 10, "battlecruiser", 2),
              "deathstar",
                  Map.of(
                      "light_fighter",
                      200,
                      "cruiser",
                      33,
                      "battleship",
                      30,
                      "espionage_probe",
                      250,
                      "rocket_launcher",
                      200,
                      "gauss_cannon",
                      50)));

  /// Contract §2.
  static final Armoury CLASSIC =
      new Armoury(
          List.of(
              unit("light_fighter", Role.WARSHIP, 450, 10, 50, 50, 300, 150, 0),
              unit("heavy_fighter", Role.WARSHIP, 1_000, 25, 150, 100, 600, 400, 0),
              unit("cruiser", Role.WARSHIP, 3_500, 50, 400, 800, 2_000, 1_500, 200),
              unit("battleship", Role.WARSHIP, 10_000, 200, 1_000, 1_500, 6_000, 4_000, 0),
              unit("bomber", Role.WARSHIP, 8_000, 500, 500, 500, 5_000, 3_000, 1_000),
              unit("colony_ship", Role.CIVIL_SHIP, 675, 0, 0, 0, 450, 225, 0)),
          Map.of());

  private Armies() {}

  private static UnitType unit(
      String id,
      Role role,
      long structure,
      long shield,
      long attack,
      long cargo,
      long metal,
      long crystal,
      long deuterium) {
    return new UnitType(
        id, role, structure, shield, attack, cargo, Goods.ofUnits(metal, crystal, deuterium));
  }

  /// A fleet called by its owner's name.
  static BattleFleet fleet(String owner, Technology technology, Map<String, Long> units) {
    return BattleFleet.of("fleet of " + owner, owner, technology, units);
  }

  /// Alice without research attacks Bob without research.
  static BattleOrder order(Map<String, Long> alice, Map<String, Long> bob) {
    return order(
        List.of(fleet("alice", Technology.NONE, alice)),
        List.of(fleet("bob", Technology.NONE, bob)));
  }

  static BattleOrder order(List<BattleFleet> attackers, List<BattleFleet> defenders) {
    return new BattleOrder(OGAME, attackers, defenders);
  }

  static BattleResult fight(Map<String, Long> alice, Map<String, Long> bob, long seed) {
    return Battle.fight(order(alice, bob), BattleRules.OGAME, seed);
  }

  /// What is left of a whole side.
  static Map<String, Long> left(BattleResult.Side side) {
    var left = new TreeMap<String, Long>();
    side.fleets().forEach(f -> f.remaining().forEach((id, n) -> left.merge(id, n, Long::sum)));
    return left;
  }

  static long count(Map<String, Long> units) {
    return units.values().stream().mapToLong(Long::longValue).sum();
  }
}
