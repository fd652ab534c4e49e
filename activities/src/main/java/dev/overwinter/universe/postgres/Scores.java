package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Units;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.score.Points;
import dev.overwinter.universe.score.ScoreRules;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts points by what rows say now; nothing is locked.
final class Scores {
  private Scores() {}

  static Points of(JdbcClient sql, Laws laws, long player) {
    var planets =
        sql.sql("select state from universe_planets where player = ?")
            .param(player)
            .query((row, _) -> UniverseJson.read(row.getString(1), PlanetState.class))
            .list();
    var flying =
        sql.sql("select units from universe_fleets where player = ? and due_at is not null")
            .param(player)
            .query((row, _) -> UniverseJson.read(row.getString(1), Units.class))
            .list();
    var units = planets.stream().map(PlanetState::units).reduce(Units.NONE, Units::plus);
    return ScoreRules.points(
        laws,
        planets.stream().map(PlanetState::buildings).toList(),
        PlayerRows.research(sql, player).levels(),
        flying.stream().reduce(units, Units::plus));
  }

  /// Keeps them for the highscore.
  static void keep(JdbcClient sql, long player, Points points) {
    sql.sql(
            """
            update universe_players set points_total = ?, points_economy = ?, points_research = ?,
              points_military = ? where id = ?
            """)
        .params(points.total(), points.economy(), points.research(), points.military(), player)
        .update();
  }
}
