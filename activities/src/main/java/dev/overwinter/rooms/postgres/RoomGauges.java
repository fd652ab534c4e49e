package dev.overwinter.rooms.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How many rooms there are and what is late in them, as rows say it when somebody scrapes; asked
/// at most every few seconds. Not a number while PostgreSQL is away. Thread-safe.
final class RoomGauges {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final JdbcClient sql;
  private Map<String, Double> known = Map.of();
  private long askedNanos;

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

  private synchronized double value(String name) {
    var now = System.nanoTime();
    // While PostgreSQL is away too: each question waits for a connection, and a scrape has many.
    if (askedNanos == 0 || now - askedNanos > FRESH_NANOS) {
      askedNanos = now;
      try {
        known = ask();
      } catch (DataAccessException away) {
        known = Map.of();
      }
    }
    return known.getOrDefault(name, Double.NaN);
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
