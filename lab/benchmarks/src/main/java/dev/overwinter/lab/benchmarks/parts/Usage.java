package dev.overwinter.lab.benchmarks.parts;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much of the machine each process takes over a stretch of time.
public final class Usage {
  private static final List<String> PARTS = List.of("api", "worker", "temporal");

  private final RunningPlatform platform;
  private final Map<String, Double> before = new HashMap<>();
  private final double busyBefore;
  private final long began = System.nanoTime();

  private Usage(RunningPlatform platform) throws IOException {
    this.platform = platform;
    for (var part : PARTS) {
      before.put(part, platform.cpuSeconds(part));
    }
    busyBefore = Machine.busySeconds();
  }

  /// From now on.
  public static Usage begin(RunningPlatform platform) throws IOException {
    return new Usage(platform);
  }

  /// Percent of one core that a process has taken since.
  public double percent(String part) throws IOException {
    return 100 * (platform.cpuSeconds(part) - before.getOrDefault(part, 0.0)) / seconds();
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /// All of them.
  public void tell(Report report) throws IOException {
    var seconds = seconds();
    var table = new Table("over " + number(seconds) + " s", "CPU, % of a core", "resident MB");
    for (var part : PARTS) {
      var percent = percent(part);
      var resident = platform.residentMb(part);
      table.row(part, number(percent), number(resident));
      report.row(
          "usage",
          Map.of("part", part, "seconds", seconds, "cpuPercent", percent, "rssMb", resident));
    }
    var machine = 100 * (Machine.busySeconds() - busyBefore) / seconds;
    table.row("the whole machine, load and others included", number(machine), "");
    report.table(table);
    report.say("  load average %s", Machine.load());
  }
}
