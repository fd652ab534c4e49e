package dev.overwinter.universe.postgres;

import dev.overwinter.metrics.Asked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is due, what is overdue, and who plays, as rows say it when somebody scrapes; asked at most
/// every few seconds. Not a number while PostgreSQL is away. Thread-safe.
final class UniverseGauges {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final JdbcClient sql;
  private final Asked<Map<String, Double>> known = new Asked<>(FRESH, Map.of(), this::ask);

  UniverseGauges(JdbcClient sql) {
    this.sql = sql;
  }

  void bindTo(MeterRegistry meters) {
    for (var kind : new String[] {"planet", "research", "fleet", "offer"}) {
      Gauge.builder("overwinter_universe_due", () -> value("due_" + kind))
          .description("Queues, fleets and offers that have a next event.")
          .tag("kind", kind)
          .register(meters);
    }
    Gauge.builder("overwinter_universe_overdue", () -> value("overdue"))
        .description("Of all of them, how many are overdue by more than two seconds.")
        .register(meters);
    Gauge.builder("overwinter_universe_overdue_seconds", () -> value("overdue_seconds"))
        .description("For how long the oldest of them has been overdue.")
        .register(meters);
    Gauge.builder("overwinter_universe_players", () -> value("players"))
        .description("Players of all universes.")
        .register(meters);
    Gauge.builder("overwinter_universe_planets", () -> value("planets"))
        .description("Planets and moons of all universes.")
        .register(meters);
  }

  private double value(String name) {
    return known.get().getOrDefault(name, Double.NaN);
  }

  private Map<String, Double> ask() {
    return sql.sql(
            """
            with due as (
              select 'planet' as kind, due_at from universe_planets where due_at is not null
              union all
              select 'research', research_due from universe_players
                where research_due is not null
              union all
              select 'fleet', due_at from universe_fleets where due_at is not null
              union all
              select 'offer', expires_at from universe_offers
                where status = 'open' and expires_at is not null)
            select count(*) filter (where kind = 'planet') as due_planet,
              count(*) filter (where kind = 'research') as due_research,
              count(*) filter (where kind = 'fleet') as due_fleet,
              count(*) filter (where kind = 'offer') as due_offer,
              count(*) filter (where due_at < now() - interval '2 s') as overdue,
              greatest(0, coalesce(extract(epoch from now() - min(due_at)), 0))
                as overdue_seconds,
              (select count(*) from universe_players) as players,
              (select count(*) from universe_planets) as planets
            from due
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
