package dev.overwinter.servers.telemetry;

import java.util.List;

/// Keeps telemetry where a dashboard reads it. Every method is safe to repeat and throws when the
/// store is away.
public interface TelemetrySink {

  /// Keeps samples.
  void keepSamples(List<Sample> samples);

  /// Keeps lines and tells readers that there are new ones. A line that is kept already is skipped.
  void keepLines(List<LogLine> lines);

  /// Keeps how far steps are and tells readers; forgets those that are over.
  void keepProgress(List<Progress> progress);

  /// [LogLine#atNanos] of the newest line kept of a server; 0 when there is none.
  long newestLine(String serverId);

  /// Forgets what is too old or belongs to servers that are deleted.
  void prune();
}
