package dev.overwinter.universe.web;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The map: who lives where, what drifts there, and what is free.
@Component
class GalaxyReads {
  private final JdbcClient sql;

  GalaxyReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// A place.
  record Place(int galaxy, int system, int position) {}

  /// A planet or moon as everybody sees it.
  ///
  /// @param alliance its owner's alliance by tag; null without one
  /// @param inactive empty, `i` or `I`
  record Body(
      long id,
      int position,
      boolean moon,
      String name,
      int size,
      long player,
      String username,
      @Nullable Integer rank,
      @Nullable String alliance,
      String inactive,
      boolean vacation,
      Instant lastActiveAt) {}

  /// What battles left at a position, in micro-units.
  record Debris(int position, long metal, long crystal, long deuterium) {}

  /// Everything of a system that anybody may see, by position.
  List<Body> bodies(String universe, int galaxy, int system) {
    return sql.sql(
            """
            SELECT pl.*, p.username, p.rank, p.inactive, p.vacation_since, p.last_active_at, a.tag
              FROM universe_planets pl JOIN universe_players p ON p.id = pl.player
              LEFT JOIN universe_alliance_members m ON m.player = p.id
              LEFT JOIN universe_alliances a ON a.id = m.alliance
             WHERE pl.universe = ? AND pl.galaxy = ? AND pl.system = ?
             ORDER BY pl.position, pl.moon
            """)
        .params(universe, galaxy, system)
        .query((row, _) -> {
          int rank = row.getInt("rank");
          return new Body(
              row.getLong("id"),
              row.getInt("position"),
              row.getBoolean("moon"),
              row.getString("name"),
              row.getInt("size"),
              row.getLong("player"),
              row.getString("username"),
              row.getObject("rank") == null ? null : rank,
              row.getString("tag"),
              row.getString("inactive"),
              row.getObject("vacation_since") != null,
              Objects.requireNonNull(Fields.instant(row, "last_active_at")));
        })
        .list();
  }

  List<Debris> debris(String universe, int galaxy, int system) {
    return sql.sql(
            """
            SELECT * FROM universe_debris WHERE universe = ? AND galaxy = ? AND system = ?
               AND metal + crystal + deuterium > 0 ORDER BY position
            """)
        .params(universe, galaxy, system)
        .query((row, _) ->
            new Debris(
                row.getInt("position"),
                row.getLong("metal"),
                row.getLong("crystal"),
                row.getLong("deuterium")))
        .list();
  }

  /// Places that are offered for a first planet, of a galaxy from a system on.
  List<Place> available(String universe, int galaxy, int system, int most, int skip) {
    return sql.sql(
            """
            SELECT s.galaxy, s.system, s.position FROM universe_seeded s
             WHERE s.universe = ? AND s.galaxy = ? AND s.system >= ?
               AND NOT EXISTS (SELECT 1 FROM universe_planets p
                                WHERE p.universe = s.universe AND p.galaxy = s.galaxy
                                  AND p.system = s.system AND p.position = s.position)
             ORDER BY s.system, s.position LIMIT ? OFFSET ?
            """)
        .params(universe, galaxy, system, most, skip)
        .query((row, _) ->
            new Place(row.getInt("galaxy"), row.getInt("system"), row.getInt("position")))
        .list();
  }

  /// Whether a position is nobody's.
  boolean free(String universe, int galaxy, int system, int position) {
    return sql.sql(
            """
            SELECT 1 FROM universe_planets
             WHERE universe = ? AND galaxy = ? AND system = ? AND position = ? AND NOT moon
            """)
        .params(universe, galaxy, system, position)
        .query()
        .listOfRows()
        .isEmpty();
  }
}
