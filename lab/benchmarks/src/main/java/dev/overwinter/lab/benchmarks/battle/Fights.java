package dev.overwinter.lab.benchmarks.battle;

import dev.overwinter.universe.combat.Armoury;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.combat.Technology;
import dev.overwinter.universe.combat.UnitType;
import dev.overwinter.universe.combat.UnitType.Role;
import java.util.List;
import java.util.Map;

/// The fights that are measured.
public final class Fights {
  private static final String FIGHTERS = "light_fighter";

  private static final Armoury ARMOURY =
      new Armoury(
          List.of(
              unit(FIGHTERS, Role.WARSHIP, 4_000, 10, 50),
              unit("cruiser", Role.WARSHIP, 27_000, 50, 400),
              unit("battleship", Role.WARSHIP, 60_000, 200, 1_000),
              unit("rocket_launcher", Role.DEFENCE, 2_000, 20, 80),
              unit("plasma_turret", Role.DEFENCE, 100_000, 300, 3_000)),
          Map.of("cruiser", Map.of(FIGHTERS, 6, "rocket_launcher", 10)));

  private Fights() {}

  private static UnitType unit(String id, Role role, long structure, long shield, long attack) {
    return new UnitType(
        id, role, structure, shield, attack, 0, Goods.ofUnits(structure / 2, structure / 2, 0));
  }

  /// One of them: `1k`, `10k`, `100k`, `1M` or `5M` light fighters against as many, or `readme`,
  /// the one by which OGameX measures itself: 700k cruisers and 100k battleships against 20k plasma
  /// turrets and 100k rocket launchers.
  public static BattleOrder named(String name) {
    return switch (name) {
      case "1k" -> duel(1_000);
      case "10k" -> duel(10_000);
      case "100k" -> duel(100_000);
      case "1M" -> duel(1_000_000);
      case "5M" -> duel(5_000_000);
      case "readme" ->
          order(
              Map.of("cruiser", 700_000L, "battleship", 100_000L),
              Map.of("plasma_turret", 20_000L, "rocket_launcher", 100_000L));
      default -> throw new IllegalArgumentException("fight: " + name);
    };
  }

  private static BattleOrder duel(long fighters) {
    return order(Map.of(FIGHTERS, fighters), Map.of(FIGHTERS, fighters));
  }

  static BattleOrder order(Map<String, Long> attackers, Map<String, Long> defenders) {
    return new BattleOrder(
        ARMOURY,
        List.of(BattleFleet.of("attackers", "alice", Technology.NONE, attackers)),
        List.of(BattleFleet.of("defenders", "bob", Technology.NONE, defenders)));
  }
}
