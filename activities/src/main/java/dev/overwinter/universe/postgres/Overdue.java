package dev.overwinter.universe.postgres;

import dev.overwinter.universe.workflow.FleetActivities;
import dev.overwinter.universe.workflow.MarketActivities;
import dev.overwinter.universe.workflow.PlanetActivities;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Does what should have happened a moment ago and has not: the timer of its workflow was late or
/// was lost, as when an order was committed and both the worker and Temporal died before the
/// workflow could say so, or PostgreSQL came back from a backup alone. Whatever was due happens in
/// the order and with the moments that it would have had; a workflow that comes later finds it
/// done. While nothing is late it costs one question to each of four indexes.
///
/// One call at a time; any number of processes may call at once.
public final class Overdue {
  private static final Logger log = LoggerFactory.getLogger(Overdue.class);
  private static final int AT_ONCE = 4;

  /// What does not go away although it was settled is left alone for so long, and others have their
  /// turn.
  private static final Duration STUCK = Duration.ofMinutes(1);

  private final JdbcClient sql;
  private final PlanetActivities planets;
  private final FleetActivities fleets;
  private final MarketActivities market;
  private final MeterRegistry meters;
  private final Map<String, Instant> stuck = new ConcurrentHashMap<>();

  Overdue(
      JdbcClient sql,
      PlanetActivities planets,
      FleetActivities fleets,
      MarketActivities market,
      MeterRegistry meters) {
    this.sql = sql;
    this.planets = planets;
    this.fleets = fleets;
    this.market = market;
    this.meters = meters;
  }

  private record Late(String kind, String id) {
    String name() {
      return kind + "/" + id;
    }
  }

  /// Settles what was due before a moment, the oldest first.
  ///
  /// @param now until when what is late is settled
  /// @param most of each kind
  /// @return how many there were; as many again may be left when it is `most` or more
  /// @throws org.springframework.dao.DataAccessException while PostgreSQL is away
  public int settle(Instant before, Instant now, int most) {
    stuck.values().removeIf(until -> !until.isAfter(now));
    var all = new ArrayList<Late>();
    all.addAll(late("planet", "id from universe_planets where due_at", before, most));
    all.addAll(late("research", "id from universe_players where research_due", before, most));
    all.addAll(late("fleet", "id from universe_fleets where due_at", before, most));
    all.addAll(
        late(
            "offer",
            "key from universe_offers where status = 'open' and expires_at",
            before,
            most));
    all.removeIf(one -> stuck.containsKey(one.name()));
    if (!all.isEmpty()) {
      settle(all, now);
    }
    return all.size();
  }

  /// @param what the column that names it, the table, and at the end the column with its moment
  private List<Late> late(String kind, String what, Instant before, int most) {
    var moment = what.substring(what.lastIndexOf(' '));
    return sql.sql("select %s < ? order by%s limit ?".formatted(what, moment))
        .params(Timestamp.from(before), most + stuck.size())
        .query((row, _) -> new Late(kind, row.getString(1)))
        .list();
  }

  private void settle(List<Late> all, Instant now) {
    try (var hands = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      all.forEach(one -> hands.execute(() -> settle(one, now)));
    }
  }

  private void settle(Late one, Instant now) {
    try {
      var due =
          switch (one.kind()) {
            case "planet" -> planets.settle(Long.parseLong(one.id()), now);
            case "research" -> planets.settleResearch(Long.parseLong(one.id()), now);
            case "fleet" -> fleets.advance(one.id(), now);
            default -> market.expire(one.id(), now).due();
          };
      var next = due.at();
      if (next != null && !next.isAfter(now)) {
        log.error("{} is still due at {} after it was settled", one.name(), next);
        stuck.put(one.name(), now.plus(STUCK));
      }
      meters.counter("overwinter_universe_late", "kind", one.kind()).increment();
    } catch (RuntimeException failed) {
      // One that cannot be settled must not keep the others from it.
      log.warn("{} could not be settled: {}", one.name(), failed.toString());
      stuck.put(one.name(), now.plus(STUCK));
    }
  }
}
