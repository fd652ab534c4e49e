package dev.overwinter.universe.planet;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.knowing;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.Worlds;
import dev.overwinter.universe.planet.PlanetState.TechAhead;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.Speeds;
import dev.overwinter.universe.shipyard.YardRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Whoever looks, however often and whenever, leaves the same planet.
@Tag("UNI-01")
final class ClosedFormRulesTest {

  /// Any planet: mines and plants of any proportion, so that energy runs short, stores fill and
  /// reactors run dry.
  private static Arbitrary<PlanetState> planets(Laws laws) {
    var levels = Arbitraries.integers().between(0, 12);
    var stocks = Arbitraries.longs().between(0, 120_000L * Resources.MICROS);
    return Combinators.combine(levels, levels, levels, levels, levels, stocks, stocks, levels)
        .as((metal, crystal, deuterium, solar, fusion, some, other, energy) ->
            knowing(
                planet(
                        laws,
                        Map.of(
                            "metal_mine",
                            metal,
                            "crystal_mine",
                            crystal,
                            "deuterium_synthesizer",
                            deuterium,
                            "solar_plant",
                            solar,
                            "fusion_reactor",
                            fusion,
                            "robot_factory",
                            2,
                            "shipyard",
                            2,
                            "metal_storage",
                            solar / 3))
                    .withStock(new Resources(some, other, (some ^ other) % 30_000_000)),
                Map.of("energy", energy, "combustion", 3)));
  }

  @Provide
  Arbitrary<PlanetState> classicPlanets() {
    return planets(CLASSIC);
  }

  @Provide
  Arbitrary<PlanetState> ogamePlanets() {
    return planets(OGAME);
  }

  @Provide
  Arbitrary<List<Long>> cuts() {
    return Arbitraries.longs().between(1, Duration.ofDays(20).toMillis()).list().ofMaxSize(12);
  }

  @Property(tries = 200)
  void cuttingTimeChangesNothing(
      @ForAll("classicPlanets") PlanetState planet, @ForAll("cuts") List<Long> cuts) {
    same(CLASSIC, busy(CLASSIC, planet, "light_fighter"), cuts);
  }

  @Property(tries = 200)
  void cuttingTimeChangesNothingInTheRealEconomyEither(
      @ForAll("ogamePlanets") PlanetState planet,
      @ForAll("cuts") List<Long> cuts,
      @ForAll @IntRange(min = 1, max = 50) int speed) {
    var laws = new Laws(OGAME.rules(), new Speeds(speed, 1, 1));
    same(laws, busy(laws, planet, "solar_satellite"), cuts);
  }

  private static void same(Laws laws, PlanetState planet, List<Long> cuts) {
    var end = T0.plus(Duration.ofDays(20));
    var once = PlanetRules.settle(laws, planet, end);
    var state = planet;
    var events = new ArrayList<PlanetEvent>();
    var change = Resources.NONE;
    for (var cut : cuts.stream().sorted().toList()) {
      var step = PlanetRules.settle(laws, state, T0.plusMillis(cut));
      assertThat(step.state().stock().minus(state.stock()))
          .isEqualTo(Worlds.change(step.postings()));
      state = step.state();
      events.addAll(step.events());
      change = change.plus(Worlds.change(step.postings()));
    }
    var last = PlanetRules.settle(laws, state, end);
    events.addAll(last.events());
    assertThat(last.state()).isEqualTo(once.state());
    assertThat(events).isEqualTo(once.events());
    assertThat(events).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(planet.stock().plus(change).plus(Worlds.change(last.postings())))
        .isEqualTo(once.state().stock());
    assertThat(PlanetRules.settle(laws, once.state(), end).events()).isEmpty();
  }

  /// With as much in its queues as it can pay, and research under way.
  private static PlanetState busy(Laws laws, PlanetState planet, String unit) {
    var state =
        planet.withTechs(
            planet.techs(), List.of(new TechAhead("energy", 13, T0.plusSeconds(5000))));
    for (var order :
        List.of("solar_plant", "metal_mine", "metal_mine", "metal_storage", "fusion_reactor")) {
      state = or(state, BuildRules.build(laws, state, order, T0));
    }
    return or(state, YardRules.order(laws, state, unit, 7, 0, T0));
  }

  private static PlanetState or(PlanetState state, Outcome<PlanetMove> outcome) {
    return outcome instanceof Outcome.Accepted<PlanetMove>(var move) ? move.next() : state;
  }

  @Property(tries = 150)
  void nothingChangesBeforeItIsDue(@ForAll("ogamePlanets") PlanetState planet) {
    var state = PlanetRules.settle(OGAME, busy(OGAME, planet, "solar_satellite"), T0).state();
    for (var step = 0; step < 20; step++) {
      var due = PlanetRules.nextDue(OGAME, state);
      if (due.isEmpty()) {
        return;
      }
      assertThat(due.get()).isAfter(state.settledAt());
      var before = PlanetRules.settle(OGAME, state, due.get().minusMillis(1));
      assertThat(before.events()).isEmpty();
      var rates = PlanetRules.rates(OGAME, state);
      assertThat(PlanetRules.rates(OGAME, before.state())).isEqualTo(rates);
      state = PlanetRules.settle(OGAME, state, due.get()).state();
    }
  }

  @Test
  void aStoreIsFullAtItsMomentAndSaysSoOnce() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 1, "solar_plant", 1)), 99_967, 0, 0);
    var full = T0.plus(Duration.ofHours(1));
    assertThat(PlanetRules.nextDue(CLASSIC, planet)).contains(full);
    var after = PlanetRules.settle(CLASSIC, planet, T0.plus(Duration.ofDays(1)));
    assertThat(after.state().stock().metal()).isEqualTo(100_000 * Resources.MICROS);
    assertThat(after.events())
        .containsExactly(
            new PlanetEvent.StorageFull(full, Resource.METAL, 100_000 * Resources.MICROS));
  }

  @Test
  void whatComesFromElsewhereStaysAboveTheStore() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 1, "solar_plant", 1)), 99_999, 0, 0);
    var more =
        PlanetRules.put(CLASSIC, planet, Posting.Kind.UNLOADED, Resources.ofUnits(500, 0, 0), T0);
    var later = PlanetRules.settle(CLASSIC, more.next(), T0.plus(Duration.ofDays(2)));
    assertThat(later.state().stock().metal()).isEqualTo(100_499 * Resources.MICROS);
  }

  @Test
  void aConditionThatComesAndGoesIsNotToldAgainWithinThePause() {
    var planet = with(planet(CLASSIC, Map.of("metal_mine", 1, "solar_plant", 1)), 100_000, 0, 0);
    var first = PlanetRules.settle(CLASSIC, planet, T0);
    assertThat(first.events()).hasSize(1);
    var taken = take(first.state(), T0.plusSeconds(10));
    var again =
        PlanetRules.put(
            CLASSIC, taken, Posting.Kind.UNLOADED, Resources.ofUnits(5, 0, 0), T0.plusSeconds(20));
    assertThat(again.events()).as("10 s after").isEmpty();
    var later = take(again.next(), T0.plusSeconds(30));
    var told =
        PlanetRules.put(
            CLASSIC,
            later,
            Posting.Kind.UNLOADED,
            Resources.ofUnits(10, 0, 0),
            T0.plusSeconds(320));
    assertThat(told.events()).as("after the pause").hasSize(1);
  }

  private static PlanetState take(PlanetState planet, Instant now) {
    return accepted(
            PlanetRules.take(CLASSIC, planet, Posting.Kind.SPENT, Resources.ofUnits(5, 0, 0), now))
        .next();
  }

  @Test
  void aReactorThatBurnsMoreThanThereIsRunsDryAndLivesFromHandToMouth() {
    var planet =
        with(
            planet(
                CLASSIC,
                Map.of(
                    "metal_mine",
                    10,
                    "deuterium_synthesizer",
                    1,
                    "fusion_reactor",
                    4,
                    "solar_plant",
                    1)),
            0,
            0,
            9);
    var wet = PlanetRules.rates(CLASSIC, planet);
    assertThat(wet.burnt()).isEqualTo(20 * Resources.MICROS);
    assertThat(wet.net().deuterium()).isEqualTo(-9 * Resources.MICROS);
    var dry = T0.plus(Duration.ofHours(1));
    assertThat(PlanetRules.nextDue(CLASSIC, planet)).contains(dry);
    var at = PlanetRules.settle(CLASSIC, planet, dry).state();
    assertThat(at.stock().deuterium()).isZero();
    var rates = PlanetRules.rates(CLASSIC, at);
    assertThat(rates.net().deuterium()).isZero();
    assertThat(rates.energy().produced())
        .isBetween(20.0, wet.energy().produced() - 1)
        .isCloseTo(20 + 120 * (rates.burnt() / 20e6), offset(0.2));
    assertThat(rates.net().metal()).isLessThanOrEqualTo(wet.net().metal());
    var later = PlanetRules.settle(CLASSIC, at, T0.plus(Duration.ofDays(3)));
    assertThat(later.state().stock().deuterium()).isZero();
    assertThat(PlanetRules.nextDue(CLASSIC, later.state()))
        .as("only the store of metal is left to fill")
        .isPresent();
  }

  @Test
  void energyDeficitIsToldWhenItBegins() {
    var scarce = planet(CLASSIC, Map.of("metal_mine", 20, "solar_plant", 1));
    assertThat(PlanetRules.settle(CLASSIC, scarce, T0).events()).as("a third is enough").isEmpty();
    var worse = planet(CLASSIC, Map.of("metal_mine", 40, "solar_plant", 1));
    assertThat(PlanetRules.settle(CLASSIC, worse, T0).events())
        .containsExactly(new PlanetEvent.EnergyDeficit(T0, 20, 120, 20.0 / 120, 0.25));
  }

  @Test
  void nothingGrowsDuringVacation() {
    var planet = planet(OGAME, Map.of("metal_mine", 10, "solar_plant", 12));
    var away = PlanetRules.vacation(OGAME, planet, true, T0).next();
    var back = PlanetRules.vacation(OGAME, away, false, T0.plus(Duration.ofDays(2)));
    assertThat(back.next().stock()).isEqualTo(planet.stock());
    assertThat(PlanetRules.nextDue(OGAME, away)).isEmpty();
  }

  @Test
  void researchOfTheOwnerCountsFromItsMomentOn() {
    var planet =
        with(planet(CLASSIC, Map.of("metal_mine", 1, "solar_plant", 1)), 0, 0, 0)
            .withTechs(
                Levels.NONE, List.of(new TechAhead("plasma", 10, T0.plus(Duration.ofHours(1)))));
    var after = PlanetRules.settle(CLASSIC, planet, T0.plus(Duration.ofHours(2))).state();
    assertThat(after.stock().metal()).isEqualTo(33_000_000 + 36_300_000);
    assertThat(after.techsAhead()).isEmpty();
  }

  @Test
  void anOldMomentChangesNothing() {
    var planet = planet(CLASSIC, Map.of("metal_mine", 1, "solar_plant", 1));
    var later = PlanetRules.settle(CLASSIC, planet, T0.plusSeconds(60)).state();
    assertThat(PlanetRules.settle(CLASSIC, later, T0).state()).isEqualTo(later);
  }

  @Test
  void unitsAreDeliveredOneByOneWithoutATimerForEach() {
    var planet =
        knowing(
            with(
                planet(OGAME, Map.of("shipyard", 2, "robot_factory", 2)),
                400_000,
                400_000,
                400_000),
            Map.of("combustion", 2));
    var move = accepted(YardRules.order(OGAME, planet, "light_fighter", 100, 0, T0));
    var each = Duration.ofMinutes(32);
    assertThat(PlanetRules.nextCompletion(move.next())).contains(T0.plus(each.multipliedBy(100)));
    var some = PlanetRules.settle(OGAME, move.next(), T0.plus(each.multipliedBy(37)));
    assertThat(some.state().units()).isEqualTo(Units.of("light_fighter", 37));
    assertThat(some.events()).noneMatch(PlanetEvent.Delivered.class::isInstance);
  }
}
