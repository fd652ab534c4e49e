package dev.overwinter.lab.benchmarks;

import dev.overwinter.lab.benchmarks.battle.BattleBench;
import dev.overwinter.lab.benchmarks.idle.IdleBench;
import dev.overwinter.lab.benchmarks.memory.MemoryBench;
import dev.overwinter.lab.benchmarks.memory.SleepersBench;
import dev.overwinter.lab.benchmarks.pages.PagesBench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.relay.RelayBench;
import dev.overwinter.lab.benchmarks.relay.UdpBench;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.sessions.SessionsBench;
import dev.overwinter.lab.benchmarks.sessions.SessionsChaosBench;
import dev.overwinter.lab.benchmarks.sessions.SessionsWarmBench;
import dev.overwinter.lab.benchmarks.start.StartBench;
import dev.overwinter.lab.benchmarks.wake.QuestionBench;
import dev.overwinter.lab.benchmarks.wake.WakeBench;
import java.io.IOException;
import java.util.List;

/// Prints figures: `./overwinter bench [name...]`, all of them without a name.
public final class BenchMain {
  private static final List<Bench> ALL =
      List.of(
          new RelayBench(),
          new UdpBench(),
          new WakeBench(),
          new QuestionBench(),
          new MemoryBench(),
          new SleepersBench(),
          new IdleBench(),
          new StartBench(),
          new PagesBench(),
          new SessionsBench(),
          new SessionsWarmBench(),
          new SessionsChaosBench(),
          new BattleBench());

  private BenchMain() {}

  /// Exit code 0 when everything could be measured, whatever the figures; 1 when not; 2 for a name
  /// that does not exist.
  public static void main(String[] args) throws InterruptedException {
    // Figures only: what the SDK says when its server is stopped is expected here.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    var names = List.of(args);
    if (names.contains("--help") || names.contains("-h")) {
      usage();
      return;
    }
    var unknown =
        names.stream().filter(n -> ALL.stream().noneMatch(b -> b.name().equals(n))).toList();
    if (!unknown.isEmpty()) {
      System.err.println("unknown: " + unknown);
      usage();
      System.exit(2);
    }
    var chosen = ALL.stream().filter(b -> names.isEmpty() || names.contains(b.name())).toList();
    System.exit(run(chosen) ? 0 : 1);
  }

  private static void usage() {
    System.out.println("./overwinter bench [name...]   (without a name: all of them)");
    ALL.forEach(b -> System.out.printf("  %-14s %s%n", b.name(), b.summary()));
  }

  private static boolean run(List<Bench> chosen) throws InterruptedException {
    var checkout = Checkout.here();
    var good = true;
    for (var bench : chosen) {
      var report = new Report(bench.name(), checkout.output(), System.out);
      report.say("%n== %s: %s", bench.name(), bench.summary());
      try {
        bench.run(checkout, checkout.output().resolve("scratch-" + bench.name()), report);
      } catch (IOException | RuntimeException e) {
        report.say("  could not be measured: %s", String.valueOf(e.getMessage()));
        good = false;
      }
      report.say("  rows: %s", checkout.root().relativize(report.file()));
      report.say("  again: ./overwinter bench %s", bench.name());
    }
    return good;
  }
}
