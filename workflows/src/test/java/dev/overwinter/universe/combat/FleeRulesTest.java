package dev.overwinter.universe.combat;

import static dev.overwinter.universe.combat.Armies.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.combat.FleeRules.Decision;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FleeRulesTest {
  private static final long FUEL = 1_001 * Goods.MICROS;
  private static final long PLENTY = 1_000_000 * Goods.MICROS;

  private static Decision decide(Map<String, Long> attackers, Map<String, Long> defenders) {
    return FleeRules.OGAME.decide(order(attackers, defenders), FUEL, PLENTY);
  }

  @Test
  void shipsLeaveBeforeFiveTimesTheirWorth() {
    assertThat(decide(Map.of("cruiser", 50L), Map.of("cruiser", 10L, "rocket_launcher", 900L)))
        .isEqualTo(new Decision.Flees(Map.of("cruiser", 10L), 1_502 * Goods.MICROS));
    assertThat(decide(Map.of("cruiser", 49L), Map.of("cruiser", 10L)))
        .isEqualTo(new Decision.Stays(Decision.Why.NO_NEED));
  }

  @Test
  void whatCannotLeaveStaysAndDoesNotCount() {
    assertThat(
            decide(
                Map.of("cruiser", 50L),
                Map.of("cruiser", 10L, "deathstar", 100L, "solar_satellite", 5L)))
        .isEqualTo(new Decision.Flees(Map.of("cruiser", 10L), 1_502 * Goods.MICROS));
    assertThat(decide(Map.of("cruiser", 50L), Map.of("deathstar", 1L, "rocket_launcher", 1L)))
        .isEqualTo(new Decision.Stays(Decision.Why.NOBODY));
  }

  @Test
  void freightersCountAQuarter() {
    // 100 freighters of 12,000 are worth 25 at full price, 300: five times that is 1,500.
    assertThat(decide(Map.of("battleship", 25L), Map.of("large_cargo", 100L)))
        .isInstanceOf(Decision.Flees.class);
    assertThat(decide(Map.of("battleship", 24L), Map.of("large_cargo", 100L)))
        .isEqualTo(new Decision.Stays(Decision.Why.NO_NEED));
  }

  @Test
  void whoHasNoFuelStays() {
    var order = order(Map.of("cruiser", 50L), Map.of("cruiser", 1L));
    assertThat(FleeRules.OGAME.decide(order, FUEL, 1_501 * Goods.MICROS))
        .isEqualTo(new Decision.Stays(Decision.Why.NO_FUEL));
    assertThat(new FleeRules(0, 25, FleeRules.OGAME.stay(), 150).decide(order, FUEL, PLENTY))
        .isEqualTo(new Decision.Stays(Decision.Why.OFF));
  }
}
