package dev.overwinter.universe.postgres;

import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.order.Spot;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `universe_fleets`. Every method belongs into a transaction.
final class FleetRows {
  private static final String AT =
      """
      universe = :universe and due_galaxy = :galaxy and due_system = :system
        and due_position = :position and due_moon = :moon
      """;

  private FleetRows() {}

  /// Locks a fleet; empty when there is none.
  static Optional<FleetRow> lock(JdbcClient sql, String fleet) {
    return sql.sql("select * from universe_fleets where id = ? for update")
        .param(fleet)
        .query(FleetRow::of)
        .optional();
  }

  /// The same without a lock.
  static Optional<FleetRow> find(JdbcClient sql, String fleet) {
    return sql.sql("select * from universe_fleets where id = ?")
        .param(fleet)
        .query(FleetRow::of)
        .optional();
  }

  /// Locks the fleet whose event is the next at a place, until a moment; empty when there is none.
  static Optional<FleetRow> next(Turn turn, Spot place, Instant upTo) {
    return turn.sql
        .sql(
            """
            select * from universe_fleets where %s and due_at <= :upTo
            order by due_at, number limit 1 for update
            """
                .formatted(AT))
        .param("universe", turn.world.id())
        .param("galaxy", place.galaxy())
        .param("system", place.system())
        .param("position", place.position())
        .param("moon", place.moon())
        .param("upTo", Timestamp.from(upTo))
        .query(FleetRow::of)
        .optional();
  }

  /// Whose fleets have an event at a place until a moment; nothing is locked.
  static List<Long> playersDue(JdbcClient sql, String universe, Spot place, Instant upTo) {
    return sql.sql(
            "select distinct player from universe_fleets where %s and due_at <= :upTo"
                .formatted(AT))
        .param("universe", universe)
        .param("galaxy", place.galaxy())
        .param("system", place.system())
        .param("position", place.position())
        .param("moon", place.moon())
        .param("upTo", Timestamp.from(upTo))
        .query((row, _) -> row.getLong(1))
        .list();
  }

  /// Locks the fleets that stay at a place, by number.
  static List<FleetRow> holding(Turn turn, Spot place) {
    return turn.sql
        .sql(
            """
            select * from universe_fleets
            where %s and due_at is not null and state = 'HOLDING' and mission = 'ACS_DEFEND'
            order by number for update
            """
                .formatted(AT))
        .param("universe", turn.world.id())
        .param("galaxy", place.galaxy())
        .param("system", place.system())
        .param("position", place.position())
        .param("moon", place.moon())
        .query(FleetRow::of)
        .list();
  }

  /// Locks the fleets of a union that have not arrived yet, by number.
  static List<FleetRow> union(Turn turn, String union) {
    return turn.sql
        .sql(
            """
            select * from universe_fleets where union_id = ? and state = 'OUTBOUND'
            order by number for update
            """)
        .param(union)
        .query(FleetRow::of)
        .list();
  }

  /// How many of a player's fleets are in space.
  static int flying(JdbcClient sql, long player, String mission) {
    return sql.sql(
            """
            select count(*) from universe_fleets where player = ? and due_at is not null
              and (? = '' or mission = ?) and mission <> 'MISSILES'
            """)
        .params(player, mission, mission)
        .query(Integer.class)
        .single();
  }

  /// Whether a player has anything in space, missiles too.
  static boolean isAbroad(JdbcClient sql, long player) {
    return sql.sql(
            "select exists (select from universe_fleets where player = ? and due_at is not null)")
        .param(player)
        .query(Boolean.class)
        .single();
  }

  /// Whose fleets defend a place, or are on their way to: one player for each fleet; nothing is
  /// locked.
  static List<PlayerId> helpers(Turn turn, Spot target) {
    return turn.sql
        .sql(
            """
            select player from universe_fleets
            where universe = ? and target_galaxy = ? and target_system = ? and target_position = ?
              and target_moon = ? and mission = 'ACS_DEFEND' and due_at is not null
              and state in ('OUTBOUND', 'HOLDING')
            """)
        .params(turn.world.id(), target.galaxy(), target.system(), target.position(), target.moon())
        .query((row, _) -> new PlayerId(row.getLong(1)))
        .list();
  }

  /// All of a union that are on their way arrive then; what follows is as much later.
  static void delay(JdbcClient sql, String union, Instant arrival) {
    sql.sql(
            """
            update universe_fleets set due_at = :arrival, arrives_at = :arrival,
              returns_at = :arrival::timestamptz + (:arrival::timestamptz - departs_at), version = version + 1
            where union_id = :union and state = 'OUTBOUND'
            """)
        .param("arrival", Timestamp.from(arrival))
        .param("union", union)
        .update();
  }

  static void update(JdbcClient sql, FleetRow row) {
    sql.sql(
            """
            update universe_fleets set state = :state, units = :units::jsonb, metal = :metal,
              crystal = :crystal, deuterium = :deuterium, books = :books::jsonb,
              returns_at = :returnsAt, recalled_at = :recalledAt, due_at = :dueAt,
              due_galaxy = :galaxy, due_system = :system, due_position = :position,
              due_moon = :moon, outcome = :outcome, battle = :battle, version = version + 1
            where id = :id
            """)
        .param("state", row.state.name())
        .param("units", UniverseJson.of(row.units))
        .param("metal", row.cargo().metal())
        .param("crystal", row.cargo().crystal())
        .param("deuterium", row.cargo().deuterium())
        .param("books", row.freight.json())
        .param("returnsAt", Rows.stamp(row.returnsAt))
        .param("recalledAt", Rows.stamp(row.recalledAt))
        .param("dueAt", Rows.stamp(row.dueAt))
        .param("galaxy", row.dueSpot.galaxy())
        .param("system", row.dueSpot.system())
        .param("position", row.dueSpot.position())
        .param("moon", row.dueSpot.moon())
        .param("outcome", row.outcome)
        .param("battle", row.battle)
        .param("id", row.id)
        .update();
  }
}
