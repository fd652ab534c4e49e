package dev.overwinter.universe.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// How the planets of a universe stand with their energy, over all. Counting costs something for
/// each planet, so it is counted when somebody asks, beside the request, and never more than a
/// hundredth of the time; who asks gets the newest count.
@Component
class EnergySurvey {
  private static final Logger LOG = LoggerFactory.getLogger(EnergySurvey.class);
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final int AT_ONCE = 500;
  private static final int SHARE = 100;

  private final JdbcTemplate sql;
  private final TransactionTemplate transactions;
  private final PlanetReads planets;
  private final Clock clock;
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile Count newest = new Count(0, 0, 0, 1.0);
  private volatile Instant again = Instant.MIN;

  EnergySurvey(
      JdbcTemplate sql, TransactionTemplate transactions, PlanetReads planets, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.planets = planets;
    this.clock = clock;
  }

  /// @param players who play
  /// @param planets planets and moons
  /// @param deficit those with less energy than their mines need
  /// @param least the smallest share of their output that mines give
  record Count(long players, long planets, long deficit, double least) {}

  /// The newest count.
  Count count(String universe) {
    if (!clock.instant().isBefore(again) && counting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("energy-survey").start(() -> survey(universe));
    }
    return newest;
  }

  private void survey(String universe) {
    long begun = System.nanoTime();
    try {
      newest = counted(universe);
    } catch (RuntimeException e) {
      LOG.debug("not counted: {}", e.toString());
    } finally {
      var took = Duration.ofNanos(System.nanoTime() - begun);
      var pause = took.multipliedBy(SHARE);
      again = clock.instant().plus(pause.compareTo(FRESH) > 0 ? pause : FRESH);
      counting.set(false);
    }
  }

  private Count counted(String universe) {
    var seen = new long[2];
    var least = new double[] {1.0};
    // Rows come in portions only within a transaction.
    transactions.executeWithoutResult(_ -> {
      var portions = new JdbcTemplate(Objects.requireNonNull(sql.getDataSource()));
      portions.setFetchSize(AT_ONCE);
      portions.query(
          "SELECT * FROM universe_planets WHERE universe = ?",
          row -> {
            var energy = planets.planet(row).yield().energy();
            seen[0]++;
            seen[1] += energy.raw() < 1 ? 1 : 0;
            least[0] = Math.min(least[0], energy.factor());
          },
          universe);
    });
    var players =
        sql.queryForObject(
            "SELECT count(*) FROM universe_players WHERE universe = ?", Long.class, universe);
    return new Count(players == null ? 0 : players, seen[0], seen[1], least[0]);
  }
}
