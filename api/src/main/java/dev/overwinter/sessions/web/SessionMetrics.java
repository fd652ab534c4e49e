package dev.overwinter.sessions.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// What can be counted in the tables, read every 10 seconds: sessions by state, the pools, the
/// budget of the provider's API, orphans.
@Component
final class SessionMetrics {
  private static final List<String> STATES =
      List.of(
          "RESERVING",
          "CREATING",
          "BOOTING",
          "STARTING",
          "WARM",
          "LEASING",
          "READY",
          "DRAINING",
          "ENDING");

  private final SessionReads reads;
  private final FleetReads fleet;
  private final MultiGauge sessions;
  private final MultiGauge pools;
  private final MultiGauge calls;
  private final MultiGauge limits;
  private final MultiGauge orphans;

  SessionMetrics(SessionReads reads, FleetReads fleet, MeterRegistry registry) {
    this.reads = reads;
    this.fleet = fleet;
    this.sessions = gauge(registry, "overwinter_session_live", "Sessions that are not over");
    this.pools = gauge(registry, "overwinter_session_pool", "Sessions of all pools together");
    this.calls =
        gauge(registry, "overwinter_session_provider_calls", "Calls within the last while");
    this.limits = gauge(registry, "overwinter_session_provider_limit", "As many are allowed");
    this.orphans = gauge(registry, "overwinter_session_orphans_destroyed", "Ever");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  @Scheduled(fixedDelay = 10_000, initialDelay = 4_000)
  void count() {
    try {
      var counts = reads.countByState();
      var all = fleet.pools();
      var budget = fleet.budget();
      sessions.register(
          STATES.stream().map(state -> row("state", state, counts.getOrDefault(state, 0))).toList(),
          true);
      pools.register(
          List.of(
              row("kind", "target", all.stream().mapToInt(FleetReads.Pool::target).sum()),
              row("kind", "warm", all.stream().mapToInt(FleetReads.Pool::warm).sum()),
              row("kind", "coming", all.stream().mapToInt(FleetReads.Pool::coming).sum()),
              row("kind", "paused", all.stream().filter(p -> p.pausedUntil() != null).count())),
          true);
      calls.register(
          List.of(
              row("window", "minute", budget.minute()),
              row("window", "hour", budget.hour()),
              row("window", "throttled", budget.throttled())),
          true);
      limits.register(
          List.of(
              row("window", "minute", budget.minuteLimit()),
              row("window", "hour", budget.hourLimit())),
          true);
      orphans.register(List.of(MultiGauge.Row.of(Tags.empty(), fleet.countOrphans())), true);
    } catch (DataAccessException | TransactionException _) {
      // Unknown is not zero: without the database there is no figure at all.
      List.of(sessions, pools, calls, limits, orphans)
          .forEach(one -> one.register(List.of(), true));
    }
  }

  private static MultiGauge.Row<Number> row(String label, String value, long number) {
    return MultiGauge.Row.of(Tags.of(label, value), number);
  }
}
