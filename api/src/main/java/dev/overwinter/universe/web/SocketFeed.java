package dev.overwinter.universe.web;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What sockets tell, as text. Knows no socket and keeps nothing.
@Component
class SocketFeed {
  private final EventReads events;
  private final PlanetReads planets;
  private final JdbcClient sql;
  private final JsonMapper json;
  private final Clock clock;

  SocketFeed(EventReads events, PlanetReads planets, JdbcClient sql, JsonMapper json, Clock clock) {
    this.events = events;
    this.planets = planets;
    this.sql = sql;
    this.json = json;
    this.clock = clock;
  }

  /// What a player was told of last.
  ///
  /// @param version of what it was read from
  /// @param planet null before the first
  /// @param told whole units; empty before the first time
  record Stock(String version, PlanetReads.@Nullable Planet planet, Map<String, Long> told) {
    static final Stock NONE = new Stock("", null, Map.of());
  }

  /// A message and what was told by it.
  record Told(String text, Stock stock) {}

  /// What changes when the resources of each player's active planet have changed otherwise than by
  /// time, in one question for all of them. Who has no planet is not in it.
  Map<Long, String> versions(Collection<Long> players) {
    var versions = new HashMap<Long, String>();
    sql.sql(
            """
            SELECT p.id, pl.id AS planet, pl.version FROM universe_players p
              JOIN universe_planets pl ON pl.id = p.active_planet WHERE p.id = ANY(:players)
            """)
        .param("players", players.toArray(Long[]::new), Types.ARRAY)
        .query(row -> {
          versions.put(row.getLong("id"), row.getLong("planet") + " " + row.getLong("version"));
        });
    return versions;
  }

  Stock stock(long player, String version, Stock before) {
    return new Stock(version, planets.active(player).orElse(null), before.told());
  }

  List<EventReads.Event> after(long player, long cursor, int most) {
    return events.after(player, cursor, most);
  }

  EventReads.Kept kept(long player, long cursor) {
    return events.kept(player, cursor);
  }

  String text(EventReads.Event event) {
    return json.writeValueAsString(event.message());
  }

  /// @param cursor what has been seen: to be asked after when this socket breaks
  /// @param missed whether something happened since that is told no more: time to read all anew
  String welcome(long player, long cursor, boolean missed) {
    return write(
        Fields.of(
            "type",
            "welcome",
            "user_id",
            player,
            "server_time",
            Fields.time(clock.instant()),
            "cursor",
            cursor,
            "missed",
            missed));
  }

  String pong() {
    return write(Fields.of("type", "pong", "server_time", Fields.time(clock.instant())));
  }

  String info(String echo) {
    return write(Fields.of("type", "info", "message", echo));
  }

  String error(String message) {
    return write(Fields.of("type", "error", "message", message));
  }

  /// What a planet has now, and what it has more of than at the last time.
  Told now(Stock stock) {
    var planet = stock.planet();
    var now = clock.instant();
    if (planet == null) {
      return new Told(resources(now, Map.of(), Map.of(), null), stock);
    }
    var later = planet.at(now);
    var totals = OlderPlayers.units(later.state().stock());
    var deltas = new LinkedHashMap<String, Long>();
    totals.forEach((resource, total) ->
        deltas.put(resource, total - stock.told().getOrDefault(resource, total)));
    return new Told(
        resources(now, deltas, totals, later), new Stock(stock.version(), later, totals));
  }

  private String resources(
      Instant now,
      Map<String, Long> deltas,
      Map<String, Long> totals,
      PlanetReads.@Nullable Planet planet) {
    var message =
        Fields.of(
            "type", "resource_update", "deltas", deltas, "totals", totals, "ts", Fields.time(now));
    if (planet != null) {
      message.put("planet_id", planet.id());
      message.put("rates", planet.yield().perHour());
      message.put("capacity", planet.yield().capacity());
    }
    return write(message);
  }

  private String write(Map<String, @Nullable Object> message) {
    return json.writeValueAsString(message);
  }
}
