package dev.overwinter.universe.ruleset;

import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.edited;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.durable.Payloads;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.planet.PlanetState.TechAhead;
import dev.overwinter.universe.ruleset.UnitRule.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What data files say hangs together.
final class RuleSetRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"classic", "ogame"})
  void everyNameThatARuleSetMentionsExists(String name) {
    var rules = RuleSetFiles.named(name);
    var known = new TreeSet<>(rules.buildings().keySet());
    known.addAll(rules.research().keySet());
    known.addAll(rules.units().keySet());
    known.add("");
    rules.buildings().values().forEach(rule -> exist(known, rule.requires()));
    rules.research().values().forEach(rule -> exist(known, rule.requires()));
    for (var unit : rules.units().values()) {
      exist(known, unit.requires());
      assertThat(known).containsAll(unit.rapidFire().keySet());
      unit.drives().forEach(drive -> assertThat(known).contains(drive.tech()));
    }
    assertThat(known)
        .containsAll(rules.fields().keySet())
        .containsAll(rules.fleet().needs().values())
        .containsAll(rules.fleet().driveBonus().keySet())
        .containsAll(rules.yard().bars())
        .containsAll(rules.studies().bars())
        .containsAll(rules.battle().attack().keySet())
        .contains(
            rules.labs(),
            rules.labNetwork(),
            rules.yard().building(),
            rules.yard().silo(),
            rules.yard().capTech(),
            rules.production().satellite(),
            rules.production().booster(),
            rules.production().energyTech(),
            rules.fleet().slotTech(),
            rules.fleet().cargoTech(),
            rules.fleet().phalanx(),
            rules.fleet().gate(),
            rules.fleet().colony().ship(),
            rules.fleet().colony().tech());
    exist(known, rules.start().buildings());
  }

  private static void exist(Set<String> known, Levels levels) {
    assertThat(known).containsAll(levels.byKey().keySet());
  }

  @Test
  void theRealGameHasItsUnits() {
    assertThat(count(Role.SHIP)).isEqualTo(17);
    assertThat(count(Role.DEFENCE)).isEqualTo(8);
    assertThat(count(Role.MISSILE)).isEqualTo(2);
    assertThat(OGAME.rules().research()).hasSize(16);
    assertThat(OGAME.rules().buildings()).hasSize(19);
    assertThat(OGAME.rules().unitNamed("deathstar").rapidFire()).containsEntry("cruiser", 33);
  }

  private static long count(Role role) {
    return OGAME.rules().units().values().stream().filter(unit -> unit.role() == role).count();
  }

  @Test
  void aMisspeltConstantIsAnError() {
    assertThatThrownBy(() -> edited("classic", Map.of("\"fee_rate\"", "\"fee\"")))
        .hasMessageContaining("fee");
    assertThatThrownBy(() -> RuleSetFiles.named("modern"))
        .hasMessage("rules: modern (expected: [classic, ogame])");
  }

  @Test
  void aPlanetSurvivesItsHistory() throws Exception {
    var planet = with(planet(OGAME, Map.of("solar_plant", 5)), 9000, 9000, 5);
    planet = accepted(BuildRules.build(OGAME, planet, "metal_mine", T0)).next();
    planet = accepted(BuildRules.build(OGAME, planet, "metal_mine", T0)).next();
    planet = planet.withTechs(planet.techs(), List.of(new TechAhead("laser", 1, T0)));
    var json = Payloads.mapper().writeValueAsString(planet);
    assertThat(Payloads.mapper().readValue(json, PlanetState.class)).isEqualTo(planet);
    assertThat(json)
        .contains("\"settledAt\":\"2026-11-22T12:00:00Z\"")
        .doesNotContain("\"levels\"");
  }
}
