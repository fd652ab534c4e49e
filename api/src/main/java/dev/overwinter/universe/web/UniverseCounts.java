package dev.overwinter.universe.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// What the older universe counted in its one process, read from the tables, so that it is the same
/// in every api process and outlives all of them: of events and orders as many as are kept. Asked
/// at most once in ten seconds, and by one at a time: it reads every planet, and anybody may ask.
@Component
class UniverseCounts {
  private static final Logger LOG = LoggerFactory.getLogger(UniverseCounts.class);
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final JdbcClient sql;
  private final Clock clock;
  private final AtomicReference<@Nullable Counts> last = new AtomicReference<>();
  private final AtomicBoolean asking = new AtomicBoolean();

  UniverseCounts(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// What was counted.
  ///
  /// @param events how often something happened, or how many whole units of it, by its name
  /// @param timers how long something takes, in milliseconds, by its name
  record Counts(Map<String, Long> events, Map<String, Object> timers, Instant at) {}

  /// Empty while the database is away, and before it has answered for the first time.
  Counts counts() {
    var kept = last.get();
    var now = clock.instant();
    if (kept != null && now.isBefore(kept.at().plus(FRESH))) {
      return kept;
    }
    // One asks; who comes meanwhile is told what was counted last.
    if (!asking.compareAndSet(false, true)) {
      return kept == null ? nothing(now) : kept;
    }
    try {
      var seen = new Counts(events(), timers(now), clock.instant());
      last.set(seen);
      return seen;
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("nothing is counted: {}", e.toString());
      return nothing(now);
    } finally {
      asking.set(false);
    }
  }

  private static Counts nothing(Instant now) {
    return new Counts(Map.of(), Map.of(), now);
  }

  private Map<String, Long> events() {
    var events = new LinkedHashMap<String, Long>();
    sql.sql(
            """
            SELECT names.name, count(e.type) AS count
              FROM (VALUES ('queue.build.completed', 'building_complete'),
                           ('queue.research.completed', 'research_complete'),
                           ('queue.ship.completed', 'ship_build_complete_batch'))
                   AS names (name, type)
              LEFT JOIN (SELECT type FROM universe_events
                          WHERE type IN ('building_complete', 'research_complete',
                                         'ship_build_complete_batch')) e ON e.type = names.type
             GROUP BY names.name
            UNION ALL
            SELECT 'energy.deficit.count', count(*) FROM universe_messages
             WHERE folder = 'notification' AND type = 'energy_deficit'
            UNION ALL
            SELECT 'trade.fee_collected', sum(fee) / 1000000
              FROM (SELECT coalesce(sum(fee), 0) AS fee FROM universe_offers
                    UNION ALL
                    SELECT metal + crystal + deuterium FROM universe_books
                     WHERE holder = 'OFFER' AND kind = 'FEE') f
            UNION ALL
            SELECT 'production.' || resource,
                   coalesce(sum((books -> 'PRODUCED' ->> resource)::numeric), 0) / 1000000
              FROM (VALUES ('metal'), ('crystal'), ('deuterium')) AS r (resource)
              LEFT JOIN (SELECT books FROM universe_planets
                         UNION ALL
                         SELECT jsonb_build_object(kind, to_jsonb(b)) FROM universe_books b
                          WHERE holder = 'PLANET' AND kind = 'PRODUCED') p ON true
             GROUP BY resource
            UNION ALL
            SELECT 'consumption.deuterium.fusion',
                   (coalesce(sum((books -> 'BURNED' ->> 'deuterium')::numeric), 0)
                     + (SELECT coalesce(sum(deuterium), 0) FROM universe_books
                         WHERE holder = 'PLANET' AND kind = 'BURNED')) / 1000000
              FROM universe_planets
            ORDER BY 1
            """)
        .query((row, _) -> Map.entry(row.getString(1), row.getBigDecimal(2).longValue()))
        .list()
        .forEach(event -> events.put(event.getKey(), event.getValue()));
    // There is nothing to load or to save by itself: whatever happens is written as it happens.
    events.put("autoload.count", 0L);
    events.put("save.count", 0L);
    return events;
  }

  /// Of the newest 20,000 orders. What is done is done at its due time, so what it took is what was
  /// planned, of those whose time has come; one that was cancelled is counted as it was planned.
  private Map<String, Object> timers(Instant now) {
    var timers = new LinkedHashMap<String, Object>();
    timers.put("autoload.duration_s", Statistic.NONE);
    timers.put("save.duration_s", Statistic.NONE);
    for (var queue : new String[] {"build", "research", "ship"}) {
      timers.put("queue." + queue + ".planned_s", Statistic.NONE);
      timers.put("queue." + queue + ".actual_s", Statistic.NONE);
    }
    sql.sql(
            """
            WITH newest AS (
              SELECT asked::jsonb AS asked, outcome, at FROM universe_orders
               ORDER BY at DESC LIMIT 20000),
            accepted AS (
              SELECT CASE asked -> 'order' ->> 'kind'
                       WHEN 'build' THEN 'build' WHEN 'demolish' THEN 'build'
                       WHEN 'make' THEN 'ship' WHEN 'begin' THEN 'research' END AS queue,
                     at, (outcome ->> 'finishesAt')::timestamptz AS finishes,
                     extract(epoch FROM (outcome ->> 'finishesAt')::timestamptz
                       - (outcome ->> 'at')::timestamptz)::float8 * 1000 AS millis
                FROM newest
               WHERE outcome ->> 'kind' = 'accepted' AND outcome ->> 'finishesAt' IS NOT NULL)
            SELECT 'queue.' || queue || which AS name, count(*) AS count, sum(millis) AS total,
                   min(millis) AS least, max(millis) AS most,
                   (array_agg(millis ORDER BY at DESC))[1\\:256] AS newest
              FROM accepted, (VALUES ('.planned_s'), ('.actual_s')) AS w (which)
             WHERE queue IS NOT NULL
               AND (which = '.planned_s' OR finishes <= :now::timestamptz)
             GROUP BY 1 ORDER BY 1
            """)
        .param("now", now.toString())
        .query((row, _) -> Map.entry(row.getString("name"), statistic(row)))
        .list()
        .forEach(timer -> timers.put(timer.getKey(), timer.getValue()));
    return timers;
  }

  private static Map<String, Object> statistic(ResultSet row) throws SQLException {
    var boxed = (Double[]) row.getArray("newest").getArray();
    var newest = new double[boxed.length];
    for (int at = 0; at < boxed.length; at++) {
      newest[at] = boxed[at];
    }
    return Statistic.json(
        row.getLong("count"),
        row.getDouble("total"),
        row.getDouble("least"),
        row.getDouble("most"),
        newest[0],
        newest);
  }
}
