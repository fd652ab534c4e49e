package dev.overwinter.universe.web;

import dev.overwinter.universe.research.ResearchState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Players, as the worker keeps them.
@Component
class PlayerReads {
  private final JdbcClient sql;

  PlayerReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// A player.
  ///
  /// @param id their number, over all universes
  /// @param universe where they play
  /// @param username for people
  /// @param createdAt since when
  /// @param lastActiveAt when they were seen last
  /// @param vacationSince null while they play
  /// @param activePlanet null before the first
  /// @param needsStartChoice whether they have still to choose the first
  /// @param research as it was settled last
  /// @param points as they were counted last
  /// @param rank null before they were
  record Player(
      long id,
      String universe,
      String username,
      Instant createdAt,
      Instant lastActiveAt,
      @Nullable Instant vacationSince,
      @Nullable Long activePlanet,
      boolean needsStartChoice,
      ResearchState research,
      Points points,
      @Nullable Integer rank) {}

  /// One for each 1,000 resources spent.
  record Points(long total, long economy, long research, long military) {}

  /// A line of the highscore.
  ///
  /// @param alliance its tag; null without one
  /// @param inactive empty, `i` or `I`
  record Ranked(
      int rank,
      long player,
      String username,
      @Nullable String alliance,
      Points points,
      String inactive,
      boolean vacation) {}

  Optional<Player> find(long id) {
    return sql.sql("SELECT * FROM universe_players WHERE id = ?")
        .param(id)
        .query((row, _) -> player(row))
        .optional();
  }

  /// The player that an account is in a universe.
  Optional<Player> of(String universe, String account) {
    return sql.sql("SELECT * FROM universe_players WHERE universe = ? AND account = ?")
        .params(universe, account)
        .query((row, _) -> player(row))
        .optional();
  }

  /// Somebody by name, whatever its case.
  Optional<Player> named(String universe, String name) {
    return sql.sql(
            "SELECT * FROM universe_players WHERE universe = ? AND lower(username) = lower(?)")
        .params(universe, name)
        .query((row, _) -> player(row))
        .optional();
  }

  static Player player(ResultSet row) throws SQLException {
    int rank = row.getInt("rank");
    return new Player(
        row.getLong("id"),
        row.getString("universe"),
        row.getString("username"),
        Objects.requireNonNull(Fields.instant(row, "created_at")),
        Objects.requireNonNull(Fields.instant(row, "last_active_at")),
        Fields.instant(row, "vacation_since"),
        Fields.number(row, "active_planet"),
        row.getBoolean("needs_start_choice"),
        UniverseReads.value(row, "research", ResearchState.class),
        points(row),
        row.getObject("rank") == null ? null : rank);
  }

  private static Points points(ResultSet row) throws SQLException {
    return new Points(
        row.getLong("points_total"),
        row.getLong("points_economy"),
        row.getLong("points_research"),
        row.getLong("points_military"));
  }

  /// How many play in a universe.
  int count(String universe) {
    return sql.sql("SELECT count(*) FROM universe_players WHERE universe = ?")
        .param(universe)
        .query(Integer.class)
        .single();
  }

  /// The best, best first.
  ///
  /// @param by `total`, `economy`, `research` or `military`
  List<Ranked> highscore(String universe, String by, int most, int skip) {
    var column =
        switch (by) {
          case "economy" -> "points_economy";
          case "research" -> "points_research";
          case "military" -> "points_military";
          default -> "points_total";
        };
    return sql.sql(
            """
            SELECT p.*, a.tag FROM universe_players p
              LEFT JOIN universe_alliance_members m ON m.player = p.id
              LEFT JOIN universe_alliances a ON a.id = m.alliance
             WHERE p.universe = :universe ORDER BY p.%s DESC, p.id LIMIT :most OFFSET :skip
            """
                .formatted(column))
        .param("universe", universe)
        .param("most", most)
        .param("skip", skip)
        .query((row, at) ->
            new Ranked(
                skip + at + 1,
                row.getLong("id"),
                row.getString("username"),
                row.getString("tag"),
                points(row),
                row.getString("inactive"),
                row.getObject("vacation_since") != null))
        .list();
  }
}
