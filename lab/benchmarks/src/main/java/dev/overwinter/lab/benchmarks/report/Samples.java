package dev.overwinter.lab.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Measured values of one kind, in any unit.
public final class Samples {
  private final List<Double> values = new ArrayList<>();

  /// Takes one value.
  public void add(double value) {
    values.add(value);
  }

  /// Takes many values.
  public void addAll(Collection<Double> more) {
    values.addAll(more);
  }

  /// How many there are.
  public int count() {
    return values.size();
  }

  /// The middle one.
  public double median() {
    return percentile(50);
  }

  /// The smallest value that `percent` of all do not exceed (nearest rank); NaN without values.
  public double percentile(double percent) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    var rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
  }

  /// The smallest.
  public double least() {
    return percentile(0);
  }

  /// The largest.
  public double most() {
    return percentile(100);
  }
}
