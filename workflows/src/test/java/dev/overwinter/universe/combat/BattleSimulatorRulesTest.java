package dev.overwinter.universe.combat;

import static dev.overwinter.universe.combat.Armies.LIGHT_FIGHTER;
import static dev.overwinter.universe.combat.Armies.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.universe.combat.BattleSimulator.Limits;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class BattleSimulatorRulesTest {
  private static final AfterBattle.Site SITE =
      new AfterBattle.Site(Goods.ofUnits(10_000, 10_000, 10_000), true);

  private static BattleSimulator.Estimate estimate(BattleOrder order, Limits limits) {
    return BattleSimulator.estimate(
        order, BattleRules.OGAME, AfterRules.OGAME, SITE, 4, limits, () -> false);
  }

  @Test
  void anEstimateIsTheAverageOfManyBattles() {
    var order = order(Map.of("cruiser", 10L), Map.of(LIGHT_FIGHTER, 80L));
    var estimate = estimate(order, new Limits(500, 1_000, 100_000_000));

    assertThat(estimate.runs()).isEqualTo(500);
    assertThat(estimate.attackersWon() + estimate.defendersWon() + estimate.draws()).isEqualTo(500);
    var other =
        BattleSimulator.estimate(
            order,
            BattleRules.OGAME,
            AfterRules.OGAME,
            SITE,
            5,
            new Limits(500, 1_000, 100_000_000),
            () -> false);
    assertThat(estimate.attackers().getFirst().lost().get("cruiser"))
        .isCloseTo(other.attackers().getFirst().lost().get("cruiser"), Offset.offset(0.8));
    assertThat(estimate.rounds()).isBetween(1.0, 6.0);
    var lost = estimate.defenders().getFirst();
    assertThat((double) lost.lossMean().metal())
        .isCloseTo(
            lost.lost().getOrDefault(LIGHT_FIGHTER, 0.0) * 3_000 * Goods.MICROS,
            Offset.offset(1.0));
    assertThat(estimate.debris().metal()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameEstimate() {
    var order = order(Map.of("cruiser", 10L), Map.of(LIGHT_FIGHTER, 80L));

    assertThat(estimate(order, Limits.PAGE)).isEqualTo(estimate(order, Limits.PAGE));
  }

  @Test
  void aLimitOnShotsEndsItEarly() {
    var order = order(Map.of(LIGHT_FIGHTER, 1_000L), Map.of(LIGHT_FIGHTER, 1_000L));

    // Some 8,750 shots each.
    assertThat(estimate(order, new Limits(100, 2_000, 20_000)).runs()).isEqualTo(3);
  }

  @Test
  void whoeverWaitsCanSayThatItIsEnough() {
    var asked = new AtomicInteger();
    var estimate =
        BattleSimulator.estimate(
            order(Map.of("cruiser", 1L), Map.of("cruiser", 1L)),
            BattleRules.OGAME,
            AfterRules.OGAME,
            SITE,
            1,
            Limits.PAGE,
            () -> asked.incrementAndGet() == 7);

    assertThat(estimate.runs()).isEqualTo(7);
  }

  @Test
  void tooManyUnitsAreRefused() {
    assertThatThrownBy(() -> estimate(order(Map.of("cruiser", 3L), Map.of()), new Limits(1, 2, 1)))
        .hasMessageContaining("units: 3 (expected: at most 2)");
  }

  @Test
  void whereThereIsNoChanceOneBattleIsEnough() {
    var estimate =
        BattleSimulator.estimate(
            order(Map.of("cruiser", 2L), Map.of("cruiser", 1L)),
            BattleRules.CLASSIC,
            AfterRules.CLASSIC,
            SITE,
            1,
            Limits.PAGE,
            () -> false);

    assertThat(estimate.runs()).isEqualTo(1);
    assertThat(estimate.attackersWon()).isEqualTo(1);
  }
}
