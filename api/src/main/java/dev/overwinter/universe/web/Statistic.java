package dev.overwinter.universe.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long something takes, in the older system's words: over all, and percentiles of the newest
/// 256. Safe for many threads.
final class Statistic {
  private static final int SAMPLES = 256;

  /// Of what has never happened.
  static final Map<String, Object> NONE = json(0, 0, 0, 0, 0, new double[0]);

  private final double[] newest = new double[SAMPLES];
  private long count;
  private double total;
  private double least = Double.POSITIVE_INFINITY;
  private double most;
  private double last;

  synchronized void add(double millis) {
    newest[(int) (count % SAMPLES)] = millis;
    count++;
    total += millis;
    least = Math.min(least, millis);
    most = Math.max(most, millis);
    last = millis;
  }

  synchronized Map<String, Object> json() {
    var sorted = Arrays.copyOf(newest, (int) Math.min(count, SAMPLES));
    return json(count, total, count == 0 ? 0.0 : least, most, last, sorted);
  }

  /// @param some those that percentiles are made of, in any order
  static Map<String, Object> json(
      long count, double total, double least, double most, double last, double[] some) {
    var sorted = some.clone();
    Arrays.sort(sorted);
    var json = new LinkedHashMap<String, Object>();
    json.put("count", count);
    json.put("total_ms", total);
    json.put("avg_ms", count == 0 ? 0.0 : total / count);
    json.put("min_ms", least);
    json.put("max_ms", most);
    json.put("last_ms", last);
    json.put("p95_ms", percentile(sorted, 95));
    json.put("p99_ms", percentile(sorted, 99));
    return json;
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
