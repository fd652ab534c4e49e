package dev.overwinter.universe.combat;

import static dev.overwinter.universe.combat.Armies.LIGHT_FIGHTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.combat.BattleResult.Winner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The vectors of contract §2.
final class ExchangeBattleRulesTest {

  private static BattleResult fight(Map<String, Long> alice, Map<String, Long> bob) {
    return Battle.fight(
        new BattleOrder(
            Armies.CLASSIC,
            List.of(Armies.fleet("alice", Technology.of(10, 10, 10), alice)),
            List.of(Armies.fleet("bob", Technology.NONE, bob))),
        BattleRules.CLASSIC,
        1);
  }

  @Test
  void twoFightersBeatOne() {
    var result = fight(Map.of(LIGHT_FIGHTER, 2L), Map.of(LIGHT_FIGHTER, 1L));

    assertThat(result.winner()).isEqualTo(Winner.ATTACKERS);
    assertThat(result.attackers().power()).isEqualTo(100);
    assertThat(result.defenders().power()).isEqualTo(50);
    assertThat(result.attackers().fleets().getFirst().lost()).isEmpty();
    assertThat(result.defenders().fleets().getFirst().lost()).isEqualTo(Map.of(LIGHT_FIGHTER, 1L));
  }

  @Test
  void oneAgainstOneIsADraw() {
    assertThat(fight(Map.of(LIGHT_FIGHTER, 1L), Map.of(LIGHT_FIGHTER, 1L)).winner())
        .isEqualTo(Winner.DRAW);
  }

  @Test
  void aMixedFightEndsAsInTheSeed() {
    var result =
        fight(Map.of("cruiser", 10L, LIGHT_FIGHTER, 20L), Map.of("battleship", 4L, "bomber", 1L));

    assertThat(result.winner()).isEqualTo(Winner.DEFENDERS);
    assertThat(result.attackers().fleets().getFirst().lost())
        .isEqualTo(Map.of("cruiser", 8L, LIGHT_FIGHTER, 17L));
    assertThat(result.defenders().fleets().getFirst().lost()).isEqualTo(Map.of("battleship", 3L));
    assertThat(result.attackers().remainingPower()).isEqualTo(950);
    assertThat(result.defenders().remainingPower()).isEqualTo(1_500);
  }

  @Test
  void whoIsHitByNothingLosesNothing() {
    var result = fight(Map.of("colony_ship", 3L), Map.of("colony_ship", 2L));

    assertThat(result.winner()).isEqualTo(Winner.DRAW);
    assertThat(result.attackers().fleets().getFirst().lost()).isEmpty();
  }
}
