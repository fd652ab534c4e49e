package dev.overwinter.lab.simulators.http;

import java.util.Map;
import java.util.TreeMap;

/// How often each endpoint was asked and what it answered, since the start or the last reset.
///
/// In memory only. Safe for use by many threads.
public final class Tally {
  /// What is counted for a request that got no answer.
  static final int UNANSWERED = 0;

  private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

  synchronized void count(String template, int status) {
    var word = status == UNANSWERED ? "unanswered" : Integer.toString(status);
    counts.computeIfAbsent(template, _ -> new TreeMap<>()).merge(word, 1, Integer::sum);
  }

  /// Returns the counts by endpoint and status, copied.
  public synchronized Map<String, Map<String, Integer>> counts() {
    var copy = new TreeMap<String, Map<String, Integer>>();
    counts.forEach((template, statuses) -> copy.put(template, new TreeMap<>(statuses)));
    return copy;
  }

  public synchronized void reset() {
    counts.clear();
  }
}
