package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `universe_planets`. Every method belongs into a transaction.
final class PlanetRows {
  private PlanetRows() {}

  /// When something is finished there; null when nothing will be. Stores that fill are told by
  /// whoever settles the planet next, for the moment at which they were full: that needs no timer.
  static @Nullable Instant due(PlanetRow row) {
    return PlanetRules.nextCompletion(row.state()).orElse(null);
  }

  /// Writes what has changed.
  ///
  /// @return whether something is due earlier than its workflow can know
  static boolean update(JdbcClient sql, PlanetRow row) {
    if (!row.changed()) {
      return false;
    }
    var due = due(row);
    var state = row.state();
    sql.sql(
            """
            update universe_planets set state = :state::jsonb, books = :books::jsonb, due_at = :due,
              name = :name, version = version + 1
            where id = :id
            """)
        .param("state", UniverseJson.of(state))
        .param("books", row.books().json())
        .param("due", Rows.stamp(due))
        .param("name", state.name())
        .param("id", row.id)
        .update();
    // Later ones are found out by the timer that is pending for the earlier moment.
    var before = row.wasDueAt;
    return due != null && (before == null || due.isBefore(before));
  }

  /// Makes a planet or a moon, unless another one has its place.
  ///
  /// @param founded makes its state for its id
  static Optional<PlanetRow> insert(
      Turn turn, Spot at, long player, Instant now, LongFunction<PlanetMove> founded) {
    var sql = turn.sql;
    var id =
        sql.sql("select nextval(pg_get_serial_sequence('universe_planets', 'id'))")
            .query(Long.class)
            .single();
    var move = founded.apply(id);
    var state = move.next();
    var inserted =
        sql.sql(
                """
                insert into universe_planets (id, universe, player, galaxy, system, position, moon,
                  name, size, temp_min, temp_max, state, books, due_at, created_at)
                overriding system value
                values (:id, :universe, :player, :galaxy, :system, :position, :moon,
                  :name, :size, :temperature, :temperature, :state::jsonb, :books::jsonb, null, :now)
                on conflict do nothing
                """)
            .param("id", id)
            .param("universe", turn.world.id())
            .param("player", player)
            .param("galaxy", at.galaxy())
            .param("system", at.system())
            .param("position", at.position())
            .param("moon", state.body() == Body.MOON)
            .param("name", state.name())
            .param("size", state.size())
            .param("temperature", state.temperature())
            .param("state", UniverseJson.of(state))
            .param("books", Books.EMPTY.and(move.postings()).json())
            .param("now", Timestamp.from(now))
            .update();
    return inserted == 0 ? Optional.empty() : turn.planet(id);
  }
}
