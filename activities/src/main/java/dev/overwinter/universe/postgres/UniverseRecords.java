package dev.overwinter.universe.postgres;

import dev.overwinter.universe.workflow.FleetActivities;
import dev.overwinter.universe.workflow.MarketActivities;
import dev.overwinter.universe.workflow.PlanetActivities;
import dev.overwinter.universe.workflow.PlayerActivities;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// What keeps universes in one PostgreSQL.
public record UniverseRecords(
    PlanetActivities planets,
    FleetActivities fleets,
    MarketActivities market,
    PlayerActivities players,
    Overdue overdue) {

  static UniverseRecords of(
      JdbcClient sql, TransactionOperations transaction, MeterRegistry meters, UniverseNews news) {
    var steps = new Steps(sql, transaction, new Worlds(sql), news);
    var settler = new Settler(steps, new Arrivals(new Battles(meters)));
    var planets = new PostgresPlanetActivities(steps, settler);
    var fleets = new PostgresFleetActivities(steps, settler);
    var market = new PostgresMarketActivities(steps, settler);
    return new UniverseRecords(
        planets,
        fleets,
        market,
        new PostgresPlayerActivities(steps, settler, new Tidying(steps)),
        new Overdue(sql, planets, fleets, market, meters));
  }
}
