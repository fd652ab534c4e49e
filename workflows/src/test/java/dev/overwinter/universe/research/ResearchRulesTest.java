package dev.overwinter.universe.research;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.refusal;
import static dev.overwinter.universe.Worlds.with;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ResearchRulesTest {
  private static final PlanetId HOME = new PlanetId(1);

  private static Academy academy(
      Laws laws, Map<String, Integer> buildings, Map<String, Integer> known) {
    PlanetState planet =
        with(planet(laws, buildings), 90_000, 70_000, 40_000)
            .withTechs(new Levels(known), List.of());
    return new Academy(
        new ResearchState(new PlayerId(1), new Levels(known), List.of(), 1), List.of(planet));
  }

  private static Instant end(ResearchMove move) {
    return ResearchRules.nextDue(move.next().research()).orElseThrow();
  }

  @Test
  void plasmaTakesWhatTheSeedSays() {
    var almost = academy(CLASSIC, Map.of(), Map.of("energy", 8, "ion", 4));
    assertThat(refusal(ResearchRules.order(CLASSIC, almost, HOME, "plasma", T0)))
        .isEqualTo(Refusal.PREREQUISITES);
    var enough = academy(CLASSIC, Map.of(), Map.of("energy", 8, "ion", 5));
    var move = accepted(ResearchRules.order(CLASSIC, enough, HOME, "plasma", T0));
    assertThat(end(move)).isEqualTo(T0.plusSeconds(900));
    assertThat(refusal(ResearchRules.order(CLASSIC, enough, HOME, "magic", T0)))
        .isEqualTo(Refusal.UNKNOWN_RESEARCH);
  }

  @Test
  void whatIsDueIsKnownToThePlayerAndToEachPlanetAtTheSameMoment() {
    var move =
        accepted(
            ResearchRules.order(CLASSIC, academy(CLASSIC, Map.of(), Map.of()), HOME, "energy", T0));
    assertThat(move.next().planet(HOME).stock())
        .isEqualTo(Resources.ofUnits(90_000 - 100, 70_000 - 50, 40_000));
    var due = T0.plusSeconds(120);
    var known = ResearchRules.settle(CLASSIC, move.next(), due);
    assertThat(known.next().research().levels().of("energy")).isEqualTo(1);
    assertThat(known.next().research().queue()).isEmpty();
    assertThat(known.events()).containsExactly(new ResearchEvent.Researched(due, 1, "energy", 1));
    var planet = move.next().planet(HOME);
    assertThat(PlanetRules.settle(CLASSIC, planet, due.minusMillis(1)).state().techs().of("energy"))
        .isZero();
    assertThat(PlanetRules.settle(CLASSIC, planet, due).state().techs().of("energy")).isEqualTo(1);
    assertThat(ResearchRules.settle(CLASSIC, known.next(), due.plusSeconds(9)).events()).isEmpty();
  }

  @Test
  void severalLevelsCostMoreEachAndEndOneAfterTheOther() {
    var academy = academy(CLASSIC, Map.of(), Map.of());
    for (var order = 0; order < 3; order++) {
      academy = accepted(ResearchRules.order(CLASSIC, academy, HOME, "energy", T0)).next();
    }
    assertThat(academy.research().queue())
        .extracting(item -> item.paid().metal() / Resources.MICROS)
        .containsExactly(100L, 160L, 256L);
    assertThat(academy.research().queue())
        .extracting(ResearchItem::end)
        .containsExactly(T0.plusSeconds(120), T0.plusSeconds(270), T0.plusSeconds(457));
  }

  @Tag("UNI-21")
  @Test
  void cancellingGivesHalfBackAndIsTooLateAtTheEnd() {
    var move =
        accepted(
            ResearchRules.order(CLASSIC, academy(CLASSIC, Map.of(), Map.of()), HOME, "laser", T0));
    assertThat(refusal(ResearchRules.cancel(CLASSIC, move.next(), 1, end(move))))
        .isEqualTo(Refusal.NO_SUCH_ITEM);
    var back = accepted(ResearchRules.cancel(CLASSIC, move.next(), 1, T0)).next();
    assertThat(back.planet(HOME).stock())
        .isEqualTo(Resources.ofUnits(90_000 - 100, 70_000 - 50, 40_000));
    assertThat(back.planet(HOME).techsAhead()).isEmpty();
    assertThat(back.research().queue()).isEmpty();
  }

  @Test
  void theNextIsPaidWhenItBecomesHead() {
    var academy = academy(OGAME, Map.of("research_lab", 2), Map.of("energy", 2));
    var first = accepted(ResearchRules.order(OGAME, academy, HOME, "laser", T0));
    var second = accepted(ResearchRules.order(OGAME, first.next(), HOME, "laser", T0));
    assertThat(second.next().planet(HOME).stock().metal()).isEqualTo(89_800 * Resources.MICROS);
    assertThat(end(first)).isEqualTo(T0.plusSeconds(360));
    var later = ResearchRules.settle(OGAME, second.next(), T0.plusSeconds(360)).next();
    assertThat(later.research().queue().getFirst().paid())
        .isEqualTo(Resources.ofUnits(400, 200, 0));
    assertThat(end(new ResearchMove(later, 0, List.of(), List.of(), List.of())))
        .isEqualTo(T0.plusSeconds(360 + 720));
    assertThat(later.planet(HOME).techsAhead()).hasSize(1);
  }

  @Test
  void aNetworkLetsTheBestLabsTakePart() {
    var academy =
        academy(OGAME, Map.of("research_lab", 10), Map.of("research_network", 1, "energy", 2));
    var second =
        planet(OGAME, 2, new Coordinate(1, 2, 4))
            .withBuildings(new Levels(Map.of("research_lab", 7)));
    var third =
        planet(OGAME, 3, new Coordinate(1, 3, 4))
            .withBuildings(new Levels(Map.of("research_lab", 4)));
    var all = new Academy(academy.research(), List.of(academy.planet(HOME), second, third));
    assertThat(Studies.labs(OGAME, all, all.planet(HOME), "laser")).isEqualTo(17);
  }

  @Test
  void astrophysicsIsRoundedToHundreds() {
    assertThat(Studies.cost(OGAME, "astrophysics", 0))
        .isEqualTo(Resources.ofUnits(4000, 8000, 4000));
    assertThat(Studies.cost(OGAME, "astrophysics", 2))
        .isEqualTo(Resources.ofUnits(12_300, 24_500, 12_300));
  }

  @Test
  void gravitonTakesEnergyThatIsProducedAndNothingElse() {
    var academy = academy(OGAME, Map.of("research_lab", 12, "solar_plant", 20), Map.of());
    assertThat(refusal(ResearchRules.order(OGAME, academy, HOME, "graviton", T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_ENERGY);
    var bright = academy(OGAME, Map.of("research_lab", 12, "solar_plant", 60), Map.of());
    var move = accepted(ResearchRules.order(OGAME, bright, HOME, "graviton", T0));
    assertThat(end(move)).isEqualTo(T0.plus(Duration.ofSeconds(1)));
    var rule = requireNonNull(OGAME.rules().research().get("graviton"));
    assertThat(rule.cost().energyAt(rule.growth(), 1)).as("twice as much").isEqualTo(600_000);
  }
}
