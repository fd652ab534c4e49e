package dev.overwinter.lab.benchmarks.battle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.BattleRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two engines that share nothing but the rules come to the same, on average.
final class PlainBattleTest {
  private static final int BATTLES = 60;

  @Test
  void bothEnginesLeaveAsManyOfEachSide() {
    agree(Fights.named("1k"), "light_fighter");
    agree(
        Fights.order(
            Map.of("cruiser", 700L, "battleship", 100L),
            Map.of("plasma_turret", 60L, "rocket_launcher", 4_000L)),
        "cruiser");
    agree(Fights.order(Map.of("light_fighter", 3_000L), Map.of("cruiser", 200L)), "light_fighter");
  }

  private static void agree(BattleOrder order, String id) {
    var engine = new ArrayList<Double>();
    var plain = new ArrayList<Double>();
    var engineShots = new ArrayList<Double>();
    var plainShots = new ArrayList<Double>();
    for (var seed = 0; seed < BATTLES; seed++) {
      var result = Battle.fight(order, BattleRules.OGAME, seed);
      var remaining = result.attackers().fleets().getFirst().remaining();
      engine.add((double) remaining.getOrDefault(id, 0L));
      engineShots.add((double) result.shots());
      var left = PlainBattle.fight(order, seed);
      plain.add((double) left.attackers().getOrDefault(id, 0L));
      plainShots.add((double) left.shots());
    }
    same(engine, plain);
    same(engineShots, plainShots);
  }

  /// Within four standard errors of the difference.
  private static void same(List<Double> one, List<Double> other) {
    var error = Math.sqrt((variance(one) + variance(other)) / BATTLES);
    assertThat(Math.abs(mean(one) - mean(other))).isLessThan(4 * error + 1e-9);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double variance(List<Double> values) {
    var mean = mean(values);
    return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / (values.size() - 1);
  }
}
