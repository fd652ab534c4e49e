package dev.overwinter.lab.benchmarks.sessions;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// How long somebody waits for a session that was up before: one person a second, and many at once.
/// The pool makes new ones beside it, on the same machine.
public final class SessionsWarmBench implements Bench {
  private static final int WARM = 30;
  private static final int WARM_UP = 60;
  private static final int MEASURED = 200;
  private static final int AT_ONCE = 20;
  private static final int WAVES = 5;
  private static final Duration FILLED_WITHIN = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double LIMIT_MILLIS = 100;

  @Override
  public String name() {
    return "sessions-warm";
  }

  @Override
  public String summary() {
    return "starts of sessions from a warm pool (7 minutes)";
  }

  /// One start.
  ///
  /// @param millis until it was answered
  /// @param warm whether it was answered, and with one that was up already
  private record Start(double millis, boolean warm) {}

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    try (var platform = SessionsPlatform.up(checkout, scratch, 1800, 7200, WARM, true)) {
      var caller = new Caller(platform.api());
      awaitWarm(platform, WARM);
      var table = new Table("start, ms", "answered", "not warm", "p50", "p99", "max");
      var _ = oneASecond(caller, WARM_UP);
      var single = oneASecond(caller, MEASURED);
      var p99 = tell(report, table, "one a second", single);
      var waves = new ArrayList<Start>();
      for (var i = 0; i < WAVES; i++) {
        awaitWarm(platform, AT_ONCE);
        waves.addAll(atOnce(caller));
      }
      var _ = tell(report, table, AT_ONCE + " at once", waves);
      report.table(table);
      report.say("  load average %s", Machine.load());
      report.target("p99 of a start, one a second", p99, "ms", LIMIT_MILLIS, true);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static void awaitWarm(SessionsPlatform platform, int least)
      throws IOException, InterruptedException {
    var until = Instant.now().plus(FILLED_WITHIN);
    while (platform.warm() < least) {
      if (Instant.now().isAfter(until)) {
        throw new IOException(platform.warm() + " warm (expected: " + least + ")");
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private static List<Start> oneASecond(Caller caller, int howMany)
      throws InterruptedException, ExecutionException {
    var asked = new ArrayList<Future<Start>>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < howMany; i++) {
        asked.add(people.submit(start(caller)));
        TimeUnit.SECONDS.sleep(1);
      }
    }
    return answers(asked);
  }

  private static List<Start> atOnce(Caller caller) throws InterruptedException, ExecutionException {
    var asked = new ArrayList<Future<Start>>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < AT_ONCE; i++) {
        asked.add(people.submit(start(caller)));
      }
    }
    return answers(asked);
  }

  private static List<Start> answers(List<Future<Start>> asked)
      throws InterruptedException, ExecutionException {
    var all = new ArrayList<Start>();
    for (var one : asked) {
      all.add(one.get());
    }
    return all;
  }

  private static Callable<Start> start(Caller caller) {
    return () -> {
      var began = System.nanoTime();
      var started = caller.start(Caller.stranger(), UUID.randomUUID().toString(), PATIENCE);
      return new Start(
          (System.nanoTime() - began) / 1e6, started.map(Caller.Started::warm).orElse(false));
    };
  }

  /// @return the 99th percentile; of all, since who finds no warm one waits as well
  private static double tell(Report report, Table table, String when, List<Start> starts) {
    var millis = new Samples();
    starts.forEach(one -> millis.add(one.millis()));
    var cold = starts.stream().filter(one -> !one.warm()).count();
    table.row(
        when,
        number(millis.count()),
        number((double) cold),
        number(millis.median()),
        number(millis.percentile(99)),
        number(millis.most()));
    report.row(
        "start",
        Map.of(
            "when", when,
            "answered", millis.count(),
            "not warm", cold,
            "p50", millis.median(),
            "p99", millis.percentile(99),
            "max", millis.most()));
    return millis.percentile(99);
  }
}
