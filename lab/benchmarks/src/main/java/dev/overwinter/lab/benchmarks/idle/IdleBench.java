package dev.overwinter.lab.benchmarks.idle;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.ControlPlane;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A thousand servers are made and sleep; then the Temporal server's own count of actions is read,
/// and read again. The workflows, their worker and the Temporal server are real.
public final class IdleBench implements Bench {
  private static final int SERVERS = 1_000;
  private static final int AT_ONCE = 16;
  private static final int FIRST_PORT = 20_000;
  // The worker says that it lives once a minute; two of these must be in the measurement.
  private static final int QUIET_SECONDS = 130;
  private static final int SETTLE_SECONDS = 20;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String summary() {
    return "what 1,000 sleeping servers cost Temporal (4 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    try (var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", 9))) {
      var before = sum(plane.temporal().actions());
      var began = System.nanoTime();
      create(plane);
      var seconds = (System.nanoTime() - began) / 1e9;
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      var made = plane.temporal().actions();
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      var later = plane.temporal().actions();
      tell(report, seconds, sum(made) - before, made, later);
    }
  }

  private static void tell(
      Report report,
      double seconds,
      double making,
      Map<String, Double> made,
      Map<String, Double> later) {
    var hourly = (sum(later) - sum(made)) * 3_600 / QUIET_SECONDS;
    var table = new Table("Temporal actions", "in all", "a server");
    table.row("to make " + SERVERS + " servers", number(making), number(making / SERVERS));
    table.row(
        "in " + QUIET_SECONDS + " s asleep",
        number(sum(later) - sum(made)),
        number((sum(later) - sum(made)) / SERVERS));
    report.table(table);
    later.forEach((kind, count) -> {
      var more = count - made.getOrDefault(kind, 0.0);
      if (more > 0) {
        report.say("  while asleep: %s x %s", kind, number(more));
      }
    });
    report.say("  %d servers made in %s s", SERVERS, number(seconds));
    report.row("idle", Map.of("servers", SERVERS, "making", making, "hourly", hourly));
    report.target("actions per hour while all sleep", hourly, "", 0, true);
  }

  private static void create(ControlPlane plane) throws IOException, InterruptedException {
    List<Callable<Object>> all = new ArrayList<>();
    for (var i = 0; i < SERVERS; i++) {
      var port = FIRST_PORT + i;
      all.add(() -> plane.create("idle" + port, GameProtocol.MINECRAFT_JAVA, port));
    }
    try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var one : executor.invokeAll(all)) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a server was not made: " + e.getCause(), e);
    }
  }

  private static double sum(Map<String, Double> actions) {
    return actions.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
