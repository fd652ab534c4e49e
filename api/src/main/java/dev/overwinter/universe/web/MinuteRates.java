package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import java.time.Clock;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// How often a player uses the older paths: so many in a minute of the clock, counted in PostgreSQL
/// by all api processes together, one row a player.
@Component
class MinuteRates {
  private static final long MINUTE = 60_000;

  private final JdbcClient sql;
  private final Clock clock;
  private final int most;

  MinuteRates(JdbcClient sql, Clock clock, ApiConfig config) {
    this.sql = sql;
    this.clock = clock;
    this.most = config.universe().perMinute();
  }

  /// Counts one.
  ///
  /// @return whether it was one too many; never while nobody can count
  boolean isOver(long player) {
    try {
      return sql.sql(
                  """
                  INSERT INTO universe_rates AS r VALUES (:player, :minute, 1)
                  ON CONFLICT (player) DO UPDATE
                     SET taken = CASE WHEN r.minute = :minute THEN r.taken + 1 ELSE 1 END,
                         minute = :minute
                  RETURNING taken
                  """)
              .param("player", player)
              .param("minute", clock.millis() / MINUTE)
              .query(Integer.class)
              .single()
          > most;
    } catch (DataAccessException | TransactionException _) {
      return false; // whatever needs the database says so itself
    }
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 240_000)
  void forget() {
    sql.sql("DELETE FROM universe_rates WHERE minute < ?")
        .param(clock.millis() / MINUTE - 1)
        .update();
  }
}
