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
import dev.overwinter.lab.benchmarks.rooms.RoomsBench;
import dev.overwinter.lab.benchmarks.rooms.RoomsChaosBench;
import dev.overwinter.lab.benchmarks.sessions.SessionsBench;
import dev.overwinter.lab.benchmarks.sessions.SessionsChaosBench;
import dev.overwinter.lab.benchmarks.sessions.SessionsWarmBench;
import dev.overwinter.lab.benchmarks.start.StartBench;
import dev.overwinter.lab.benchmarks.universe.UniverseBench;
import dev.overwinter.lab.benchmarks.universe.UniverseChaosBench;
import dev.overwinter.lab.benchmarks.wake.QuestionBench;
import dev.overwinter.lab.benchmarks.wake.WakeBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Prints figures: `./overwinter bench [name [part...] [--minutes N] [--players N]...]`, all of
/// them without a name.
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
          new BattleBench(),
          new UniverseBench(),
          new UniverseChaosBench(),
          new RoomsBench(),
          new RoomsChaosBench());

  private BenchMain() {}

  /// Exit code 0 when everything could be measured, whatever the figures; 1 when not; 2 for a name
  /// that does not exist.
  public static void main(String[] args) throws InterruptedException {
    // Figures only: what the SDK says when its server is stopped is expected here.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    var words = List.of(args);
    if (words.contains("--help") || words.contains("-h")) {
      usage();
      return;
    }
    try {
      System.exit(run(chosen(words)) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      usage();
      System.exit(2);
    }
  }

  /// The benchmarks that are named, each with the words that follow its name; all without a word.
  static List<Bench> chosen(List<String> words) {
    var chosen = new ArrayList<Bench>();
    for (var at = 0; at < words.size(); ) {
      var name = words.get(at++);
      var bench =
          ALL.stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("unknown: " + name));
      var wished = Wished.of(words.subList(at, words.size()), bench.parts());
      at += wished.words();
      chosen.add(bench.with(wished));
    }
    return words.isEmpty() ? ALL : chosen;
  }

  private static void usage() {
    System.out.println(
        "./overwinter bench [name [part...] [--minutes N] [--players N]...]   (without a name: all of them)");
    ALL.forEach(b -> {
      System.out.printf("  %-14s %s%n", b.name(), b.summary());
      if (!b.parts().isEmpty()) {
        System.out.printf("  %-14s parts: %s%n", "", String.join(" ", b.parts()));
      }
    });
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
