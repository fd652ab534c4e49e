package dev.overwinter.lab.benchmarks.parts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// When something of a platform was dead. Safe for use by many threads.
public final class Downtimes {
  /// From the kill until all of it worked again.
  public record Downtime(String part, Instant from, Instant until) {}

  private final List<Downtime> all = new ArrayList<>();

  /// One more.
  public synchronized void add(Downtime one) {
    all.add(one);
  }

  /// All so far.
  public synchronized List<Downtime> all() {
    return List.copyOf(all);
  }

  /// Seconds of the longest; 0 without any.
  public double longestSeconds() {
    return all().stream()
        .mapToDouble(one -> Duration.between(one.from(), one.until()).toMillis() / 1e3)
        .max()
        .orElse(0);
  }

  /// How late something was that could not happen while somebody was dead.
  ///
  /// @param due its own moment
  /// @param written when it was
  public Duration late(Instant due, Instant written) {
    return Duration.between(possible(due, written), written);
  }

  /// The first moment at which it could have been written: its own, or the end of the last time
  /// that somebody was dead between it and the writing.
  private synchronized Instant possible(Instant due, Instant written) {
    var moment = due;
    for (var one : all) {
      if (one.from().isBefore(written) && one.until().isAfter(moment)) {
        moment = one.until().isAfter(written) ? written : one.until();
      }
    }
    return moment;
  }
}
