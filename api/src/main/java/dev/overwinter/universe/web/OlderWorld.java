package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.planet.Works;
import dev.overwinter.universe.ruleset.EnergyFactor;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The older paths that everybody may ask.
@Component
class OlderWorld {
  private static final long UNKNOWN_SECONDS = 60;
  private static final int HIGHEST = 200;

  private final UniverseReads universes;
  private final GalaxyReads galaxy;
  private final UniverseWatch watch;
  private final EnergySurvey survey;
  private final Clock clock;
  private final String universe;

  OlderWorld(
      UniverseReads universes,
      GalaxyReads galaxy,
      UniverseWatch watch,
      EnergySurvey survey,
      Clock clock,
      ApiConfig config) {
    this.universes = universes;
    this.galaxy = galaxy;
    this.watch = watch;
    this.survey = survey;
    this.clock = clock;
    this.universe = config.universe().universe();
  }

  List<OlderRoute> routes() {
    var nothing = OlderRoute.Needs.NOTHING;
    return List.of(
        OlderRoute.of("GET", "/building-costs/{building}", nothing, this::costs),
        OlderRoute.of("GET", "/planets/available", nothing, this::available),
        OlderRoute.of("GET", "/game-status", nothing, _ -> status()),
        OlderRoute.of("GET", "/healthz/db", nothing, _ -> database()));
  }

  private UniverseReads.Universe universe() {
    return universes
        .find(universe)
        .orElseThrow(() -> OlderRefusal.of(404, "There is no universe yet"));
  }

  /// An unknown building costs nothing here, and cannot be ordered.
  private OlderReply costs(OlderCall call) {
    var laws = universe().laws();
    var building = call.part("building");
    int level = call.number("level", 0, 0, HIGHEST);
    boolean known = laws.rules().building(building).isPresent();
    return OlderReply.ok(
        Fields.of(
            "building_type",
            building,
            "level",
            level,
            "cost",
            known
                ? OlderPlayers.units(Works.cost(laws, building, level))
                : Map.of("metal", 0, "crystal", 0, "deuterium", 0),
            "build_time_seconds",
            known ? Works.seconds(laws, building, level, Levels.NONE) : UNKNOWN_SECONDS));
  }

  private OlderReply available(OlderCall call) {
    var found = universe();
    int g = call.number("galaxy", 1, 1, Integer.MAX_VALUE);
    int s = call.number("system", 1, 1, Integer.MAX_VALUE);
    int most = call.number("limit", 50, 1, 1_000);
    int skip = call.number("offset", 0, 0, OlderCall.FARTHEST);
    OlderPlayers.within("galaxy", g, found.galaxies());
    OlderPlayers.within("system", s, found.systems());
    return OlderReply.ok(Map.of("available", galaxy.available(found.id(), g, s, most, skip)));
  }

  private OlderReply status() {
    var look = watch.look();
    var count = survey.count(universe);
    var floor =
        universes
            .find(universe)
            .map(found -> floor(found.laws().rules().production().factor()))
            .orElse(0.0);
    return OlderReply.ok(
        Fields.of(
            "game_running", look.database() && look.there() && !watch.stuck(look),
            "total_entities", count.players(),
            "server_time", Fields.time(clock.instant()),
            "database", look.database(),
            "energy",
                Fields.of(
                    "deficit_planets", count.deficit(),
                    "total_planets", count.planets(),
                    "min_factor", count.least(),
                    "soft_floor", floor)));
  }

  private static double floor(EnergyFactor factor) {
    return switch (factor) {
      case EnergyFactor.Floored(var least) -> least;
      case EnergyFactor.Percent _ -> 0;
    };
  }

  private OlderReply database() {
    return OlderReply.ok(
        Map.of(
            "database",
            Fields.of("enabled", true, "status", watch.look().database() ? "ok" : "fail")));
  }
}
