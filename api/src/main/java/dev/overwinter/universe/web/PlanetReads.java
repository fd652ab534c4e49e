package dev.overwinter.universe.web;

import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Planets as they are now: rows settled in memory, with the rules that the worker settles with.
@Component
class PlanetReads {
  private final JdbcClient sql;
  private final UniverseReads universes;
  private final Clock clock;

  PlanetReads(JdbcClient sql, UniverseReads universes, Clock clock) {
    this.sql = sql;
    this.universes = universes;
    this.clock = clock;
  }

  /// A planet or moon.
  ///
  /// @param id of it
  /// @param player whose
  /// @param universe where
  /// @param name for people
  /// @param galaxy where
  /// @param system where
  /// @param position where
  /// @param moon whether it is the moon there
  /// @param size classic: 140 to 200; ogame: diameter in km
  /// @param temperatureLeast degrees Celsius
  /// @param temperatureMost degrees Celsius
  /// @param version of the row: only time has changed it while it stays
  /// @param state now
  /// @param yield what it gains in an hour, and how much it can hold
  record Planet(
      long id,
      long player,
      UniverseReads.Universe universe,
      String name,
      int galaxy,
      int system,
      int position,
      boolean moon,
      int size,
      int temperatureLeast,
      int temperatureMost,
      long version,
      PlanetState state,
      Yield yield) {

    Laws laws() {
      return universe.laws();
    }

    /// The one temperature of the older paths.
    int temperature() {
      return Math.floorDiv(temperatureLeast + temperatureMost, 2);
    }

    /// The same at a later moment.
    Planet at(Instant now) {
      var later = PlanetRules.settle(laws(), state, now).state();
      return new Planet(
          id,
          player,
          universe,
          name,
          galaxy,
          system,
          position,
          moon,
          size,
          temperatureLeast,
          temperatureMost,
          version,
          later,
          Yield.of(later, laws()));
    }
  }

  /// All of a player's, first one first.
  List<Planet> of(long player) {
    return sql.sql("SELECT * FROM universe_planets WHERE player = ? ORDER BY id")
        .param(player)
        .query((row, _) -> planet(row))
        .list();
  }

  /// One of a player's.
  Optional<Planet> find(long player, long planet) {
    return sql.sql("SELECT * FROM universe_planets WHERE player = ? AND id = ?")
        .params(player, planet)
        .query((row, _) -> planet(row))
        .optional();
  }

  /// The one that a player has chosen to look at; empty before the first.
  Optional<Planet> active(long player) {
    return sql.sql(
            """
            SELECT pl.* FROM universe_planets pl JOIN universe_players p ON p.active_planet = pl.id
             WHERE p.id = ? AND pl.player = p.id
            """)
        .param(player)
        .query((row, _) -> planet(row))
        .optional();
  }

  /// The same for an older path, which is about it.
  Planet home(long player) {
    return active(player).orElseThrow(() -> OlderRefusal.of(404, "Player not found"));
  }

  Planet planet(ResultSet row) throws SQLException {
    return planet(row, "");
  }

  /// From columns with a prefix, of a query that has more than planets in it.
  Planet planet(ResultSet row, String prefix) throws SQLException {
    var universe = universes.of(row.getString(prefix + "universe"));
    var stored = UniverseReads.value(row, prefix + "state", PlanetState.class);
    var now = PlanetRules.settle(universe.laws(), stored, clock.instant()).state();
    return new Planet(
        row.getLong(prefix + "id"),
        row.getLong(prefix + "player"),
        universe,
        row.getString(prefix + "name"),
        row.getInt(prefix + "galaxy"),
        row.getInt(prefix + "system"),
        row.getInt(prefix + "position"),
        row.getBoolean(prefix + "moon"),
        row.getInt(prefix + "size"),
        row.getInt(prefix + "temp_min"),
        row.getInt(prefix + "temp_max"),
        row.getLong(prefix + "version"),
        now,
        Yield.of(now, universe.laws()));
  }
}
