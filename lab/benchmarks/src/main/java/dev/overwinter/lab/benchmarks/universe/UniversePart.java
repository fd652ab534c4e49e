package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.lab.benchmarks.report.Report;
import java.io.IOException;

/// One part of the bench, with a platform of its own.
interface UniversePart {
  /// The word on the command line.
  String name();

  /// How much faster its universe runs than the rules say.
  default double speed() {
    return 1;
  }

  /// Measures.
  void run(UniversePlatform platform, Report report) throws IOException, InterruptedException;
}
