package dev.overwinter.lab.benchmarks.relay;

import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.report.Samples;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way from the load client to the game, and what was measured of it.
final class Rival {
  final String name;
  final int port;
  final @Nullable Child process;
  private final Map<String, Samples> samples = new HashMap<>();

  Rival(String name, int port, @Nullable Child process) {
    this.name = name;
    this.port = port;
    this.process = process;
  }

  void add(String key, double value) {
    samples.computeIfAbsent(key, _ -> new Samples()).add(value);
  }

  double median(String key) {
    return samples.getOrDefault(key, new Samples()).median();
  }
}
