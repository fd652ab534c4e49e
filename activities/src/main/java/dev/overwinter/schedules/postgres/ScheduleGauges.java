package dev.overwinter.schedules.postgres;

import dev.overwinter.metrics.Asked;
import dev.overwinter.schedules.ScheduleRules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/// How many schedules there are and how late their runs are, as rows say it when somebody scrapes;
/// asked at most every half minute, since all of them are read. Not a number while PostgreSQL is
/// away. Thread-safe.
public final class ScheduleGauges {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Figures UNKNOWN = new Figures(Double.NaN, Double.NaN);

  private final ScheduleRows rows;
  private final Clock clock;
  private final Asked<Figures> known = new Asked<>(FRESH, UNKNOWN, this::ask);

  private record Figures(double active, double overdueSeconds) {}

  /// Reads these rows.
  ///
  /// @param clock by which runs are overdue
  public ScheduleGauges(ScheduleRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /// Tells them from now on.
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("overwinter_schedules_active", () -> known.get().active())
        .description("Schedules that are not paused.")
        .register(meters);
    Gauge.builder("overwinter_schedules_overdue_seconds", () -> known.get().overdueSeconds())
        .description("For how long a run that is due has not begun, of those of the last hour.")
        .register(meters);
  }

  private Figures ask() {
    var active = rows.awaited();
    var now = clock.instant();
    var overdue =
        active.stream()
            .mapToLong(one -> ScheduleRules.overdue(one.plan(), one.since(), now).toSeconds())
            .max()
            .orElse(0);
    return new Figures(active.size(), overdue);
  }
}
