package dev.overwinter.universe.shipyard;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.knowing;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.refusal;
import static dev.overwinter.universe.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.Worlds;
import dev.overwinter.universe.planet.PlanetEvent;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class YardRulesTest {

  private static PlanetState yard() {
    return with(planet(CLASSIC, Map.of("shipyard", 1, "robot_factory", 2)), 90_000, 70_000, 40_000);
  }

  @Test
  void threeFightersThatAreDueAreThreeMore() {
    var move = accepted(YardRules.order(CLASSIC, yard(), "light_fighter", 3, 0, T0));
    // 3 x 60 s x 0.95 x 0.96, cut.
    var end = T0.plusSeconds(164);
    assertThat(move.next().yard().getFirst().end()).isEqualTo(end);
    var before = PlanetRules.settle(CLASSIC, move.next(), end.minusMillis(1));
    assertThat(before.state().units().none()).isTrue();
    var due = PlanetRules.settle(CLASSIC, move.next(), end);
    assertThat(due.state().units()).isEqualTo(Units.of("light_fighter", 3));
    assertThat(due.events()).contains(new PlanetEvent.Delivered(end, 1, "light_fighter", 3, T0));
  }

  @Tag("UNI-10")
  @Test
  void whatIsNotQueuedIsNotCharged() {
    var state = yard();
    for (var order = 0; order < 3; order++) {
      var move = accepted(YardRules.order(CLASSIC, state, "light_fighter", 1, 0, T0));
      assertThat(state.stock().minus(move.next().stock()))
          .isEqualTo(Resources.ofUnits(300, 150, 0));
      assertThat(Worlds.change(move.postings()))
          .isEqualTo(move.next().stock().minus(state.stock()));
      state = move.next();
    }
    for (var order = 0; order < 2; order++) {
      assertThat(refusal(YardRules.order(CLASSIC, state, "light_fighter", 1, 0, T0)))
          .isEqualTo(Refusal.QUEUE_FULL);
    }
    assertThat(state.yard()).hasSize(3);
  }

  @Test
  void itemsEndOneAfterTheOther() {
    var first = accepted(YardRules.order(CLASSIC, yard(), "light_fighter", 1, 0, T0)).next();
    var both = accepted(YardRules.order(CLASSIC, first, "colony_ship", 1, 0, T0)).next();
    assertThat(both.yard().getLast().start()).isEqualTo(both.yard().getFirst().end());
    assertThat(both.yard().getLast().end()).isEqualTo(both.yard().getFirst().end().plusSeconds(1));
  }

  @Test
  void aFleetHasItsCap() {
    assertThat(cap(49, 0, 0, 2)).isFalse();
    assertThat(cap(48, 0, 0, 2)).isTrue();
    assertThat(cap(40, 9, 0, 2)).isFalse();
    assertThat(cap(40, 0, 9, 2)).as("those elsewhere count").isFalse();
    var computers = knowing(yard(), Map.of("computer", 2)).withUnits(Units.of("bomber", 65));
    assertThat(YardRules.ships(CLASSIC, computers)).isEqualTo(65);
    assertThat(accepted(YardRules.order(CLASSIC, computers, "light_fighter", 5, 0, T0)))
        .isNotNull();
    assertThat(refusal(YardRules.order(CLASSIC, computers, "light_fighter", 6, 0, T0)))
        .isEqualTo(Refusal.FLEET_CAP);
  }

  private static boolean cap(long stationed, long queued, long elsewhere, long count) {
    var state = yard().withUnits(Units.of("light_fighter", stationed));
    if (queued > 0) {
      state = accepted(YardRules.order(CLASSIC, state, "light_fighter", queued, 0, T0)).next();
    }
    var outcome = YardRules.order(CLASSIC, state, "light_fighter", count, elsewhere, T0);
    return outcome instanceof Outcome.Accepted;
  }

  @Test
  void withoutAYardOrAPlanNothingIsBuilt() {
    var none = with(planet(CLASSIC, Map.of()), 9000, 9000, 0);
    assertThat(refusal(YardRules.order(CLASSIC, none, "light_fighter", 1, 0, T0)))
        .isEqualTo(Refusal.PREREQUISITES);
    assertThat(refusal(YardRules.order(CLASSIC, yard(), "saucer", 1, 0, T0)))
        .isEqualTo(Refusal.UNKNOWN_UNIT);
    assertThat(refusal(YardRules.order(CLASSIC, yard(), "light_fighter", 0, 0, T0)))
        .isEqualTo(Refusal.COUNT);
    assertThat(refusal(YardRules.order(CLASSIC, yard(), "bomber", Long.MAX_VALUE, 0, T0)))
        .isEqualTo(Refusal.FLEET_CAP);
  }

  @Test
  void aCancelledItemGivesHalfBackAndLetsTheNextComeEarlier() {
    var first = accepted(YardRules.order(CLASSIC, yard(), "light_fighter", 2, 0, T0)).next();
    var both = accepted(YardRules.order(CLASSIC, first, "colony_ship", 1, 0, T0)).next();
    var move = accepted(YardRules.cancel(CLASSIC, both, 1, T0));
    assertThat(move.next().stock().minus(both.stock())).isEqualTo(Resources.ofUnits(300, 150, 0));
    assertThat(move.next().yard().getFirst().end()).isEqualTo(T0.plusSeconds(1));
  }

  @Test
  void aQueueHasAnEndThoughUnitsHaveNone() {
    var state = with(planet(OGAME, Map.of("shipyard", 1)), 900_000, 900_000, 900_000);
    for (var item = 0; item < 200; item++) {
      state = accepted(YardRules.order(OGAME, state, "rocket_launcher", 1, 0, T0)).next();
    }
    assertThat(refusal(YardRules.order(OGAME, state, "rocket_launcher", 1, 0, T0)))
        .isEqualTo(Refusal.QUEUE_FULL);
  }

  @Test
  void domesAreOnlyOnceAndMissilesNeedRoom() {
    var planet =
        knowing(
            with(
                planet(OGAME, Map.of("shipyard", 6, "missile_silo", 4, "robot_factory", 2)),
                900_000,
                900_000,
                900_000),
            Map.of("shields", 6, "impulse", 1));
    assertThat(refusal(YardRules.order(OGAME, planet, "small_shield_dome", 2, 0, T0)))
        .isEqualTo(Refusal.UNIT_LIMIT);
    var dome = accepted(YardRules.order(OGAME, planet, "small_shield_dome", 1, 0, T0)).next();
    assertThat(refusal(YardRules.order(OGAME, dome, "small_shield_dome", 1, 0, T0)))
        .isEqualTo(Refusal.UNIT_LIMIT);
    var half = accepted(YardRules.order(OGAME, dome, "anti_ballistic_missile", 21, 0, T0)).next();
    assertThat(refusal(YardRules.order(OGAME, half, "interplanetary_missile", 10, 0, T0)))
        .isEqualTo(Refusal.UNIT_LIMIT);
    assertThat(accepted(YardRules.order(OGAME, half, "interplanetary_missile", 9, 0, T0)))
        .isNotNull();
  }
}
