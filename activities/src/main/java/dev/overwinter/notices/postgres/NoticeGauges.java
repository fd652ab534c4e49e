package dev.overwinter.notices.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How much waits and for how long, as rows say it when somebody scrapes; asked at most every few
/// seconds. Not a number while PostgreSQL is away. Thread-safe.
final class NoticeGauges {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final JdbcClient sql;
  private Optional<Figures> known = Optional.empty();
  private long askedNanos;

  private record Figures(double waiting, double oldest, double overdue) {}

  NoticeGauges(JdbcClient sql) {
    this.sql = sql;
  }

  void bindTo(MeterRegistry meters) {
    Gauge.builder("overwinter_notices_waiting", () -> figures().waiting())
        .description("Notices that wait for hooks which are not paused.")
        .register(meters);
    Gauge.builder("overwinter_notices_oldest_waiting_seconds", () -> figures().oldest())
        .description("For how long the oldest of them has waited: its receiver is away.")
        .register(meters);
    Gauge.builder("overwinter_notices_overdue_seconds", () -> figures().overdue())
        .description("For how long an attempt that is due has not been made: nobody delivers.")
        .register(meters);
  }

  private synchronized Figures figures() {
    var now = System.nanoTime();
    // While PostgreSQL is away too: each question waits for a connection, and a scrape has many.
    if (askedNanos == 0 || now - askedNanos > FRESH_NANOS) {
      askedNanos = now;
      try {
        known = Optional.of(ask());
      } catch (DataAccessException away) {
        known = Optional.empty();
      }
    }
    return known.orElseGet(() -> new Figures(Double.NaN, Double.NaN, Double.NaN));
  }

  private Figures ask() {
    return sql.sql(
            """
            select count(*) as waiting,
              coalesce(extract(epoch from now() - min(d.queued_at)), 0) as oldest,
              (select greatest(0, coalesce(extract(epoch from now() - min(due_at)), 0))
                 from server_hooks where state = 'ACTIVE') as overdue
            from notice_deliveries d join server_hooks h on h.id = d.hook_id
            where d.state = 'WAITING' and h.state = 'ACTIVE'
            """)
        .query((row, _) ->
            new Figures(
                row.getDouble("waiting"), row.getDouble("oldest"), row.getDouble("overdue")))
        .single();
  }
}
