package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.Wished;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Downtimes;
import dev.overwinter.lab.benchmarks.parts.Killer;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Wire;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Two hundred players by script, and a platform of which one process after the other is killed;
/// then whether everything has happened, at its time, once, and what the books say.
public final class UniverseChaosBench implements Bench {
  private static final int USUAL_PLAYERS = 200;
  private static final int USUAL_MINUTES = 20;
  private static final double ECONOMY_SPEED = 30;
  private static final long RICH = 10_000_000;
  private static final int BETWEEN_KILLS_MILLIS = 25_000;
  private static final Duration SERVES_WITHIN = Duration.ofMinutes(3);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final int minutes;
  private final int players;

  /// As long as it usually takes.
  public UniverseChaosBench() {
    this(USUAL_MINUTES, USUAL_PLAYERS);
  }

  private UniverseChaosBench(int minutes, int players) {
    this.minutes = minutes;
    this.players = players;
  }

  @Override
  public String name() {
    return "universe-chaos";
  }

  @Override
  public String summary() {
    return "200 players, kill -9 of everything: what is left (--minutes %d, and 5 more)"
        .formatted(minutes);
  }

  @Override
  public Bench with(Wished wished) {
    return new UniverseChaosBench(
        wished.minutes() == 0 ? minutes : wished.minutes(),
        wished.players() == 0 ? players : wished.players());
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var seed = new Random().nextLong(1_000_000);
    report.say("  seed %d", seed);
    try (var platform = UniversePlatform.chaotic(checkout, scratch, ECONOMY_SPEED)) {
      var people = Colonist.join(platform.apiPort(), players);
      Riches.give(platform, RICH);
      Riches.equip(platform, "robot_factory", 2);
      Riches.equip(platform, "shipyard", 4);
      var places = places(platform, people);
      var down = new Downtimes();
      var seen = new ChaosPlayer.Seen();
      var until = Instant.now().plus(Duration.ofMinutes(minutes));
      play(platform, people, places, seen, down, until, new Random(seed));
      var settled =
          platform.awaitServing(SERVES_WITHIN)
              && UniversePlatform.await(SETTLED_WITHIN, () -> waiting(platform) == 0);
      report.target(
          "queues and flights that have not ended", (double) waiting(platform), "", 0, true);
      tell(platform, seen, down, settled, report);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static List<JsonNode> places(UniversePlatform platform, List<Colonist> people)
      throws IOException {
    var places = new ArrayList<JsonNode>();
    try (var wire = new Wire(platform.apiPort())) {
      for (var one : people) {
        places.add(Colonist.body(wire.ask(one.look())).path("position"));
      }
    }
    return places;
  }

  private static void play(
      UniversePlatform platform,
      List<Colonist> people,
      List<JsonNode> places,
      ChaosPlayer.Seen seen,
      Downtimes down,
      Instant until,
      Random luck)
      throws InterruptedException, ExecutionException {
    var over = new AtomicBoolean();
    var playing = new ArrayList<Future<?>>();
    try (var killer = Executors.newSingleThreadExecutor();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one : people) {
        var player = new ChaosPlayer(platform.apiPort(), one, places, seen, luck.nextLong());
        playing.add(threads.submit(() -> player.play(until)));
      }
      var killing =
          killer.submit(
              new Killer(platform, down, BETWEEN_KILLS_MILLIS, over, new Random(luck.nextLong())));
      TimeUnit.MILLISECONDS.sleep(Duration.between(Instant.now(), until).toMillis());
      over.set(true);
      killing.get();
      for (var one : playing) {
        one.get();
      }
    }
  }

  private static long waiting(UniversePlatform platform) {
    try {
      return platform.number(
          """
          SELECT (SELECT count(*) FROM universe_planets WHERE due_at IS NOT NULL)
            + (SELECT count(*) FROM universe_players WHERE research_due IS NOT NULL)
            + (SELECT count(*) FROM universe_fleets WHERE due_at IS NOT NULL)
          """);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void tell(
      UniversePlatform platform,
      ChaosPlayer.Seen seen,
      Downtimes down,
      boolean settled,
      Report report)
      throws IOException {
    var kills = new TreeMap<String, Integer>();
    down.all().forEach(one -> kills.merge(one.part(), 1, Integer::sum));
    report.say("  kill -9: %s; all was up again within %s s", kills, number(down.longestSeconds()));
    report.say("  answers by status: %s; asked again: %s", seen.statuses, seen.repeated);
    var table = new Table("universe-chaos", "count");
    table.row(
        "orders accepted", count(platform, "universe_orders", "outcome ->> 'kind' = 'accepted'"));
    table.row(
        "buildings finished", count(platform, "universe_events", "type = 'building_complete'"));
    table.row(
        "levels researched", count(platform, "universe_events", "type = 'research_complete'"));
    table.row(
        "orders of ships finished",
        count(platform, "universe_events", "type = 'ship_build_complete_batch'"));
    table.row("fleets that flew", count(platform, "universe_fleets", "true"));
    table.row("trades", count(platform, "universe_trades", "type = 'trade_completed'"));
    report.table(table);
    var late = new Lateness(platform).later(down, TOLERANCE);
    report.target("completions later than 2 s once all is up", late.size(), "", 0, true);
    late.stream()
        .sorted(Comparator.comparingDouble(Lateness.Late::seconds).reversed())
        .limit(10)
        .forEach(one -> report.say("  %s", one));
    report.target("orders that were never answered", seen.unanswered.size(), "", 0, true);
    seen.unexpected.stream().distinct().limit(10).forEach(line -> report.say("  %s", line));
    var findings = settled ? new Audit(platform).findings() : List.of("not at rest: no audit");
    report.target("things that were lost or doubled, by the tables", findings.size(), "", 0, true);
    findings.stream().limit(20).forEach(line -> report.say("  %s", line));
    report.target(
        "told in another order than they happened",
        (double) new Lateness(platform).outOfOrder(),
        "",
        0,
        true);
  }

  private static String count(UniversePlatform platform, String table, String which)
      throws IOException {
    return number(
        (double) platform.number("SELECT count(*) FROM %s WHERE %s".formatted(table, which)));
  }
}
