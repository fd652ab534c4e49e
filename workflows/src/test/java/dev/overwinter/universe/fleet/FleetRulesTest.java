package dev.overwinter.universe.fleet;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.knowing;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.refusal;
import static dev.overwinter.universe.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Flight.State;
import dev.overwinter.universe.planet.PlanetState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class FleetRulesTest {
  private static final Place NEAR = Place.planet(new Coordinate(1, 1, 5));

  private static PlanetState harbour() {
    return knowing(
        with(planet(OGAME, Map.of()), 10_000, 5_000, 3_000)
            .withUnits(new Units(Map.of("small_cargo", 10L, "colony_ship", 1L, "recycler", 1L))),
        Map.of("combustion", 6, "impulse", 3, "computer", 2));
  }

  private static FleetFacts facts(int flying, @Nullable PlayerId owner) {
    return new FleetFacts(flying, 0, 1, Units.NONE, owner, false, false);
  }

  private static FleetOrder order(Mission mission, Place target, Units ships, Resources cargo) {
    return new FleetOrder(new FleetId(7), mission, target, ships, cargo, 1, Duration.ZERO);
  }

  @Tag("UNI-13")
  @Test
  void aRoundTripLeavesEverythingButItsFuel() {
    var before = harbour();
    var cargo = Resources.ofUnits(1000, 500, 200);
    var departure =
        accepted(
            FleetRules.dispatch(
                OGAME,
                before,
                order(Mission.TRANSPORT, NEAR, Units.of("small_cargo", 4), cargo),
                facts(0, new PlayerId(2)),
                T0));
    var flight = departure.flight();
    assertThat(departure.planet().next().units().of("small_cargo")).isEqualTo(6);
    assertThat(before.stock().minus(departure.planet().next().stock()))
        .isEqualTo(cargo.plus(Resources.of(Resource.DEUTERIUM, flight.fuel())));
    var recalled = accepted(FleetRules.recall(flight, T0.plusSeconds(60)));
    assertThat(recalled.until()).isEqualTo(T0.plusSeconds(120));
    assertThat(accepted(FleetRules.recall(recalled, T0.plusSeconds(90)))).isEqualTo(recalled);
    // Nothing is produced meanwhile, so that what is compared is what the fleet had.
    var still = departure.planet().next();
    var landed = FleetRules.landed(OGAME, still, recalled, still.settledAt()).next();
    assertThat(landed.units()).isEqualTo(before.units());
    assertThat(landed.stock())
        .isEqualTo(before.stock().minus(Resources.of(Resource.DEUTERIUM, flight.fuel())));
  }

  @Tag("UNI-11")
  @Test
  void shipsThatAreNotThereDoNotLeave() {
    var five = order(Mission.ATTACK, NEAR, Units.of("small_cargo", 10), Resources.NONE);
    var facts = facts(0, new PlayerId(2));
    var first = accepted(FleetRules.dispatch(OGAME, harbour(), five, facts, T0));
    assertThat(refusal(FleetRules.dispatch(OGAME, first.planet().next(), five, facts, T0)))
        .isEqualTo(Refusal.SHIPS_NOT_THERE);
    var faked = order(Mission.ATTACK, NEAR, Units.of("espionage_probe", 1), Resources.NONE);
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), faked, facts, T0)))
        .isEqualTo(Refusal.SHIPS_NOT_THERE);
  }

  @Tag("UNI-12")
  @Test
  void asManyFleetsFlyAsThereAreSlots() {
    var one = order(Mission.TRANSPORT, NEAR, Units.of("small_cargo", 1), Resources.NONE);
    assertThat(accepted(FleetRules.dispatch(OGAME, harbour(), one, facts(2, new PlayerId(2)), T0)))
        .isNotNull();
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), one, facts(3, new PlayerId(2)), T0)))
        .isEqualTo(Refusal.NO_FLEET_SLOT);
  }

  @Test
  void whatDoesNotFitOrCannotBePaidStays() {
    var facts = facts(0, new PlayerId(2));
    var heavy =
        order(Mission.TRANSPORT, NEAR, Units.of("small_cargo", 1), Resources.ofUnits(5000, 0, 0));
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), heavy, facts, T0)))
        .as("fuel takes room as well")
        .isEqualTo(Refusal.NOT_ENOUGH_CARGO);
    var all =
        order(Mission.TRANSPORT, NEAR, Units.of("small_cargo", 1), Resources.ofUnits(0, 0, 3000));
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), all, facts, T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_FUEL);
    var endless =
        order(
            Mission.TRANSPORT,
            NEAR,
            Units.of("small_cargo", 1),
            Resources.ofUnits(0, 0, Long.MAX_VALUE));
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), endless, facts, T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_RESOURCES);
  }

  @Test
  void missionsHaveTheirTargets() {
    var ships = new Units(Map.of("small_cargo", 1L));
    assertThat(why(Mission.TRANSPORT, NEAR, ships, null)).isEqualTo(Refusal.TARGET);
    assertThat(why(Mission.DEPLOY, NEAR, ships, new PlayerId(2))).isEqualTo(Refusal.NOT_YOURS);
    assertThat(why(Mission.ATTACK, NEAR, ships, new PlayerId(1))).isEqualTo(Refusal.TARGET);
    assertThat(why(Mission.COLONIZE, NEAR, ships, null)).isEqualTo(Refusal.NO_SHIPS);
    assertThat(why(Mission.ESPIONAGE, NEAR, ships, new PlayerId(2))).isEqualTo(Refusal.NO_SHIPS);
    var colony = Units.of("colony_ship", 1);
    assertThat(why(Mission.COLONIZE, NEAR, colony, new PlayerId(2))).isEqualTo(Refusal.OCCUPIED);
    assertThat(why(Mission.COLONIZE, NEAR, colony, null)).isEqualTo(Refusal.PLANET_LIMIT);
    assertThat(why(Mission.RECYCLE, NEAR, Units.of("recycler", 1), null)).isEqualTo(Refusal.TARGET);
    var home = Place.planet(new Coordinate(1, 1, 4));
    assertThat(why(Mission.TRANSPORT, home, ships, new PlayerId(1))).isEqualTo(Refusal.SAME_PLACE);
    var deep = Place.planet(new Coordinate(1, 1, Coordinate.BEYOND));
    assertThat(why(Mission.EXPEDITION, deep, ships, null)).isEqualTo(Refusal.NO_EXPEDITION_SLOT);
    assertThat(why(Mission.ATTACK, deep, ships, null)).isEqualTo(Refusal.COORDINATES);
  }

  private static Refusal why(Mission mission, Place target, Units ships, @Nullable PlayerId owner) {
    return refusal(
        FleetRules.dispatch(
            OGAME, harbour(), order(mission, target, ships, Resources.NONE), facts(0, owner), T0));
  }

  @Test
  void theProtectedAreNotAttacked() {
    var ships = Units.of("small_cargo", 1);
    var order = order(Mission.ATTACK, NEAR, ships, Resources.NONE);
    var away = new FleetFacts(0, 0, 1, ships, new PlayerId(2), true, false);
    var small = new FleetFacts(0, 0, 1, ships, new PlayerId(2), false, true);
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), order, away, T0)))
        .isEqualTo(Refusal.PROTECTED);
    assertThat(refusal(FleetRules.dispatch(OGAME, harbour(), order, small, T0)))
        .isEqualTo(Refusal.PROTECTED);
  }

  @Test
  void aColonyShipOfTheSeedSettlesForASecond() {
    var planet = planet(CLASSIC, Map.of()).withUnits(Units.of("colony_ship", 1));
    var departure =
        accepted(
            FleetRules.dispatch(
                CLASSIC,
                planet,
                order(Mission.COLONIZE, NEAR, Units.of("colony_ship", 1), Resources.NONE),
                facts(0, null),
                T0));
    var arrived = FleetRules.arrived(departure.flight(), T0.plusSeconds(1));
    assertThat(arrived.state()).isEqualTo(State.HOLDING);
    assertThat(arrived.until()).isEqualTo(T0.plusSeconds(2));
    var back = FleetRules.homeward(arrived, arrived.ships(), Resources.NONE, arrived.until());
    assertThat(back.state()).isEqualTo(State.RETURNING);
    assertThat(FleetRules.homeward(arrived, Units.NONE, Resources.NONE, T0).state())
        .isEqualTo(State.OVER);
  }

  @Test
  void whatHasArrivedIsNotRecalled() {
    var flight = flight(1, 100);
    assertThat(refusal(FleetRules.recall(flight, T0.plusSeconds(100)))).isEqualTo(Refusal.ARRIVED);
    assertThat(accepted(FleetRules.recall(flight, T0)).until()).isEqualTo(T0.plusSeconds(1));
  }

  @Test
  void whoJoinsMayDelayALittle() {
    var union = List.of(flight(1, 1000));
    var joined = accepted(FleetRules.join(OGAME, union, flight(2, 1300), T0));
    assertThat(joined).extracting(Flight::until).containsOnly(T0.plusSeconds(1300));
    assertThat(refusal(FleetRules.join(OGAME, union, flight(2, 1301), T0)))
        .isEqualTo(Refusal.UNION);
    var five = List.of(1, 2, 3, 4, 5).stream().map(n -> flight(n, 1000)).toList();
    assertThat(refusal(FleetRules.join(OGAME, five, flight(6, 900), T0))).isEqualTo(Refusal.UNION);
    assertThat(accepted(FleetRules.join(OGAME, five, flight(5, 900), T0))).hasSize(6);
  }

  @Test
  void notMoreDefendTogetherThanAttackTogether() {
    var five = java.util.stream.LongStream.rangeClosed(1, 5).mapToObj(PlayerId::new).toList();
    assertThat(refusal(FleetRules.help(OGAME, five, new PlayerId(6)))).isEqualTo(Refusal.UNION);
    assertThat(accepted(FleetRules.help(OGAME, five, new PlayerId(5)))).isEqualTo(6);
    var sixteen = java.util.Collections.nCopies(16, new PlayerId(1));
    assertThat(refusal(FleetRules.help(OGAME, sixteen, new PlayerId(1)))).isEqualTo(Refusal.UNION);
  }

  @Test
  void whoStaysSaysForHowLong() {
    for (var hours : List.of(0, 33)) {
      var stay =
          new FleetOrder(
              new FleetId(7),
              Mission.ACS_DEFEND,
              NEAR,
              Units.of("small_cargo", 1),
              Resources.NONE,
              1,
              Duration.ofHours(hours));
      assertThat(
              refusal(FleetRules.dispatch(OGAME, harbour(), stay, facts(0, new PlayerId(2)), T0)))
          .isEqualTo(Refusal.COUNT);
    }
  }

  @Test
  void theSeedLooksWhereNobodyLives() {
    var planet = planet(CLASSIC, Map.of()).withUnits(Units.of("light_fighter", 1));
    var look = order(Mission.ESPIONAGE, NEAR, Units.of("light_fighter", 1), Resources.NONE);
    assertThat(accepted(FleetRules.dispatch(CLASSIC, planet, look, facts(0, null), T0)))
        .isNotNull();
  }

  private static Flight flight(long player, long seconds) {
    return new Flight(
        new FleetId(player),
        new PlayerId(player),
        planet(OGAME, Map.of()).id(),
        new Place(new Coordinate(1, 1, 4), Body.PLANET),
        NEAR,
        Mission.ACS_ATTACK,
        Units.of("cruiser", 1),
        Resources.NONE,
        0,
        State.OUTBOUND,
        T0,
        T0.plusSeconds(seconds),
        Duration.ofSeconds(seconds),
        Duration.ZERO,
        false);
  }
}
