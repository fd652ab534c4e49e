package dev.overwinter.universe.postgres;

import dev.overwinter.universe.research.ResearchItem;
import dev.overwinter.universe.research.ResearchState;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `universe_players`. Every method belongs into a transaction.
final class PlayerRows {
  private PlayerRows() {}

  /// When the head of the queue is done; null when there is none.
  static @Nullable Instant due(ResearchState research) {
    return research.queue().stream()
        .map(ResearchItem::end)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  static void update(JdbcClient sql, PlayerRow row) {
    row.researchDue = due(row.research);
    sql.sql(
            """
            update universe_players set research = :research::jsonb, research_due = :due,
              vacation_since = :vacation, active_planet = :planet,
              needs_start_choice = :needs, last_active_at = :active, version = version + 1
            where id = :id
            """)
        .param("research", UniverseJson.of(row.research))
        .param("due", Rows.stamp(row.researchDue))
        .param("vacation", Rows.stamp(row.vacationSince))
        .param("planet", row.activePlanet)
        .param("needs", row.needsStartChoice)
        .param("active", Timestamp.from(row.lastActiveAt))
        .param("id", row.id)
        .update();
  }

  /// Which universe a player is in; empty when there is no such player. Nothing is locked.
  static Optional<String> universeOf(JdbcClient sql, long player) {
    return sql.sql("select universe from universe_players where id = ?")
        .param(player)
        .query(String.class)
        .optional();
  }

  /// What a player knows, without a lock; for those that a step does not change.
  static ResearchState research(JdbcClient sql, long player) {
    return UniverseJson.read(
        sql.sql("select research from universe_players where id = ?")
            .param(player)
            .query(String.class)
            .single(),
        ResearchState.class);
  }

  /// When the next level of a player is done, without a lock.
  static Optional<Instant> researchDue(JdbcClient sql, long player) {
    return sql.sql("select research_due from universe_players where id = ?")
        .param(player)
        .query((row, _) -> Optional.ofNullable(Rows.instant(row, "research_due")))
        .optional()
        .flatMap(due -> due);
  }
}
