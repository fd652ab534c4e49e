package dev.overwinter.universe.planet;

import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.knowing;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.refusal;
import static dev.overwinter.universe.Worlds.with;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetEvent.Dropped;
import dev.overwinter.universe.ruleset.ProductionRule.Mine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers of the real economy.
final class OgameEconomyRulesTest {

  /// What a mine gives in an hour beside the base income, with all the energy that it needs.
  private static long output(Resource resource, int level, int meanTemperature) {
    var mine =
        OGAME.rules().production().mines().stream()
            .filter(m -> m.resource() == resource)
            .findFirst()
            .orElseThrow();
    var planet = planet(OGAME, Map.of(mine.building(), level, "solar_plant", 40));
    var warm =
        new PlanetState(
            planet.id(),
            planet.owner(),
            planet.name(),
            planet.at(),
            planet.body(),
            meanTemperature + 20,
            planet.size(),
            planet.buildings(),
            planet.units(),
            planet.techs(),
            List.of(),
            Resources.NONE,
            planet.rest(),
            T0,
            List.of(),
            List.of(),
            1,
            Notices.NONE,
            false);
    var rate = PlanetRules.rates(OGAME, warm).net().of(resource);
    return rate / Resources.MICROS - (long) income(mine);
  }

  private static double income(Mine mine) {
    return mine.income();
  }

  @ParameterizedTest
  @CsvSource({"1,33,22,14", "2,73,49,31", "3,120,80,50", "5,242,162,101", "10,779,519,325"})
  void minesGiveWhatTheVectorsSay(int level, long metal, long crystal, long deuterium) {
    assertThat(output(Resource.METAL, level, 47)).isEqualTo(metal);
    assertThat(output(Resource.CRYSTAL, level, 47)).isEqualTo(crystal);
    assertThat(output(Resource.DEUTERIUM, level, 47)).isEqualTo(deuterium);
  }

  @Test
  void coldPlanetsGiveMoreDeuterium() {
    assertThat(output(Resource.DEUTERIUM, 1, 5)).isEqualTo(16);
    assertThat(output(Resource.DEUTERIUM, 1, 110)).isEqualTo(11);
  }

  @Test
  void withoutEnergyOnlyTheBaseIncomeIsLeft() {
    var planet = with(planet(OGAME, Map.of("metal_mine", 10, "crystal_mine", 10)), 0, 0, 0);
    var hour = PlanetRules.settle(OGAME, planet, T0.plus(Duration.ofHours(1))).state();
    assertThat(hour.stock()).isEqualTo(Resources.ofUnits(30, 15, 0));
  }

  @Test
  void energyIsCountedInWholeUnitsAndTheFactorInWholePercents() {
    var planet = planet(OGAME, Map.of("metal_mine", 3, "solar_plant", 1));
    var energy = PlanetRules.rates(OGAME, planet).energy();
    // 22 of 40 (39.93 rounded up): 55 %.
    assertThat(energy).isEqualTo(new Energy(22, 40, 0.55, 0.55));
  }

  @Test
  void storesFollowTheirCurve() {
    var empty = PlanetRules.rates(OGAME, planet(OGAME, Map.of())).room();
    assertThat(empty).isEqualTo(Resources.ofUnits(10_000, 10_000, 10_000));
    var some = PlanetRules.rates(OGAME, planet(OGAME, Map.of("metal_storage", 5))).room();
    assertThat(some.units(Resource.METAL)).isEqualTo(255_000);
  }

  @Test
  void buildingTakesLessWithRobotsAndNanites() {
    // 60 + 15 of level 1 by 2,500 x 3.5 an hour: 30.857 s.
    assertThat(Works.seconds(OGAME, "metal_mine", 0, Levels.NONE)).isEqualTo(30);
    var robots = new Levels(Map.of("robot_factory", 1));
    assertThat(Works.seconds(OGAME, "metal_mine", 0, robots)).isEqualTo(15);
    // 1,500,000 by 2,500 x 11 x 1 an hour: nanites have no quick levels.
    var ten = new Levels(Map.of("robot_factory", 10));
    assertThat(Works.seconds(OGAME, "nanite_factory", 0, ten)).isEqualTo(196_363);
  }

  @Test
  void theNextItemIsPaidAndStartedWhenItBecomesHead() {
    var planet = with(planet(OGAME, Map.of("solar_plant", 5)), 200, 100, 0);
    var first = accepted(BuildRules.build(OGAME, planet, "metal_mine", T0)).next();
    var second = accepted(BuildRules.build(OGAME, first, "metal_mine", T0)).next();
    assertThat(second.stock()).isEqualTo(Resources.ofUnits(140, 85, 0));
    assertThat(second.builds().getLast().start()).isNull();
    var at = requireNonNull(second.builds().getFirst().end());
    var later = PlanetRules.settle(OGAME, second, at).state();
    assertThat(later.buildings().of("metal_mine")).isEqualTo(1);
    assertThat(later.builds().getFirst().start()).isEqualTo(at);
    assertThat(later.builds().getFirst().paid()).isEqualTo(Resources.ofUnits(90, 22, 0));
  }

  @Test
  void whatCannotBePaidWhenItIsHeadIsDroppedAndTold() {
    var planet = with(planet(OGAME, Map.of("solar_plant", 5)), 60, 15, 0);
    var queue = accepted(BuildRules.build(OGAME, planet, "metal_mine", T0)).next();
    queue = accepted(BuildRules.build(OGAME, queue, "metal_mine", T0)).next();
    var settled = PlanetRules.settle(OGAME, queue, T0.plus(Duration.ofHours(1)));
    assertThat(settled.state().builds()).isEmpty();
    assertThat(settled.state().buildings().of("metal_mine")).isEqualTo(1);
    assertThat(settled.events())
        .filteredOn(Dropped.class::isInstance)
        .singleElement()
        .extracting(event -> ((Dropped) event).why())
        .isEqualTo(Refusal.NOT_ENOUGH_RESOURCES);
  }

  @Test
  void aQueueHoldsFive() {
    var planet = with(planet(OGAME, Map.of("solar_plant", 5)), 9000, 9000, 0);
    for (var order = 0; order < 5; order++) {
      planet = accepted(BuildRules.build(OGAME, planet, "metal_mine", T0)).next();
    }
    assertThat(refusal(BuildRules.build(OGAME, planet, "metal_mine", T0)))
        .isEqualTo(Refusal.QUEUE_FULL);
  }

  @Test
  void cancellingTheHeadGivesAllBackAndStartsTheNext() {
    var planet = with(planet(OGAME, Map.of("solar_plant", 5)), 1000, 1000, 0);
    var queue = accepted(BuildRules.build(OGAME, planet, "metal_mine", T0)).next();
    queue = accepted(BuildRules.build(OGAME, queue, "metal_mine", T0)).next();
    var move = accepted(BuildRules.cancel(OGAME, queue, 1, T0));
    assertThat(move.next().builds())
        .singleElement()
        .satisfies(item -> assertThat(item.level()).isEqualTo(1));
    assertThat(move.next().stock()).isEqualTo(Resources.ofUnits(940, 985, 0));
  }

  @Test
  void takingDownIsWorkThatIonMakesCheaper() {
    var planet =
        knowing(with(planet(OGAME, Map.of("metal_mine", 2)), 1000, 1000, 0), Map.of("ion", 5));
    var move = accepted(BuildRules.demolish(OGAME, planet, "metal_mine", T0));
    assertThat(move.next().builds().getFirst().down()).isTrue();
    assertThat(move.next().stock()).isEqualTo(Resources.ofUnits(1000 - 72, 1000 - 17, 0));
    var end = requireNonNull(move.next().builds().getFirst().end());
    assertThat(PlanetRules.settle(OGAME, move.next(), end).state().buildings().of("metal_mine"))
        .isEqualTo(1);
  }

  @Test
  void moonBuildingsNeedAMoonAndAFullPlanetHasNoRoom() {
    var planet = with(planet(OGAME, Map.of()), 100_000, 100_000, 100_000);
    assertThat(refusal(BuildRules.build(OGAME, planet, "lunar_base", T0)))
        .isEqualTo(Refusal.NOT_HERE);
    var full = planet.withBuildings(new Levels(Map.of("metal_mine", 163)));
    assertThat(refusal(BuildRules.build(OGAME, full, "solar_plant", T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_FIELDS);
  }

  @Test
  void aMoonHasOneFieldAndThreeMoreForEachLevelOfItsBase() {
    var founded =
        PlanetRules.founded(
                OGAME,
                new PlanetId(2),
                new PlayerId(1),
                "Moon",
                new Coordinate(1, 1, 4),
                Body.MOON,
                25,
                8_000,
                false,
                Levels.NONE,
                List.of(),
                T0)
            .next();
    var moon = with(founded, 1_000_000, 1_000_000, 1_000_000);
    assertThat(moon.size()).isEqualTo(8_000);
    var one = moon.withBuildings(new Levels(Map.of("robot_factory", 1)));
    assertThat(refusal(BuildRules.build(OGAME, one, "robot_factory", T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_FIELDS);
    assertThat(accepted(BuildRules.build(OGAME, one, "lunar_base", T0))).isNotNull();
    var base = moon.withBuildings(new Levels(Map.of("robot_factory", 2, "lunar_base", 1)));
    assertThat(accepted(BuildRules.build(OGAME, base, "robot_factory", T0))).isNotNull();
    var full = moon.withBuildings(new Levels(Map.of("robot_factory", 3, "lunar_base", 1)));
    assertThat(refusal(BuildRules.build(OGAME, full, "robot_factory", T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_FIELDS);
  }
}
