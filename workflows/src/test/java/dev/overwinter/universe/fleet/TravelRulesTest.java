package dev.overwinter.universe.fleet;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.OGAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TravelRulesTest {
  private static final Coordinate HOME = new Coordinate(1, 1, 1);

  @ParameterizedTest
  @CsvSource({
    "light_fighter,1,1,2,1",
    "heavy_fighter,1,1,15,5",
    "bomber,1,2,1,10",
    "battleship,1,100,1,534",
    "light_fighter,2,1,1,2155",
    "bomber,9,499,15,48502",
    "colony_ship,2,1,1,2155"
  })
  void theSeedsFlightsTakeAsLong(String ship, int galaxy, int system, int position, long seconds) {
    var plan =
        TravelRules.plan(
            CLASSIC,
            HOME,
            new Coordinate(galaxy, system, position),
            Units.of(ship, 1),
            Units.NONE,
            Levels.NONE,
            1);
    assertThat(plan.seconds()).isEqualTo(seconds);
    assertThat(plan.fuelUnits()).isZero();
  }

  @Test
  void theSlowestShipDecidesAndAColonyShipIsCarried() {
    var mixed = new Units(Map.of("cruiser", 1L, "bomber", 1L, "colony_ship", 1L));
    assertThat(TravelRules.slowest(CLASSIC, mixed, Units.NONE, Levels.NONE)).isEqualTo(5000);
    assertThat(
            TravelRules.slowest(
                CLASSIC, Units.of("colony_ship", 1), Units.of("cruiser", 3), Levels.NONE))
        .isEqualTo(15_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1,1,1,5",
    "1,1,1,1,1,4,1015",
    "1,1,1,1,4,1,2985",
    "1,1,1,1,499,1,2795",
    "1,1,1,9,1,1,20000",
    "1,1,1,5,1,1,80000"
  })
  void ringsAreClosed(int g, int s, int p, int toG, int toS, int toP, long distance) {
    var from = new Coordinate(g, s, p);
    var to = new Coordinate(toG, toS, toP);
    assertThat(TravelRules.distance(OGAME, from, to)).isEqualTo(distance);
    assertThat(TravelRules.distance(OGAME, to, from)).isEqualTo(distance);
  }

  @Test
  void theRealGamesTimesAndFuel() {
    // Distance 1,005, small cargo at 5,500: 3,500 x sqrt(10,050 / 5,500) + 10 = 4,741.18.
    var techs = new Levels(Map.of("combustion", 1));
    var to = new Coordinate(1, 1, 2);
    var plan = TravelRules.plan(OGAME, HOME, to, Units.of("small_cargo", 10), Units.NONE, techs, 1);
    assertThat(plan.seconds()).isEqualTo(4741);
    // 10 x 10 x 1,005 / 35,000 x 4 = 11.5, cut and one more.
    assertThat(plan.fuelUnits()).isEqualTo(12);
    var slow =
        TravelRules.plan(OGAME, HOME, to, Units.of("small_cargo", 10), Units.NONE, techs, 0.1);
    assertThat(slow.seconds()).isEqualTo(47_322);
    assertThat(slow.fuelUnits()).isLessThan(plan.fuelUnits());
  }

  @Test
  void drivesAreExchangedWhenTheyAreKnownWellEnough() {
    assertThat(speed("small_cargo", Map.of("combustion", 2, "impulse", 4))).isEqualTo(6000);
    assertThat(speed("small_cargo", Map.of("combustion", 2, "impulse", 5))).isEqualTo(20_000);
    assertThat(speed("bomber", Map.of("impulse", 6, "hyperdrive", 8))).isEqualTo(17_000);
    assertThat(speed("recycler", Map.of("combustion", 6, "hyperdrive", 15))).isEqualTo(33_000);
  }

  private static long speed(String ship, Map<String, Integer> techs) {
    return OGAME.rules().stats(ship, new Levels(techs)).speed();
  }

  @Test
  void aBattleshipWithResearchIsWhatTheSeedSays() {
    var stats =
        CLASSIC
            .rules()
            .stats(
                "battleship",
                new Levels(Map.of("laser", 10, "ion", 5, "hyperspace", 3, "plasma", 2)));
    assertThat(stats.attack()).isEqualTo(1110);
    assertThat(stats.shield()).isEqualTo(210);
    assertThat(stats.speed()).isEqualTo(10_600);
    assertThat(stats.cargo()).isEqualTo(1590);
  }

  @Test
  void whatNoLongerFitsIsLostInEqualShares() {
    var cargo = Resources.ofUnits(600, 300, 100);
    assertThat(TravelRules.carried(cargo, 1000)).isEqualTo(cargo);
    assertThat(TravelRules.carried(cargo, 500)).isEqualTo(Resources.ofUnits(300, 150, 50));
  }

  @Test
  void researchAllowsSoMany() {
    var techs = new Levels(Map.of("computer", 3, "astrophysics", 5));
    assertThat(FleetLimits.fleets(OGAME, techs)).isEqualTo(4);
    assertThat(FleetLimits.planets(OGAME, techs)).isEqualTo(4);
    assertThat(FleetLimits.expeditions(OGAME, techs)).isEqualTo(2);
    assertThat(FleetLimits.missingFor(OGAME, new Coordinate(1, 1, 3), techs).none()).isTrue();
    assertThat(FleetLimits.missingFor(OGAME, new Coordinate(1, 1, 15), techs).of("astrophysics"))
        .isEqualTo(8);
  }

  @Test
  void aPhalanxSeesAroundTheRingAndAGateRestsLessWithItsLevel() {
    assertThat(FleetLimits.phalanxSees(HOME, 3, new Coordinate(1, 9, 1))).isTrue();
    assertThat(FleetLimits.phalanxSees(HOME, 3, new Coordinate(1, 10, 1))).isFalse();
    assertThat(FleetLimits.phalanxSees(HOME, 3, new Coordinate(1, 492, 1))).isTrue();
    assertThat(FleetLimits.phalanxSees(HOME, 3, new Coordinate(2, 1, 1))).isFalse();
    assertThat(FleetLimits.gateRests(OGAME, 1)).isEqualTo(Duration.ofMinutes(60));
    assertThat(FleetLimits.gateRests(OGAME, 4)).isEqualTo(Duration.ofMinutes(42));
  }
}
