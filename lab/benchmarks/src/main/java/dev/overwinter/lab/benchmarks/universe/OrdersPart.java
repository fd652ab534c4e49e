package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.lab.benchmarks.parts.Load;
import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.parts.Wire;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import io.temporal.api.enums.v1.EventType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an order to build takes until it is answered, at a steady rate, and what one item costs
/// Temporal from its order until it is done.
final class OrdersPart implements UniversePart {
  private static final int PLAYERS = 200;
  private static final int PER_SECOND = 20;
  private static final int CONNECTIONS = 32;
  private static final long RICH = 100_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(45);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final double LIMIT_MILLIS = 150;
  private static final int COUNTED = 50;
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);
  // Cheap and quick: with four of each a queue is minutes long, not hours.
  private static final List<String> BUILDINGS =
      List.of("metal_mine", "crystal_mine", "solar_plant", "deuterium_synthesizer");

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public double speed() {
    return 10;
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    var players = Colonist.join(platform.apiPort(), PLAYERS + COUNTED);
    Riches.give(platform, RICH);
    var load =
        new Load(
            platform.apiPort(),
            PER_SECOND,
            CONNECTIONS,
            n ->
                players
                    .get((int) (n % PLAYERS))
                    .build(BUILDINGS.get((int) (n / PLAYERS % BUILDINGS.size()))));
    var _ = load.run(WARM_UP);
    var usage = Usage.begin(platform);
    var result = load.run(MEASURED);
    Told.latencies(report, "POST /player/{id}/build, %d a second".formatted(PER_SECOND), result);
    usage.tell(report);
    report.target(
        "p99 of an order to build at %d a second".formatted(PER_SECOND),
        result.millis().percentile(99),
        "ms",
        LIMIT_MILLIS,
        true);
    report.target("orders that failed", (double) result.failed(), "", 0, true);
    count(platform, players.subList(PLAYERS, PLAYERS + COUNTED), report);
  }

  /// One order for each of some planets that nobody else orders on, from the order to the end.
  private static void count(UniversePlatform platform, List<Colonist> players, Report report)
      throws IOException, InterruptedException {
    var quiet =
        UniversePlatform.await(
            DONE_WITHIN, () -> waiting(platform, "SELECT count(*) FROM universe_planets") == 0);
    if (!quiet) {
      // The server counts for everybody.
      report.say("  queues of others are still at work: what the server counts has them in it");
    }
    var before = platform.actions();
    try (var wire = new Wire(platform.apiPort())) {
      for (var player : players) {
        var _ = Colonist.body(wire.ask(player.build("metal_mine")));
      }
    }
    var mine = "SELECT count(*) FROM universe_planets WHERE player IN (%s)".formatted(ids(players));
    var done = UniversePlatform.await(DONE_WITHIN, () -> waiting(platform, mine) == 0);
    if (!done) {
      throw new IOException("items were not done within " + DONE_WITHIN);
    }
    var actions = TemporalActions.between(before, platform.actions());
    var table = new Table("Temporal actions, an item", "by the server's metric");
    actions.forEach((kind, count) -> table.row(kind, number(count / players.size())));
    report.table(table);
    report.row("actions", actions);
    tell(platform, players, report);
  }

  private static long waiting(UniversePlatform platform, String planets) {
    try {
      var and = planets.contains("WHERE") ? " AND " : " WHERE ";
      return platform.number(planets + and + "due_at IS NOT NULL");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ids(List<Colonist> players) {
    return String.join(", ", players.stream().map(one -> Long.toString(one.id())).toList());
  }

  /// From the histories: local activities are markers there, and no actions of the server.
  private static void tell(UniversePlatform platform, List<Colonist> players, Report report)
      throws IOException {
    var most = new TreeMap<String, Integer>();
    for (var player : players) {
      var planet = platform.number("SELECT id FROM universe_planets WHERE player = " + player.id());
      var events = platform.workflows().fetchHistory(WorkflowIds.planet(planet)).getEvents();
      var counts = new TreeMap<String, Integer>();
      for (var event : events) {
        counts.merge(event.getEventType().name().replace("EVENT_TYPE_", ""), 1, Integer::sum);
      }
      counts.forEach((kind, count) -> most.merge(kind, count, Math::max));
    }
    report.say("  most events of a kind in the history of one item: %s", most);
    report.row("history", most);
    var timers = most.getOrDefault(named(EventType.EVENT_TYPE_TIMER_STARTED), 0);
    var activities =
        most.getOrDefault(named(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED), 0)
            + most.getOrDefault(named(EventType.EVENT_TYPE_MARKER_RECORDED), 0);
    report.target("timers an item", timers, "", 1, true);
    report.target("activity executions an item, local ones counted", activities, "", 2, true);
    report.row("item", Map.of("timers", timers, "activities", activities));
  }

  private static String named(EventType type) {
    return type.name().replace("EVENT_TYPE_", "");
  }
}
