package dev.overwinter.universe.planet;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.classicWithRates;
import static dev.overwinter.universe.Worlds.knowing;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.refusal;
import static dev.overwinter.universe.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Worlds;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers of the seed: what its tests check, and what its formulas give.
final class ClassicEconomyRulesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /// Whole units after an hour, rounded as the seed rounds what it shows.
  private static List<Long> hour(Laws laws, PlanetState planet) {
    var gained = PlanetRules.settle(laws, with(planet, 0, 0, 0), T0.plus(HOUR)).state().stock();
    return List.of(
        Math.round(gained.metal() / 1e6),
        Math.round(gained.crystal() / 1e6),
        Math.round(gained.deuterium() / 1e6));
  }

  @Test
  void anHourGivesWhatTheSeedsInvariantsSay() {
    var laws = classicWithRates(60, 30, 15);
    var mines = Map.of("metal_mine", 8, "crystal_mine", 4, "deuterium_synthesizer", 4);
    assertThat(hour(laws, planet(laws, mines))).as("no energy").containsExactly(0L, 0L, 0L);
    var half =
        planet(
            laws,
            Map.of(
                "metal_mine", 8, "crystal_mine", 4, "deuterium_synthesizer", 4, "solar_plant", 1));
    assertThat(PlanetRules.rates(laws, half).energy().factor()).isEqualTo(0.5);
    assertThat(hour(laws, half)).containsExactly(64L, 22L, 11L);
    var studied = knowing(half, Map.of("energy", 10, "plasma", 5));
    assertThat(PlanetRules.rates(laws, studied).energy().factor()).isEqualTo(0.6);
    assertThat(hour(laws, studied)).containsExactly(81L, 27L, 14L);
  }

  @Test
  void anHourOfAbsenceGivesWhatAnHourOfPresenceGives() {
    var laws = classicWithRates(60, 30, 15);
    var planet =
        knowing(
            planet(
                laws,
                Map.of(
                    "metal_mine",
                    4,
                    "crystal_mine",
                    3,
                    "deuterium_synthesizer",
                    2,
                    "solar_plant",
                    10)),
            Map.of("energy", 2, "plasma", 1));
    assertThat(hour(laws, planet)).containsExactly(89L, 40L, 19L);
  }

  @Tag("UNI-01")
  @Test
  void levelOneGivesItsHourHoweverOftenSomebodyLooks() {
    var planet =
        with(
            planet(
                CLASSIC,
                Map.of(
                    "metal_mine",
                    1,
                    "crystal_mine",
                    1,
                    "deuterium_synthesizer",
                    1,
                    "solar_plant",
                    1)),
            0,
            0,
            0);
    var once = PlanetRules.settle(CLASSIC, planet, T0.plus(HOUR)).state();
    var often = planet;
    for (var second = 1; second <= 3600; second++) {
      often = PlanetRules.settle(CLASSIC, often, T0.plusSeconds(second)).state();
    }
    assertThat(often).isEqualTo(once);
    assertThat(once.stock()).isEqualTo(Resources.ofUnits(33, 22, 11));
  }

  @Test
  void aLevelThatIsDueCountsFromThenOn() {
    // The order of systems: rate 10 at level 1 gives 11 in the hour at whose end level 2 is due.
    var laws = classicWithRates(10, 10, 10);
    var planet =
        planet(laws, Map.of("metal_mine", 1, "solar_plant", 5))
            .withBuilds(
                List.of(
                    new BuildItem(1, "metal_mine", 2, false, Resources.NONE, T0, T0.plus(HOUR))));
    var after = PlanetRules.settle(laws, with(planet, 0, 0, 0), T0.plus(HOUR));
    assertThat(after.state().stock().metal()).isEqualTo(11_000_000);
    assertThat(after.state().buildings().of("metal_mine")).isEqualTo(2);
    assertThat(after.events())
        .containsExactly(new PlanetEvent.Built(T0.plus(HOUR), 1, "metal_mine", 2, false));
    assertThat(hour(laws, planet(laws, Map.of("metal_mine", 2, "solar_plant", 5))).getFirst())
        .isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({"0,60,15,60", "1,90,22,72", "2,135,33,86", "3,202,50,103"})
  void aMetalMineCostsWhatTheSeedSays(int level, long metal, long crystal, long seconds) {
    assertThat(Works.cost(CLASSIC, "metal_mine", level))
        .isEqualTo(Resources.ofUnits(metal, crystal, 0));
    assertThat(Works.seconds(CLASSIC, "metal_mine", level, Levels.NONE)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"metal_mine,385", "crystal_mine,514", "deuterium_synthesizer,643"})
  void fourLevelsTakeWhatTheSeedsBalanceSays(String mine, long seconds) {
    var sum = 0L;
    for (var level = 1; level < 5; level++) {
      sum += Works.seconds(CLASSIC, mine, level, Levels.NONE);
    }
    assertThat(sum).isEqualTo(seconds);
  }

  @Test
  void helpersShortenTheirPartsAndNeverMoreThanByHalf() {
    var hyperspace = new Levels(Map.of("hyperspace", 5));
    assertThat(Works.seconds(CLASSIC, "solar_plant", 10, hyperspace))
        .isLessThanOrEqualTo(Works.seconds(CLASSIC, "solar_plant", 10, Levels.NONE) * 90 / 100);
    var robots = new Levels(Map.of("robot_factory", 60));
    assertThat(Works.seconds(CLASSIC, "metal_mine", 0, robots)).isEqualTo(30);
  }

  @Test
  void withEnergyToSpareAMineGainsAtLeastAsMuchAsAPlant() {
    var planet = planet(CLASSIC, Map.of("metal_mine", 5, "solar_plant", 10));
    var mine = planet.withBuildings(planet.buildings().with("metal_mine", 6));
    var plant = planet.withBuildings(planet.buildings().with("solar_plant", 11));
    assertThat(hour(CLASSIC, mine).getFirst()).isGreaterThan(hour(CLASSIC, plant).getFirst());
    assertThat(hour(CLASSIC, plant)).isEqualTo(hour(CLASSIC, planet));
  }

  @Test
  void temperatureChangesDeuteriumAndSizeChangesAll() {
    assertThat(CLASSIC.rules().size().factor(150)).isEqualTo(0.9);
    assertThat(CLASSIC.rules().size().factor(163)).isEqualTo(1.0);
    assertThat(CLASSIC.rules().size().factor(176)).isEqualTo(1.1);
    var climate = CLASSIC.rules().production().mines().getLast().climate();
    assertThat(List.of(-40, -39, 0, 25, 50, 51).stream().map(climate::factor))
        .containsExactly(1.2, 1.1, 1.1, 1.0, 0.9, 0.8);
  }

  @Test
  void aStoreDoublesWithItsLevel() {
    var room = PlanetRules.rates(CLASSIC, planet(CLASSIC, Map.of("metal_storage", 3))).room();
    assertThat(room).isEqualTo(Resources.ofUnits(800_000, 75_000, 50_000));
  }

  // ---- orders ----

  @Tag("UNI-08")
  @Test
  void severalBuildsCostMoreEachAndEndOneAfterTheOther() {
    var planet =
        with(planet(CLASSIC, Map.of("metal_mine", 1, "solar_plant", 1)), 10_000, 10_000, 0);
    var paid = new ArrayList<Long>();
    var ends = new ArrayList<Instant>();
    for (var order = 0; order < 4; order++) {
      var move = accepted(BuildRules.build(CLASSIC, planet, "metal_mine", T0));
      paid.add(planet.stock().minus(move.next().stock()).metal() / Resources.MICROS);
      ends.add(move.next().builds().getLast().end());
      assertThat(Worlds.change(move.postings()))
          .isEqualTo(move.next().stock().minus(planet.stock()));
      planet = move.next();
    }
    assertThat(paid).containsExactly(90L, 135L, 202L, 303L);
    assertThat(ends)
        .containsExactly(
            T0.plusSeconds(72),
            T0.plusSeconds(72 + 86),
            T0.plusSeconds(72 + 86 + 103),
            T0.plusSeconds(72 + 86 + 103 + 124));
    var late = PlanetRules.settle(CLASSIC, planet, T0.plus(HOUR));
    assertThat(late.state().buildings().of("metal_mine")).isEqualTo(5);
    assertThat(late.events().stream().filter(PlanetEvent.Built.class::isInstance))
        .extracting(PlanetEvent::at)
        .isEqualTo(ends);
  }

  @Tag("UNI-08")
  @Test
  void whoCannotPayIsToldWhatIsMissing() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 1)), 80, 22, 0);
    assertThat(BuildRules.build(CLASSIC, planet, "metal_mine", T0))
        .isEqualTo(
            new Outcome.Refused<PlanetMove>(
                Refusal.NOT_ENOUGH_RESOURCES,
                "costs 90 metal, 22 crystal, 0 deuterium;"
                    + " missing 10 metal, 0 crystal, 0 deuterium",
                Resources.ofUnits(10, 0, 0),
                Levels.NONE));
  }

  @Tag("UNI-09")
  @Test
  void whatIsNoBuildingIsRefused() {
    var planet = planet(CLASSIC, Map.of());
    assertThat(refusal(BuildRules.build(CLASSIC, planet, "castle", T0)))
        .isEqualTo(Refusal.UNKNOWN_BUILDING);
    assertThat(refusal(BuildRules.demolish(CLASSIC, planet, "castle", T0)))
        .isEqualTo(Refusal.UNKNOWN_BUILDING);
  }

  @Test
  void aShipyardTakesTwoLevelsOfRobots() {
    var without = with(planet(CLASSIC, Map.of()), 500, 300, 200);
    var refused = BuildRules.build(CLASSIC, without, "shipyard", T0);
    assertThat(refused)
        .isEqualTo(Outcome.<PlanetMove>requires(new Levels(Map.of("robot_factory", 2))));
    var with = with(planet(CLASSIC, Map.of("robot_factory", 2)), 500, 400, 200);
    var move = accepted(BuildRules.build(CLASSIC, with, "shipyard", T0));
    assertThat(move.next().builds()).hasSize(1);
    assertThat(move.next().stock()).isEqualTo(Resources.ofUnits(100, 200, 100));
  }

  @Test
  void whatIsQueuedCountsForWhatComesBehindIt() {
    var planet = with(planet(CLASSIC, Map.of("robot_factory", 1)), 10_000, 10_000, 10_000);
    var robots = accepted(BuildRules.build(CLASSIC, planet, "robot_factory", T0)).next();
    assertThat(accepted(BuildRules.build(CLASSIC, robots, "shipyard", T0)).next().builds())
        .hasSize(2);
  }

  @Test
  void cancellingGivesHalfBack() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 1)), 500, 300, 100);
    var built = accepted(BuildRules.build(CLASSIC, planet, "metal_mine", T0)).next();
    var move = accepted(BuildRules.cancel(CLASSIC, built, built.builds().getFirst().number(), T0));
    assertThat(move.next().stock()).isEqualTo(Resources.ofUnits(500 - 90 + 45, 300 - 22 + 11, 100));
    assertThat(move.next().builds()).isEmpty();
  }

  @Test
  void cancellingTakesWhatOnlyItMadePossible() {
    var planet = with(planet(CLASSIC, Map.of("robot_factory", 1)), 100_000, 100_000, 100_000);
    for (var building : List.of("metal_mine", "robot_factory", "shipyard", "metal_mine")) {
      planet = accepted(BuildRules.build(CLASSIC, planet, building, T0)).next();
    }
    var stock = planet.stock();
    var robots = planet.builds().get(1).number();
    var move = accepted(BuildRules.cancel(CLASSIC, planet, robots, T0.plusSeconds(10)));
    assertThat(move.next().builds())
        .extracting(BuildItem::building)
        .containsExactly("metal_mine", "metal_mine");
    var first = move.next().builds().getFirst();
    assertThat(first).isEqualTo(planet.builds().getFirst());
    assertThat(move.next().builds().getLast().start()).isEqualTo(first.end());
    assertThat(move.next().stock().minus(stock)).isEqualTo(Worlds.change(move.postings()));
  }

  @Tag("UNI-21")
  @Test
  void aCancelAtTheMomentOfCompletionComesTooLate() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 1)), 500, 300, 100);
    var built = accepted(BuildRules.build(CLASSIC, planet, "metal_mine", T0)).next();
    var item = built.builds().getFirst();
    assertThat(refusal(BuildRules.cancel(CLASSIC, built, item.number(), T0.plusSeconds(72))))
        .isEqualTo(Refusal.NO_SUCH_ITEM);
    var before = accepted(BuildRules.cancel(CLASSIC, built, item.number(), T0.plusMillis(71_999)));
    var later = PlanetRules.settle(CLASSIC, before.next(), T0.plus(HOUR));
    assertThat(later.state().buildings().of("metal_mine")).isEqualTo(1);
  }

  @Test
  void takingDownGivesAShareOfTheLevelThatIsLeft() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 2)), 0, 0, 0);
    var move = accepted(BuildRules.demolish(CLASSIC, planet, "metal_mine", T0));
    assertThat(move.next().buildings().of("metal_mine")).isEqualTo(1);
    assertThat(move.next().stock()).isEqualTo(Resources.ofUnits(27, 6, 0));
  }

  @Test
  void whatOthersRequireIsNotTakenDown() {
    var planet = planet(CLASSIC, Map.of("robot_factory", 2, "shipyard", 1));
    assertThat(refusal(BuildRules.demolish(CLASSIC, planet, "robot_factory", T0)))
        .isEqualTo(Refusal.NEEDED);
    var reactor = planet(CLASSIC, Map.of("deuterium_synthesizer", 1, "fusion_reactor", 1));
    assertThat(refusal(BuildRules.demolish(CLASSIC, reactor, "deuterium_synthesizer", T0)))
        .isEqualTo(Refusal.NEEDED);
    assertThat(refusal(BuildRules.demolish(CLASSIC, planet, "metal_mine", T0)))
        .isEqualTo(Refusal.NOT_BUILT);
  }

  @Test
  void aLevelBeyondAllReasonIsOnlyTooDear() {
    var planet = planet(CLASSIC, Map.of("metal_mine", 4000, "solar_plant", 1));
    assertThat(refusal(BuildRules.build(CLASSIC, planet, "metal_mine", T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_RESOURCES);
  }
}
