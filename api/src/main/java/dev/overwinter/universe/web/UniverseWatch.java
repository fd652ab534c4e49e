package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Whether what is due in the universe happens: asked when somebody wants to know, at most once a
/// second. Becomes the component `universe` of `/actuator/health`, which turns red when something
/// has not happened long after its time, whatever else says that it is well.
@Component("universe")
class UniverseWatch implements HealthIndicator {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final JdbcClient sql;
  private final Clock clock;
  private final Duration lateAfter;
  private final AtomicReference<@Nullable Look> last = new AtomicReference<>();
  private final AtomicBoolean asking = new AtomicBoolean();

  UniverseWatch(JdbcClient sql, Clock clock, ApiConfig config, MeterRegistry meters) {
    this.sql = sql;
    this.clock = clock;
    this.lateAfter = config.universe().lateAfter();
    Gauge.builder("overwinter_universe_overdue_seconds", this, watch -> watch.look().lateSeconds())
        .description("How long the oldest thing has been due that has not happened")
        .register(meters);
  }

  /// What was seen.
  ///
  /// @param database whether it answered
  /// @param there whether there is a universe
  /// @param waiting how many planets, fleets and researchers wait for something
  /// @param happened how many events were written so far
  /// @param late how far behind its time the oldest thing is; zero when nothing is
  /// @param took how long it took to look
  /// @param at when it was seen
  record Look(
      boolean database,
      boolean there,
      long waiting,
      long happened,
      Duration late,
      Duration took,
      Instant at) {
    /// NaN while nobody can say.
    double lateSeconds() {
      return database ? late.toMillis() / 1e3 : Double.NaN;
    }
  }

  /// How it stands.
  Look look() {
    var kept = last.get();
    var now = clock.instant();
    if (kept != null && now.isBefore(kept.at().plus(FRESH))) {
      return kept;
    }
    // One asks; who comes meanwhile is told what was seen last, if anything was.
    if (kept != null && !asking.compareAndSet(false, true)) {
      return kept;
    }
    try {
      var seen = ask(now);
      last.set(seen);
      return seen;
    } finally {
      asking.set(false);
    }
  }

  /// Whether something should have happened long ago.
  boolean stuck(Look look) {
    return look.late().compareTo(lateAfter) > 0;
  }

  private Look ask(Instant now) {
    long begun = System.nanoTime();
    try {
      return sql.sql(
              """
              SELECT (SELECT count(*) FROM universes) AS universes,
                     (SELECT count(*) FROM universe_planets WHERE due_at IS NOT NULL)
                       + (SELECT count(*) FROM universe_fleets WHERE due_at IS NOT NULL)
                       + (SELECT count(*) FROM universe_players WHERE research_due IS NOT NULL)
                       AS waiting,
                     (SELECT coalesce(sum(last), 0) FROM universe_cursors) AS happened,
                     least((SELECT min(due_at) FROM universe_planets WHERE due_at IS NOT NULL),
                           (SELECT min(due_at) FROM universe_fleets WHERE due_at IS NOT NULL),
                           (SELECT min(research_due) FROM universe_players
                             WHERE research_due IS NOT NULL)) AS first
              """)
          .query((row, _) -> {
            var first = Fields.instant(row, "first");
            boolean late = first != null && first.isBefore(now);
            return new Look(
                true,
                row.getLong("universes") > 0,
                row.getLong("waiting"),
                row.getLong("happened"),
                late && first != null ? Duration.between(first, now) : Duration.ZERO,
                Duration.ofNanos(System.nanoTime() - begun),
                now);
          })
          .single();
    } catch (BadSqlGrammarException _) {
      return nothing(true, begun, now); // the worker has not made its tables yet
    } catch (DataAccessException | TransactionException _) {
      return nothing(false, begun, now);
    }
  }

  private static Look nothing(boolean database, long begun, Instant now) {
    return new Look(
        database, false, 0, 0, Duration.ZERO, Duration.ofNanos(System.nanoTime() - begun), now);
  }

  @Override
  public Health health() {
    var look = look();
    if (!look.database()) {
      return Health.unknown().withDetail("why", "the database does not answer").build();
    }
    var health = stuck(look) ? Health.down() : Health.up();
    return health
        .withDetail("overdue_seconds", look.lateSeconds())
        .withDetail("waiting", look.waiting())
        .build();
  }
}
