package dev.overwinter.universe.combat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.universe.combat.MissileRules.Strike;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MissileRulesTest {
  private static final Map<String, Long> DEFENCES =
      Map.of("rocket_launcher", 100L, "gauss_cannon", 3L, "large_shield_dome", 1L);

  private static MissileRules.Impact strike(Strike strike) {
    return MissileRules.OGAME.strike(strike, Armies.OGAME);
  }

  @Test
  void interceptorsStopOneMissileEachAndThePlanetsGoFirst() {
    var impact = strike(new Strike(10, 0, "", 0, 5, 3, DEFENCES));

    assertThat(impact.intercepted()).isEqualTo(8);
    assertThat(impact.planetInterceptorsSpent()).isEqualTo(3);
    assertThat(impact.interceptorsSpent()).isEqualTo(5);
    // Two of 12,000 against hulls of 200: 100 launchers, and 4,000 is one gauss cannon of 3,500.
    assertThat(impact.destroyed()).isEqualTo(Map.of("rocket_launcher", 100L, "gauss_cannon", 1L));
    assertThat(impact.remaining()).isEqualTo(Map.of("gauss_cannon", 2L, "large_shield_dome", 1L));
  }

  @Test
  void theyHitFirstWhatTheyAimAt() {
    var impact = strike(new Strike(1, 0, "large_shield_dome", 0, 0, 0, DEFENCES));

    // 10,000 for the dome, and 2,000 are ten launchers.
    assertThat(impact.destroyed())
        .isEqualTo(Map.of("rocket_launcher", 10L, "large_shield_dome", 1L));
  }

  @Test
  void weaponsAndArmourCountATenthALevel() {
    assertThat(strike(new Strike(1, 5, "", 0, 0, 0, DEFENCES)).destroyed())
        .isEqualTo(Map.of("rocket_launcher", 90L));
    assertThat(strike(new Strike(1, 0, "", 5, 0, 0, DEFENCES)).destroyed())
        .isEqualTo(Map.of("rocket_launcher", 40L));
  }

  @Test
  void rangeAndFlightFollowDriveAndDistance() {
    assertThat(MissileRules.OGAME.range(0)).isEqualTo(-1);
    assertThat(MissileRules.OGAME.range(1)).isEqualTo(4);
    assertThat(MissileRules.OGAME.range(10)).isEqualTo(49);
    assertThat(MissileRules.OGAME.flight(0, 1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(MissileRules.OGAME.flight(4, 1)).isEqualTo(Duration.ofSeconds(270));
    assertThat(MissileRules.OGAME.flight(4, 5)).isEqualTo(Duration.ofSeconds(54));
  }

  @Test
  void nobodyAimsAtAShip() {
    assertThatThrownBy(() -> strike(new Strike(1, 0, "cruiser", 0, 0, 0, DEFENCES)))
        .hasMessageContaining("first: cruiser (expected: a defence)");
  }
}
