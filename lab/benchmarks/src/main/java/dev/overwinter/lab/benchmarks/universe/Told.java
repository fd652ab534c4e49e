package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.parts.Load;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import java.util.Map;

/// Tables that several parts print.
final class Told {
  private Told() {}

  /// One kind of request.
  static void latencies(Report report, String what, Load.Result result) {
    latencies(report, Map.of(what, result.millis()), result.failed());
  }

  /// Several kinds.
  static void latencies(Report report, Map<String, Samples> kinds, long failed) {
    var table = new Table("ms", "answered", "p50", "p95", "p99", "max");
    kinds.forEach((what, millis) -> {
      table.row(
          what,
          number(millis.count()),
          number(millis.median()),
          number(millis.percentile(95)),
          number(millis.percentile(99)),
          number(millis.most()));
      report.row(
          "latency",
          Map.of(
              "what", what,
              "answered", millis.count(),
              "p50", millis.median(),
              "p95", millis.percentile(95),
              "p99", millis.percentile(99),
              "max", millis.most()));
    });
    report.table(table);
    report.say("  failed: %,d", failed);
  }
}
