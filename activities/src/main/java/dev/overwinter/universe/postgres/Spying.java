package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.espionage.EspionageRules;
import dev.overwinter.universe.espionage.Section;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.ruleset.BattleRule;
import dev.overwinter.universe.ruleset.UnitRule;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    var id = insert(turn, fleet, planet.player, spot, report, at);
    tell(turn, planet, fleet, id, look.noticed(), at);
    return look.noticed();
  }

  /// Probes that find nobody say so: a report without a defender and with nothing in it.
  static void seeNobody(Turn turn, FleetRow fleet, Instant at) {
    var report = new LinkedHashMap<String, Object>();
    report.put("snapshot", Map.of());
    report.put("sections", List.of());
    report.put("counter_percent", 0);
    report.put("noticed", false);
    var id = insert(turn, fleet, null, fleet.target, report, at);
    turn.letters.event(fleet.player, "espionage_report", news(id, fleet.target, at), at);
  }

  private static long insert(
      Turn turn,
      FleetRow fleet,
      @Nullable Long defender,
      Spot spot,
      Map<String, Object> report,
      Instant at) {
    return turn.sql
        .sql(
            """
            insert into universe_spy_reports (universe, fleet, attacker, defender, galaxy,
              system, position, moon, report, at)
            values (:universe, :fleet, :attacker, :defender, :galaxy, :system, :position, :moon,
              :report::jsonb, :at)
            returning id
            """)
        .param("universe", turn.world.id())
        .param("fleet", fleet.id)
        .param("attacker", fleet.player)
        .param("defender", defender)
        .param("galaxy", spot.galaxy())
        .param("system", spot.system())
        .param("position", spot.position())
        .param("moon", spot.moon())
        .param("report", UniverseJson.of(report))
        .param("at", Timestamp.from(at))
        .query(Long.class)
        .single();
  }

  private static Map<String, Object> news(long id, Spot spot, Instant at) {
    var news = new LinkedHashMap<String, Object>();
    news.put("report_id", id);
    news.put("location", Turn.location(spot));
    news.put("ts", at);
    return news;
  }

  private static void tell(
      Turn turn, PlanetRow planet, FleetRow fleet, long id, boolean noticed, Instant at) {
    var news = news(id, Settler.spot(planet), at);
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
        case BUILDINGS -> seen.put("buildings", buildings(turn, planet));
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

  /// All that there could be: what is not there is 0, and not left out.
  private static Map<String, Integer> buildings(Turn turn, PlanetRow planet) {
    var state = planet.state();
    var found = new TreeMap<String, Integer>();
    turn.world
        .laws()
        .rules()
        .buildings()
        .forEach((id, rule) -> {
          if (rule.on().contains(state.body())) {
            found.put(id, state.buildings().of(id));
          }
        });
    return found;
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
