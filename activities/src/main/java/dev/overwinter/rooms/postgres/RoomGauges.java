package dev.overwinter.rooms.postgres;

import dev.overwinter.metrics.Asked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How many rooms there are and what is late in them, as rows say it when somebody scrapes; asked
/// at most every few seconds. Not a number while PostgreSQL is away. Thread-safe.
final class RoomGauges {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final JdbcClient sql;
  private final Asked<Map<String, Double>> known = new Asked<>(FRESH, Map.of(), this::ask);

  RoomGauges(JdbcClient sql) {
    this.sql = sql;
  }

  void bindTo(MeterRegistry meters) {
    Gauge.builder("overwinter_room_open", () -> value("open"))
        .description("Rooms that are not over.")
        .register(meters);
    Gauge.builder("overwinter_room_playing", () -> value("playing"))
        .description("Rooms with a round under way.")
        .register(meters);
    Gauge.builder("overwinter_room_members", () -> value("members"))
        .description("Members of all rooms that are not over.")
        .register(meters);
    Gauge.builder("overwinter_room_overdue", () -> value("overdue"))
        .description("Rooms whose round or turn should have ended more than two seconds ago.")
        .register(meters);
    Gauge.builder("overwinter_room_overdue_seconds", () -> value("overdue_seconds"))
        .description("For how long the oldest of them has been overdue.")
        .register(meters);
  }

  private double value(String name) {
    return known.get().getOrDefault(name, Double.NaN);
  }

  private Map<String, Double> ask() {
    return sql.sql(
            """
            select (select count(*) from rooms where over is null) as open,
              (select coalesce(sum(members), 0) from rooms where over is null) as members,
              (select count(*) from rooms where round_ends_at is not null) as playing,
              (select count(*) from rooms where due_at < now() - interval '2 s') as overdue,
              (select greatest(0, coalesce(extract(epoch from now() - min(due_at)), 0)) from rooms)
                as overdue_seconds
            """)
        .query((row, _) -> {
          var values = new TreeMap<String, Double>();
          for (var column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            values.put(row.getMetaData().getColumnLabel(column), row.getDouble(column));
          }
          return values;
        })
        .single();
  }
}
