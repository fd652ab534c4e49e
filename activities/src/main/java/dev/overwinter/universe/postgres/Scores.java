package dev.overwinter.universe.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.overwinter.universe.Units;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.research.ResearchState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.score.Points;
import dev.overwinter.universe.score.ScoreRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts points by what rows say now; nothing is locked.
final class Scores {
  /// So many players are counted with one look at each table.
  private static final int PAGE = 500;

  private Scores() {}

  static Points of(JdbcClient sql, Laws laws, long player) {
    var one = List.of(player);
    return points(
        laws,
        PlayerRows.research(sql, player),
        planets(sql, one).getOrDefault(player, List.of()),
        flying(sql, one).getOrDefault(player, List.of()));
  }

  private static Points points(
      Laws laws, ResearchState research, List<PlanetState> planets, List<Units> flying) {
    var units = planets.stream().map(PlanetState::units).reduce(Units.NONE, Units::plus);
    return ScoreRules.points(
        laws,
        planets.stream().map(PlanetState::buildings).toList(),
        research.levels(),
        flying.stream().reduce(units, Units::plus));
  }

  private record Of<T>(long player, T what) {}

  private static <T> Map<Long, List<T>> byPlayer(
      JdbcClient sql, String question, Collection<Long> players, Class<T> type) {
    return sql
        .sql(question)
        .param(players.toArray(Long[]::new))
        .query((row, _) -> new Of<>(row.getLong(1), UniverseJson.read(row.getString(2), type)))
        .list()
        .stream()
        .collect(groupingBy(Of::player, mapping(Of::what, toList())));
  }

  private static Map<Long, List<PlanetState>> planets(JdbcClient sql, Collection<Long> players) {
    return byPlayer(
        sql,
        "select player, state from universe_planets where player = any(?)",
        players,
        PlanetState.class);
  }

  private static Map<Long, List<Units>> flying(JdbcClient sql, Collection<Long> players) {
    return byPlayer(
        sql,
        "select player, units from universe_fleets where player = any(?) and due_at is not null",
        players,
        Units.class);
  }

  private record Counted(long player, ResearchState research, Points kept) {
    static Counted of(ResultSet row, int number) throws SQLException {
      return new Counted(
          row.getLong("id"),
          UniverseJson.read(row.getString("research"), ResearchState.class),
          new Points(
              row.getLong("points_total"),
              row.getLong("points_economy"),
              row.getLong("points_research"),
              row.getLong("points_military")));
    }
  }

  /// Counts everybody of a universe, for the highscore, a page at a time. Rows whose points are
  /// what they were are not written. Safe to repeat.
  ///
  /// @return how many players there are
  static long keep(JdbcClient sql, Laws laws, String universe) {
    var all = 0L;
    var last = 0L;
    while (true) {
      var page =
          sql.sql(
                  """
                  select id, research, points_total, points_economy, points_research,
                    points_military
                  from universe_players where universe = ? and id > ? order by id limit ?
                  """)
              .params(universe, last, PAGE)
              .query(Counted::of)
              .list();
      if (page.isEmpty()) {
        return all;
      }
      keep(sql, laws, page);
      all += page.size();
      last = page.getLast().player();
    }
  }

  private static void keep(JdbcClient sql, Laws laws, List<Counted> page) {
    var players = page.stream().map(Counted::player).toList();
    var planets = planets(sql, players);
    var flying = flying(sql, players);
    for (var counted : page) {
      var player = counted.player();
      var points =
          points(
              laws,
              counted.research(),
              planets.getOrDefault(player, List.of()),
              flying.getOrDefault(player, List.of()));
      if (!points.equals(counted.kept())) {
        keep(sql, player, points);
      }
    }
  }

  private static void keep(JdbcClient sql, long player, Points points) {
    sql.sql(
            """
            update universe_players set points_total = ?, points_economy = ?, points_research = ?,
              points_military = ? where id = ?
            """)
        .params(points.total(), points.economy(), points.research(), points.military(), player)
        .update();
  }
}
