package dev.overwinter.universe.web;

import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.planet.BuildItem;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.planet.YardItem;
import dev.overwinter.universe.research.ResearchItem;
import dev.overwinter.universe.ruleset.RuleSet;
import dev.overwinter.universe.ruleset.UnitRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The older paths about a player and their planets.
@Component
class OlderPlayers {
  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,40}");

  private final PlanetReads planets;
  private final PlayerReads players;
  private final FleetReads fleets;
  private final UniverseReads universes;
  private final UniverseOrders orders;
  private final JdbcClient sql;

  OlderPlayers(
      PlanetReads planets,
      PlayerReads players,
      FleetReads fleets,
      UniverseReads universes,
      UniverseOrders orders,
      JdbcClient sql) {
    this.planets = planets;
    this.players = players;
    this.fleets = fleets;
    this.universes = universes;
    this.orders = orders;
    this.sql = sql;
  }

  List<OlderRoute> routes() {
    var self = OlderRoute.Needs.SELF;
    return List.of(
        OlderRoute.of("GET", "/player/{id}", self, this::snapshot),
        OlderRoute.of("GET", "/player/{id}/research", self, this::research),
        OlderRoute.of("GET", "/player/{id}/fleet", self, this::fleet),
        OlderRoute.of("GET", "/player/{id}/planets", self, this::planets),
        OlderRoute.of("POST", "/player/{id}/planets/{planet}/select", self, this::select),
        OlderRoute.of("POST", "/player/{id}/choose-start", self, this::chooseStart));
  }

  private record Whole(PlayerReads.Player player, PlanetReads.Planet planet) {}

  /// Player and planet in one question: it is asked more than anything else.
  private Whole whole(OlderCall call) {
    return sql.sql(
            """
            SELECT p.*, pl.id AS pl_id, pl.universe AS pl_universe, pl.player AS pl_player,
                   pl.galaxy AS pl_galaxy, pl.system AS pl_system, pl.position AS pl_position,
                   pl.moon AS pl_moon, pl.name AS pl_name, pl.size AS pl_size,
                   pl.temp_min AS pl_temp_min, pl.temp_max AS pl_temp_max, pl.state AS pl_state,
                   pl.version AS pl_version
              FROM universe_players p
              JOIN universe_planets pl ON pl.id = p.active_planet AND pl.player = p.id
             WHERE p.id = ?
            """)
        .param(call.player())
        .query((row, _) -> new Whole(PlayerReads.player(row), planets.planet(row, "pl_")))
        .optional()
        .orElseThrow(() -> OlderRefusal.of(404, "Player not found"));
  }

  private OlderReply snapshot(OlderCall call) {
    var whole = whole(call);
    var player = whole.player();
    var planet = whole.planet();
    var rules = planet.laws().rules();
    return OlderReply.ok(
        Fields.of(
            "player",
                Fields.of(
                    "name", player.username(),
                    "user_id", player.id(),
                    "last_active", Fields.time(player.lastActiveAt())),
            "position", place(planet),
            "resources", units(planet.state().stock()),
            "buildings", buildings(rules, planet.state()),
            "build_queue", builds(planet.state()),
            "ship_build_queue", yard(planet.state()),
            "fleet", ships(rules, planet.state()),
            "research", techs(rules, planet.state(), true),
            "ship_stats", stats(rules, planet.state()),
            "planet",
                Fields.of(
                    "name", planet.name(),
                    "temperature", planet.temperature(),
                    "size", planet.size(),
                    "id", planet.id()),
            "rates", planet.yield().perHour(),
            "capacity", planet.yield().capacity(),
            "energy", planet.yield().energy()));
  }

  /// The coordinate's key is `planet` here.
  private static Map<String, @Nullable Object> place(PlanetReads.Planet planet) {
    return Fields.of(
        "galaxy", planet.galaxy(), "system", planet.system(), "planet", planet.position());
  }

  static Map<String, Long> units(Resources stock) {
    var units = new LinkedHashMap<String, Long>();
    for (var resource : Resource.values()) {
      units.put(resource.key(), stock.units(resource));
    }
    return units;
  }

  private static Map<String, Integer> buildings(RuleSet rules, PlanetState state) {
    var levels = new LinkedHashMap<String, Integer>();
    rules.buildings().keySet().forEach(key -> levels.put(key, state.buildings().of(key)));
    return levels;
  }

  /// @param all also those that the older path of research leaves out
  private static Map<String, Integer> techs(RuleSet rules, PlanetState state, boolean all) {
    var levels = new LinkedHashMap<String, Integer>();
    rules
        .research()
        .keySet()
        .forEach(key -> {
          if (all || !key.equals("computer")) {
            levels.put(key, state.techs().of(key));
          }
        });
    return levels;
  }

  private static Map<String, Long> ships(RuleSet rules, PlanetState state) {
    var counts = new LinkedHashMap<String, Long>();
    rules.units().keySet().forEach(key -> counts.put(key, state.units().of(key)));
    return counts;
  }

  /// Of whatever fights.
  private static Map<String, Object> stats(RuleSet rules, PlanetState state) {
    var all = new LinkedHashMap<String, Object>();
    rules
        .units()
        .forEach((key, unit) -> {
          if (unit.role() == UnitRule.Role.SHIP && unit.attack() > 0) {
            var stats = rules.stats(key, state.techs());
            all.put(
                key,
                Fields.of(
                    "attack", stats.attack(),
                    "shield", stats.shield(),
                    "speed", stats.speed(),
                    "cargo", stats.cargo()));
          }
        });
    return all;
  }

  private static List<Map<String, @Nullable Object>> builds(PlanetState state) {
    return state.builds().stream().map(OlderPlayers::build).toList();
  }

  private static Map<String, @Nullable Object> build(BuildItem item) {
    return Fields.of(
        "type", item.building(),
        "completion_time", Fields.time(item.end()),
        "cost", units(item.paid()),
        "level", item.level(),
        "item", String.valueOf(item.number()));
  }

  private static List<Map<String, @Nullable Object>> yard(PlanetState state) {
    return state.yard().stream().map(OlderPlayers::yardItem).toList();
  }

  private static Map<String, @Nullable Object> yardItem(YardItem item) {
    return Fields.of(
        "type", item.unit(),
        "count", item.count() - item.delivered(),
        "completion_time", Fields.time(item.end()),
        "cost", units(item.each().times(item.count())),
        "item", String.valueOf(item.number()));
  }

  private OlderReply research(OlderCall call) {
    var whole = whole(call);
    var now = whole.planet().state().settledAt();
    return OlderReply.ok(
        Fields.of(
            "research", techs(whole.planet().laws().rules(), whole.planet().state(), false),
            "queue",
                whole.player().research().queue().stream()
                    .filter(item -> !isOver(item, now))
                    .map(item ->
                        Fields.of(
                            "type", item.tech(),
                            "completion_time", Fields.time(item.end()),
                            "cost", units(item.paid()),
                            "level", item.level(),
                            "item", String.valueOf(item.number())))
                    .toList()));
  }

  /// Whether it is done though nobody has written so yet.
  static boolean isOver(ResearchItem item, Instant now) {
    return item.end() != null && !item.end().isAfter(now);
  }

  private OlderReply fleet(OlderCall call) {
    var planet = planets.home(call.player());
    return OlderReply.ok(
        Fields.of(
            "fleet", ships(planet.laws().rules(), planet.state()),
            "ship_build_queue", yard(planet.state()),
            "missions", fleets.flying(call.player()).stream().map(OlderPlayers::mission).toList()));
  }

  /// Not in the older system, where there was one mission.
  private static Map<String, @Nullable Object> mission(FleetReads.Fleet fleet) {
    return Fields.of(
        "id", fleet.id(),
        "mission", fleet.mission().name().toLowerCase(Locale.ROOT),
        "state", fleet.state(),
        "target",
            Fields.of(
                "galaxy", fleet.target().galaxy(),
                "system", fleet.target().system(),
                "position", fleet.target().position()),
        "ships", fleet.units(),
        "eta", Fields.time(fleet.arrivesAt()),
        "return_eta", Fields.time(fleet.returnsAt()),
        "recalled", fleet.recalledAt() != null);
  }

  private OlderReply planets(OlderCall call) {
    if (players.find(call.player()).isEmpty()) {
      return OlderReply.no(404, "Player not found");
    }
    return OlderReply.ok(
        Map.of(
            "planets",
            planets.of(call.player()).stream()
                .map(planet ->
                    Fields.of(
                        "id", planet.id(),
                        "name", planet.name(),
                        "galaxy", planet.galaxy(),
                        "system", planet.system(),
                        "position", planet.position(),
                        "moon", planet.moon(),
                        "resources", units(planet.state().stock()),
                        "temperature", planet.temperature(),
                        "size", planet.size(),
                        "last_update", Fields.time(planet.state().settledAt())))
                .toList()));
  }

  private OlderReply select(OlderCall call) {
    var planet =
        planets
            .find(call.player(), call.number("planet"))
            .orElseThrow(() -> OlderRefusal.of(404, "Planet not found or not owned by user"));
    var answer =
        orders.command(
            OrderKeys.key("select " + planet.id(), call),
            new PlayerCommand.Select(call.player(), planet.id()));
    if (answer instanceof PlayerAnswer.Refused) {
      return OlderReply.no(404, "Planet not found or not owned by user");
    }
    return OlderReply.ok(
        Fields.of(
            "message", "Active planet switched",
            "planet_id", planet.id(),
            "position", place(planet)));
  }

  private OlderReply chooseStart(OlderCall call) {
    var galaxy = call.whole("galaxy");
    var system = call.whole("system");
    if (galaxy.isEmpty() || system.isEmpty()) {
      return OlderReply.no(400, "galaxy and system are required and must be integers");
    }
    var position = call.whole("position");
    if (call.has("position") && position.isEmpty()) {
      return OlderReply.no(400, "position must be an integer if provided");
    }
    var player =
        players.find(call.player()).orElseThrow(() -> OlderRefusal.of(404, "User not found"));
    var universe = universes.of(player.universe());
    within("galaxy", galaxy.get(), universe.galaxies());
    within("system", system.get(), universe.systems());
    position.ifPresent(number -> within("position", number, universe.positions()));
    if (!player.needsStartChoice()) {
      return OlderReply.no(400, "Starter planet already chosen");
    }
    var answer =
        orders.command(
            OrderKeys.key("start", call),
            new PlayerCommand.ChooseStart(
                call.player(),
                galaxy.get().intValue(),
                system.get().intValue(),
                position.map(Long::intValue).orElse(null),
                call.word("name").map(OlderPlayers::named).orElse(null)));
    return switch (answer) {
      case PlayerAnswer.Settled settled ->
          OlderReply.ok(
              Fields.of(
                  "message",
                  "Starter planet created",
                  "planet",
                  Fields.of(
                      "id", settled.planet(),
                      "name", settled.name(),
                      "galaxy", settled.at().galaxy(),
                      "system", settled.at().system(),
                      "position", settled.at().position())));
      case PlayerAnswer.Refused refused ->
          switch (refused.refusal()) {
            case OCCUPIED -> OlderReply.no(409, "Selected position is occupied");
            case SYSTEM_FULL -> OlderReply.no(409, "Selected system is full");
            case ALREADY_CHOSEN -> OlderReply.no(400, "Starter planet already chosen");
            case UNKNOWN_PLAYER -> OlderReply.no(404, "User not found");
            default -> OlderReply.no(OlderOrders.status(refused.refusal()), refused.reason());
          };
      case PlayerAnswer.Done _, PlayerAnswer.Echo _, PlayerAnswer.Enrolled _ ->
          throw new IllegalStateException("start: " + answer);
    };
  }

  /// What a planet may be called: a line that can be kept and shown.
  private static String named(String name) {
    if (!LINE.matcher(name).matches()) {
      throw OlderRefusal.of(400, "name must be of at most 40 characters that can be shown");
    }
    return name;
  }

  /// As the older paths say it.
  static void within(String what, long number, int most) {
    if (number < 1 || number > most) {
      throw OlderRefusal.of(400, what + " must be in [1, " + most + "]");
    }
  }
}
