package dev.overwinter.universe.web;

import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Fleets: a player's own, and those that come to their planets.
@Component("universeFleetReads")
class FleetReads {
  private final JdbcClient sql;

  FleetReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// A fleet.
  ///
  /// @param id of it
  /// @param player whose
  /// @param playerName for people
  /// @param mission what for
  /// @param state OUTBOUND, HOLDING, RETURNING, HOME or LOST
  /// @param origin where it left
  /// @param target where it goes
  /// @param units what is left of it
  /// @param metal of its cargo, in micro-units, as the next two
  /// @param departsAt when it left
  /// @param arrivesAt when it is there
  /// @param holdsUntil of a mission that stays
  /// @param returnsAt when it is home; null for one that does not come back
  /// @param recalledAt null unless it was called back
  /// @param union its union; null without one
  /// @param outcome one line for people
  /// @param battle its battle; null when it did not fight
  record Fleet(
      String id,
      long player,
      String playerName,
      Mission mission,
      String state,
      long originPlanet,
      Spot origin,
      Spot target,
      Units units,
      long metal,
      long crystal,
      long deuterium,
      int speedPercent,
      Instant departsAt,
      Instant arrivesAt,
      @Nullable Instant holdsUntil,
      @Nullable Instant returnsAt,
      @Nullable Instant recalledAt,
      @Nullable String union,
      String outcome,
      @Nullable Long battle) {

    /// Whether it can still be called back.
    boolean outbound(Instant now) {
      return "OUTBOUND".equals(state) && recalledAt == null && now.isBefore(arrivesAt);
    }
  }

  private static final String FLEETS =
      """
      SELECT f.*, p.username FROM universe_fleets f JOIN universe_players p ON p.id = f.player
      """;

  /// A player's that fly, next event first.
  List<Fleet> flying(long player) {
    return sql.sql(
            FLEETS
                + " WHERE f.player = ? AND f.due_at IS NOT NULL ORDER BY f.due_at, f.id LIMIT 500")
        .param(player)
        .query((row, _) -> fleet(row))
        .list();
  }

  /// Others' that come to a player's planets, next arrival first.
  List<Fleet> coming(long player) {
    return sql.sql(
            FLEETS
                + """
                 WHERE f.target_player = :player AND f.player <> :player AND f.due_at IS NOT NULL
                   AND f.state IN ('OUTBOUND', 'HOLDING') AND f.mission <> 'ESPIONAGE'
                 ORDER BY f.arrives_at, f.id LIMIT 500
                """)
        .param("player", player)
        .query((row, _) -> fleet(row))
        .list();
  }

  /// A player's, newest first, those that are home included.
  List<Fleet> all(long player, int most, int skip) {
    return sql.sql(FLEETS + " WHERE f.player = ? ORDER BY f.departs_at DESC, f.id LIMIT ? OFFSET ?")
        .params(player, most, skip)
        .query((row, _) -> fleet(row))
        .list();
  }

  /// One of a player's.
  Optional<Fleet> find(long player, String id) {
    return sql.sql(FLEETS + " WHERE f.player = ? AND f.id = ?")
        .params(player, id)
        .query((row, _) -> fleet(row))
        .optional();
  }

  private static Fleet fleet(ResultSet row) throws SQLException {
    return new Fleet(
        row.getString("id"),
        row.getLong("player"),
        row.getString("username"),
        Mission.valueOf(row.getString("mission")),
        row.getString("state"),
        row.getLong("origin_planet"),
        spot(row, "origin_"),
        spot(row, "target_"),
        UniverseReads.value(row, "units", Units.class),
        row.getLong("metal"),
        row.getLong("crystal"),
        row.getLong("deuterium"),
        row.getInt("speed_percent"),
        Objects.requireNonNull(Fields.instant(row, "departs_at")),
        Objects.requireNonNull(Fields.instant(row, "arrives_at")),
        Fields.instant(row, "holds_until"),
        Fields.instant(row, "returns_at"),
        Fields.instant(row, "recalled_at"),
        row.getString("union_id"),
        row.getString("outcome"),
        Fields.number(row, "battle"));
  }

  private static Spot spot(ResultSet row, String prefix) throws SQLException {
    return new Spot(
        row.getInt(prefix + "galaxy"),
        row.getInt(prefix + "system"),
        row.getInt(prefix + "position"),
        row.getBoolean(prefix + "moon"));
  }
}
