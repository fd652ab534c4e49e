package dev.overwinter.universe.web;

import dev.overwinter.universe.order.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Unions: attacks that fleets of several players fly as one.
@Component
class UnionReads {
  private final JdbcClient sql;

  UnionReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// A union that has not fought yet.
  ///
  /// @param founder who may invite others
  /// @param founderName for people
  /// @param arrivesAt when all of its fleets are there
  /// @param invited who may join, its founder among them
  record Union(
      String id,
      long founder,
      String founderName,
      Spot target,
      Instant arrivesAt,
      List<Long> invited) {

    /// For people; public since pages read it.
    public String label() {
      return founderName + "'s attack on " + target.text();
    }
  }

  /// Those that a player may join, next arrival first.
  List<Union> open(long player) {
    return sql.sql(
            """
            SELECT u.*, p.username FROM universe_unions u JOIN universe_players p ON p.id = u.founder
             WHERE u.invited @> ARRAY[?::bigint] AND NOT u.over ORDER BY u.arrives_at, u.id LIMIT 100
            """)
        .param(player)
        .query((row, _) -> union(row))
        .list();
  }

  private static Union union(ResultSet row) throws SQLException {
    return new Union(
        row.getString("id"),
        row.getLong("founder"),
        row.getString("username"),
        new Spot(
            row.getInt("target_galaxy"),
            row.getInt("target_system"),
            row.getInt("target_position"),
            row.getBoolean("target_moon")),
        Objects.requireNonNull(Fields.instant(row, "arrives_at")),
        List.of((Long[]) row.getArray("invited").getArray()));
  }
}
