package dev.overwinter.notices.postgres;

import dev.overwinter.metrics.Asked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How much waits and for how long, as rows say it when somebody scrapes; asked at most every few
/// seconds. Not a number while PostgreSQL is away. Thread-safe.
final class NoticeGauges {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Figures UNKNOWN = new Figures(Double.NaN, Double.NaN, Double.NaN);

  private final JdbcClient sql;
  private final Asked<Figures> known = new Asked<>(FRESH, UNKNOWN, this::ask);

  private record Figures(double waiting, double oldest, double overdue) {}

  NoticeGauges(JdbcClient sql) {
    this.sql = sql;
  }

  void bindTo(MeterRegistry meters) {
    Gauge.builder("overwinter_notices_waiting", () -> known.get().waiting())
        .description("Notices that wait for hooks which are not paused.")
        .register(meters);
    Gauge.builder("overwinter_notices_oldest_waiting_seconds", () -> known.get().oldest())
        .description("For how long the oldest of them has waited: its receiver is away.")
        .register(meters);
    Gauge.builder("overwinter_notices_overdue_seconds", () -> known.get().overdue())
        .description("For how long an attempt that is due has not been made: nobody delivers.")
        .register(meters);
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
