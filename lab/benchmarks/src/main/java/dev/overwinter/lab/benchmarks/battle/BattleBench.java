package dev.overwinter.lab.benchmarks.battle;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Whole battles under JMH, the universe's engine and the plain one in the same run.
public final class BattleBench implements Bench {
  private static final List<String> SMALL = List.of("1k", "10k", "100k");
  private static final List<String> LARGE = List.of("readme", "1M");
  private static final String LARGEST = "5M";

  @Override
  public String name() {
    return "battle";
  }

  @Override
  public String summary() {
    return "whole battles in one thread, and what they allocate";
  }

  /// One measurement.
  ///
  /// @param cpu milliseconds that its thread worked for a battle: what it takes on a core of its
  ///   own
  /// @param millis from its begin to its end, on this machine as busy as it was
  /// @param bytes allocated by a battle
  private record Measured(double cpu, double millis, double bytes) {}

  @Override
  public void run(Checkout checkout, Path scratch, Report report) throws IOException {
    Files.createDirectories(scratch);
    report.say("  %s", Machine.described());
    var found = new TreeMap<String, Measured>();
    measure(options(5, 2), "", SMALL, scratch.resolve("small.log"), found);
    measure(options(4, 2), "", LARGE, scratch.resolve("large.log"), found);
    measure(options(2, 1), "engine", List.of(LARGEST), scratch.resolve("largest.log"), found);
    var table =
        new Table(
            "fight",
            "shots",
            "CPU ms",
            "wall ms",
            "plain CPU ms",
            "plain / engine",
            "B",
            "B a shot");
    for (var fight : fights()) {
      row(fight, found, table, report);
    }
    report.table(table);
    report.say(
        "  plain: an object for every unit, lists and maps, in this directory's PlainBattle");
    report.say(
        "  B: the armies' arrays (8 a unit) and the report; B a shot: all of it but the arrays, by shots");
    report.target(
        "100k v 100k light fighters", found(found, "100k").cpu(), "ms of a core", 50, true);
    report.target("1M v 1M light fighters", found(found, "1M").cpu(), "ms of a core", 1_000, true);
  }

  private static List<String> fights() {
    var fights = new ArrayList<>(SMALL);
    fights.addAll(LARGE);
    fights.add(LARGEST);
    return fights;
  }

  private static Measured found(Map<String, Measured> found, String fight) {
    var measured = found.get("engine " + fight);
    if (measured == null) {
      throw new IllegalStateException(fight + ": was not measured");
    }
    return measured;
  }

  private static void row(String fight, Map<String, Measured> found, Table table, Report report) {
    var engine = found(found, fight);
    var plain = found.get("plain " + fight);
    var order = Fights.named(fight);
    var shots = Battle.fight(order, BattleRules.OGAME, 0).shots();
    // The arrays are there before the first shot; whatever else there is came with the rounds.
    var aShot = (engine.bytes() - 8.0 * order.units()) / shots;
    table.row(
        fight,
        Report.number((double) shots),
        Report.number(engine.cpu()),
        Report.number(engine.millis()),
        plain == null ? "" : Report.number(plain.cpu()),
        plain == null ? "" : Report.number(plain.cpu() / engine.cpu()),
        Report.number(engine.bytes()),
        Report.number(aShot));
    report.row(
        "battle",
        Map.of(
            "fight",
            fight,
            "shots",
            shots,
            "millis",
            engine.millis(),
            "cpuMillis",
            engine.cpu(),
            "plainMillis",
            plain == null ? -1 : plain.millis(),
            "bytes",
            engine.bytes()));
  }

  private static ChainedOptionsBuilder options(int times, int seconds) {
    return new OptionsBuilder()
        .mode(Mode.AverageTime)
        .warmupIterations(2)
        .warmupTime(TimeValue.seconds(seconds))
        .measurementIterations(times)
        .measurementTime(TimeValue.seconds(seconds));
  }

  private static void measure(
      ChainedOptionsBuilder options,
      String method,
      List<String> fights,
      Path log,
      Map<String, Measured> found)
      throws IOException {
    var all =
        options
            .include("\\.BattleJmh\\." + method)
            .param("fight", fights.toArray(String[]::new))
            .timeUnit(TimeUnit.MILLISECONDS)
            .forks(1)
            // One thread in all: no collector beside the battle.
            .jvmArgs("-Xms2g", "-Xmx3g", "-XX:+UseSerialGC", "-Djmh.ignoreLock=true")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .output(log.toString())
            .build();
    try {
      for (var result : new Runner(all).run()) {
        var label = result.getPrimaryResult().getLabel();
        found.put(
            label + " " + result.getParams().getParam("fight"),
            new Measured(
                score(result, "nanos") / score(result, "battles") / 1e6,
                result.getPrimaryResult().getScore(),
                score(result, "gc.alloc.rate.norm")));
      }
    } catch (RunnerException e) {
      throw new IOException("JMH: see " + log, e);
    }
  }

  private static double score(RunResult result, String name) {
    var results = result.getSecondaryResults();
    return results.keySet().stream()
        .filter(key -> key.endsWith(name))
        .mapToDouble(key -> Objects.requireNonNull(results.get(key)).getScore())
        .findFirst()
        .orElse(Double.NaN);
  }
}
