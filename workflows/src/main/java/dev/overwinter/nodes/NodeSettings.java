package dev.overwinter.nodes;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What an operator may change about a node while it lives.
///
/// @param region where it stands; may be empty
/// @param tags what servers may ask for
/// @param memoryPercent how much of its memory is promised to servers, 100 being what it has; more
///   counts on servers that sleep
/// @param cpuPercent the same for cores
public record NodeSettings(String region, Set<String> tags, int memoryPercent, int cpuPercent) {
  /// Sleeping servers cost no memory, but all may wake: nothing is promised twice unless asked for.
  public static final NodeSettings USUAL = new NodeSettings("", Set.of(), 100, 400);

  public NodeSettings {
    Objects.requireNonNull(region, "region");
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    if (memoryPercent < 1 || memoryPercent > 10_000 || cpuPercent < 1 || cpuPercent > 10_000) {
      throw new IllegalArgumentException(
          "percent: " + memoryPercent + ", " + cpuPercent + " (expected: 1..10000)");
    }
  }
}
