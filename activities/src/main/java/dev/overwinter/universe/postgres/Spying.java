package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.espionage.EspionageRules;
import dev.overwinter.universe.espionage.Section;
import dev.overwinter.universe.ruleset.BattleRule;
import dev.overwinter.universe.ruleset.UnitRule;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Table `universe_spy_reports`. Every method belongs into a transaction.
final class Spying {
  private static final String PROBE = "espionage_probe";
  private static final String TECH = "espionage";

  private Spying() {}

  /// Writes a report of what probes see.
  ///
  /// @return whether they were noticed, and have to fight
  static boolean look(Turn turn, PlanetRow planet, FleetRow fleet, Instant at, long seed) {
    var rules = turn.world.laws().rules();
    // Where there are no probes, whatever comes looks.
    var probes = rules.unit(PROBE).isPresent() ? fleet.units.of(PROBE) : fleet.units.sum();
    var spot = Settler.spot(planet);
    var ships =
        Armouries.ships(rules, planet.state().units())
            + FleetRows.holding(turn, spot).stream().mapToLong(one -> one.units.sum()).sum();
    var kind =
        rules.battle().kind() == BattleRule.Kind.EXCHANGE
            ? EspionageRules.CLASSIC
            : EspionageRules.OGAME;
    var look =
        kind.look(
            Math.max(1, probes),
            turn.techs(fleet.player, at).of(TECH),
            turn.techs(planet.player, at).of(TECH),
            ships,
            seed);
    var report = new LinkedHashMap<String, Object>();
    report.put("snapshot", snapshot(turn, planet, look.sections(), at));
    report.put("sections", look.sections());
    report.put("counter_percent", look.counterPercent());
    report.put("noticed", look.noticed());
    var id =
        turn.sql
            .sql(
                """
                insert into universe_spy_reports (universe, fleet, attacker, defender, galaxy,
                  system, position, moon, report, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?) returning id
                """)
            .params(
                turn.world.id(),
                fleet.id,
                fleet.player,
                planet.player,
                spot.galaxy(),
                spot.system(),
                spot.position(),
                spot.moon(),
                UniverseJson.of(report),
                Timestamp.from(at))
            .query(Long.class)
            .single();
    tell(turn, planet, fleet, id, look.noticed(), at);
    return look.noticed();
  }

  private static void tell(
      Turn turn, PlanetRow planet, FleetRow fleet, long id, boolean noticed, Instant at) {
    var news = new LinkedHashMap<String, Object>();
    news.put("report_id", id);
    news.put("location", Turn.location(Settler.spot(planet)));
    news.put("ts", at);
    turn.letters.event(fleet.player, "espionage_report", news, at);
    if (noticed) {
      var warning = new LinkedHashMap<String, Object>();
      warning.put("attacker_user_id", fleet.player);
      warning.put("location", Turn.location(Settler.spot(planet)));
      turn.letters.notice(planet.player, "espionage_noticed", warning, "warning", at);
    }
  }

  private static Map<String, Object> snapshot(
      Turn turn, PlanetRow planet, List<Section> sections, Instant at) {
    var state = planet.state();
    var seen = new LinkedHashMap<String, Object>();
    seen.put(
        "planet",
        Map.of("name", state.name(), "temperature", state.temperature(), "size", state.size()));
    for (var section : sections) {
      switch (section) {
        case RESOURCES -> seen.put("resources", whole(state.stock()));
        case SHIPS -> seen.put("fleet", units(turn, planet, UnitRule.Role.SHIP));
        case DEFENCE -> seen.put("defence", units(turn, planet, UnitRule.Role.DEFENCE));
        case BUILDINGS -> seen.put("buildings", state.buildings());
        case RESEARCH -> seen.put("research", turn.techs(planet.player, at));
      }
    }
    return seen;
  }

  private static Map<String, Long> whole(Resources stock) {
    var units = Battles.whole(stock);
    return Map.of(
        "metal", units.metal(), "crystal", units.crystal(), "deuterium", units.deuterium());
  }

  private static Map<String, Long> units(Turn turn, PlanetRow planet, UnitRule.Role role) {
    var found = new TreeMap<String, Long>();
    turn.world
        .laws()
        .rules()
        .units()
        .forEach((id, unit) -> {
          if (unit.role() == role) {
            found.put(id, planet.state().units().of(id));
          }
        });
    return found;
  }
}
