package dev.overwinter.universe.combat;

import static dev.overwinter.universe.combat.Armies.LIGHT_FIGHTER;
import static dev.overwinter.universe.combat.Armies.fleet;
import static dev.overwinter.universe.combat.Armies.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.durable.Payloads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class AfterBattleRulesTest {
  private static final AfterBattle.Site RICH =
      new AfterBattle.Site(Goods.ofUnits(100_000, 50_000, 10_000), true);

  private static Aftermath settle(BattleOrder order, AfterBattle.Site site, long seed) {
    return AfterBattle.settle(
        order, Battle.fight(order, BattleRules.OGAME, seed), site, AfterRules.OGAME);
  }

  @Tag("UNI-14")
  @Test
  void whoWinsTakesHalfOfEverything() {
    var after = settle(order(Map.of("cruiser", 10L, "large_cargo", 10L), Map.of()), RICH, 1);

    assertThat(after.loot()).isEqualTo(Goods.ofUnits(50_000, 25_000, 5_000));
    assertThat(after.holds().getFirst().loot()).isEqualTo(after.loot());
  }

  @Tag("UNI-14")
  @Test
  void whoDoesNotWinTakesNothing() {
    var order =
        order(Map.of("large_cargo", 10L, LIGHT_FIGHTER, 1L), Map.of("large_shield_dome", 1L));

    assertThat(settle(order, RICH, 1).loot()).isEqualTo(Goods.NONE);
  }

  @Test
  void littleRoomIsFilledEvenly() {
    // Room for 9,000: 2,500 deuterium fit whole into their share, the others get the rest.
    assertThat(Loot.fit(Goods.ofUnits(50_000, 25_000, 2_500), 9_000 * Goods.MICROS))
        .isEqualTo(Goods.ofUnits(3_250, 3_250, 2_500));
    assertThat(Loot.fit(Goods.ofUnits(50_000, 25_000, 5_000), 9_000 * Goods.MICROS))
        .isEqualTo(Goods.ofUnits(3_000, 3_000, 3_000));
    assertThat(Loot.fit(Goods.ofUnits(5, 5, 5), 0)).isEqualTo(Goods.NONE);
    assertThat(Loot.fit(new Goods(5, 5, 5), 11)).isEqualTo(new Goods(5, 3, 3));
  }

  @Test
  void severalFleetsShareByTheRoomTheyHave() {
    var order =
        order(
            List.of(
                fleet("alice", Technology.NONE, Map.of("large_cargo", 3L)),
                fleet("carol", Technology.NONE, Map.of("large_cargo", 1L))),
            List.of(fleet("bob", Technology.NONE, Map.of())));
    var after = settle(order, RICH, 1);

    assertThat(after.holds().getFirst().loot()).isEqualTo(Goods.ofUnits(37_500, 18_750, 3_750));
    assertThat(after.holds().getLast().loot()).isEqualTo(Goods.ofUnits(12_500, 6_250, 1_250));
  }

  @Test
  void hyperspaceTechnologyMakesRoom() {
    var fleet =
        fleet("alice", new Technology(0, 0, 0, 115), Map.of("small_cargo", 1L, LIGHT_FIGHTER, 3L));

    assertThat(AfterBattle.capacity(Armies.OGAME, fleet, fleet.units()))
        .isEqualTo(5_922 * Goods.MICROS);
  }

  @Test
  void whatIsInTheHoldsOfDestroyedShipsIsLost() {
    var carried = Goods.ofUnits(4_000, 1_000, 0);
    var alice = new BattleFleet("a", "alice", Technology.NONE, Map.of("small_cargo", 1L), carried);
    var order =
        order(List.of(alice), List.of(fleet("bob", Technology.NONE, Map.of("plasma_turret", 50L))));
    var after = settle(order, RICH, 1);

    assertThat(after.holds().getFirst().lost()).isEqualTo(carried);
    assertThat(after.holds().getFirst().carried()).isEqualTo(Goods.NONE);
  }

  @Tag("UNI-14")
  @Test
  void lostShipsLeaveAThirdLessATenthAsDebrisAndDefencesNone() {
    var order = order(Map.of("deathstar", 5L), Map.of("cruiser", 100L, "rocket_launcher", 100L));
    var after = settle(order, RICH, 1);

    // 100 cruisers of 20,000 and 7,000; deuterium is burnt.
    assertThat(after.debris()).isEqualTo(Goods.ofUnits(600_000, 210_000, 0));
    assertThat(after.moonPercent()).isEqualTo(8);
  }

  @Test
  void sevenOfTenDefencesStandAgain() {
    var order = order(Map.of("deathstar", 500L), Map.of("rocket_launcher", 50_000L));
    var after = settle(order, RICH, 1);

    // Four standard deviations: 410.
    assertThat(after.repaired().get("rocket_launcher")).isBetween(34_590L, 35_410L);
    assertThat(settle(order, RICH, 1)).isEqualTo(after);
  }

  @Test
  void defencesOfWhoCameToHelpAreNotThePlanets() {
    var order =
        order(
            List.of(fleet("alice", Technology.NONE, Map.of("deathstar", 50L))),
            List.of(
                fleet("bob", Technology.NONE, Map.of("rocket_launcher", 100L)),
                fleet("dan", Technology.NONE, Map.of("cruiser", 10L))));
    var after = settle(order, RICH, 1);

    assertThat(after.repaired().keySet()).containsExactly("rocket_launcher");
  }

  @Test
  void aMoonIsAsLikelyAsThereIsDebris() {
    var rules = AfterRules.OGAME;
    assertThat(MoonRules.percent(Goods.ofUnits(60_000, 39_999, 0), rules)).isZero();
    assertThat(MoonRules.percent(Goods.ofUnits(60_000, 40_000, 0), rules)).isEqualTo(1);
    assertThat(MoonRules.percent(Goods.ofUnits(90_000_000, 0, 0), rules)).isEqualTo(20);
    var born = 0;
    for (var seed = 0; seed < 10_000; seed++) {
      born += MoonRules.born(20, Dice.of(seed, "moon")).isPresent() ? 1 : 0;
    }
    // Four standard deviations: 160.
    assertThat(born).isBetween(1_840, 2_160);
  }

  @Test
  void aMoonsSizeFollowsTheDebris() {
    assertThat(MoonRules.diameter(20, 20)).isEqualTo(8_944);
    assertThat(MoonRules.diameter(10, 1)).isEqualTo(3_605);
    for (var seed = 0; seed < 1_000; seed++) {
      MoonRules.born(20, Dice.of(seed, "moon"))
          .ifPresent(m -> assertThat(m.diameter()).isBetween(8_366, 8_944));
    }
  }

  @Test
  void whereThereIsAMoonThereComesNoOther() {
    var order = order(Map.of("deathstar", 50L), Map.of("cruiser", 5_000L));
    for (var seed = 0; seed < 20; seed++) {
      var after = settle(order, new AfterBattle.Site(Goods.NONE, false), seed);
      assertThat(after.moonPercent()).isZero();
      assertThat(after.moon()).isNull();
    }
  }

  @Test
  void aMoonIsDestroyedAsOftenAsItsSizeAndTheDeathstarsSay() {
    var one = MoonRules.destroy(8_100, 4, 1);
    assertThat(one.destroyPercent()).isEqualTo(20.0);
    assertThat(one.lossPercent()).isEqualTo(45.0);
    var destroyed = 0;
    var lost = 0;
    var both = 0;
    for (var seed = 0; seed < 10_000; seed++) {
      var attempt = MoonRules.destroy(8_100, 4, seed);
      destroyed += attempt.destroyed() ? 1 : 0;
      lost += attempt.deathstarsLost() ? 1 : 0;
      both += attempt.destroyed() && attempt.deathstarsLost() ? 1 : 0;
    }
    assertThat(destroyed).isBetween(1_840, 2_160);
    assertThat(lost).isBetween(4_300, 4_700);
    // One does not depend on the other: 9 %.
    assertThat(both).isBetween(785, 1_015);
    assertThat(MoonRules.destroy(8_944, 0, 1)).isEqualTo(new MoonRules.Attempt(0, 0, false, false));
    assertThat(MoonRules.destroy(100, 10_000, 1).destroyPercent()).isEqualTo(100.0);
  }

  @Test
  void aftermathsAreReadBackAsTheyWere() throws JsonProcessingException {
    var order = order(Map.of("deathstar", 50L), Map.of("cruiser", 5_000L, "gauss_cannon", 40L));
    for (var seed = 0; seed < 10; seed++) {
      var after = settle(order, RICH, seed);
      var json = Payloads.mapper().writeValueAsString(after);
      assertThat(Payloads.mapper().readValue(json, Aftermath.class)).isEqualTo(after);
    }
  }
}
