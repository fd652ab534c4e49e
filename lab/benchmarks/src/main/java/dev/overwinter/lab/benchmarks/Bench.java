package dev.overwinter.lab.benchmarks;

import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One benchmark: starts its own processes, measures, stops them, and says what it found.
public interface Bench {
  /// The word on the command line.
  String name();

  /// One line for `--help`.
  String summary();

  /// Words that may follow its name and choose parts of it.
  default List<String> parts() {
    return List.of();
  }

  /// The same, as it was asked for.
  default Bench with(Wished wished) {
    return this;
  }

  /// Measures.
  ///
  /// @param scratch an empty directory for logs and files
  /// @throws IOException when a process does not come up, with the place of its log
  void run(Checkout checkout, Path scratch, Report report) throws IOException, InterruptedException;
}
