package dev.overwinter.universe.postgres;

import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Runs steps: one transaction each, and afterwards workflows are told. Thread-safe.
final class Steps {
  private static final Logger log = LoggerFactory.getLogger(Steps.class);

  /// Rows are locked in one order, so that a deadlock is rare; PostgreSQL ends it by failing one.
  private static final int TRIES = 5;

  final JdbcClient sql;
  final Worlds worlds;
  final UniverseNews news;
  private final TransactionOperations transaction;

  Steps(JdbcClient sql, TransactionOperations transaction, Worlds worlds, UniverseNews news) {
    this.sql = sql;
    this.transaction = transaction;
    this.worlds = worlds;
    this.news = news;
  }

  /// All of it or nothing.
  ///
  /// @param askedBy whose workflow learns what is due from the answer
  <T> T take(World world, Asker askedBy, Function<Turn, T> work) {
    for (var attempt = 1; ; attempt++) {
      try {
        return once(world, askedBy, work);
      } catch (ConcurrencyFailureException deadlock) {
        if (attempt == TRIES) {
          throw deadlock;
        }
        log.info("a step is taken again: {}", deadlock.getMessage());
      }
    }
  }

  private <T> T once(World world, Asker askedBy, Function<Turn, T> work) {
    var turn = new Turn[1];
    var done =
        transaction.execute(_ -> {
          turn[0] = new Turn(sql, world);
          var result = work.apply(turn[0]);
          turn[0].write();
          return result;
        });
    turn[0].tell(news, askedBy);
    return Objects.requireNonNull(done);
  }
}
