package dev.overwinter.lab.benchmarks.start;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Installation;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// `./overwinter up -d` in a home of its own, on ports of its own, beside whatever runs: built to
/// healthy. The first start makes the databases and the caches; the others are what people see.
public final class StartBench implements Bench {
  private static final int STARTS = 4;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "./overwinter up -d from built to healthy, " + STARTS + " times (3 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var installation = new Installation(checkout, scratch);
    var times = new Samples();
    var table = new Table("./overwinter up -d", "seconds");
    for (var n = 0; n < STARTS; n++) {
      var seconds = start(installation);
      var what = n == 0 ? "first, with new databases and caches" : "again";
      table.row(what, number(seconds));
      report.row("start", Map.of("n", n, "seconds", seconds));
      if (n > 0) {
        times.add(seconds);
      }
    }
    report.table(table);
    report.target("built to healthy, median", times.median(), "s", 25, true);
  }

  private static double start(Installation installation) throws IOException, InterruptedException {
    try {
      var began = System.nanoTime();
      installation.run("up", "-d");
      return (System.nanoTime() - began) / 1e9;
    } finally {
      installation.run("down");
    }
  }
}
