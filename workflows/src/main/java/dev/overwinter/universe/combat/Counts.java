package dev.overwinter.universe.combat;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Counts of units by id, sorted by it; what is not named is not there.
final class Counts {
  private Counts() {}

  /// A copy that nobody changes, without the zeros.
  ///
  /// @throws IllegalArgumentException when one is below 0
  static Map<String, Long> copy(Map<String, Long> counts) {
    var sorted = new TreeMap<String, Long>();
    counts.forEach((id, count) -> {
      if (count < 0) {
        throw new IllegalArgumentException(id + ": " + count + " (expected: >= 0)");
      }
      if (count > 0) {
        sorted.put(id, count);
      }
    });
    return Collections.unmodifiableMap(sorted);
  }

  static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }

  /// What is left without some of them.
  static Map<String, Long> minus(Map<String, Long> counts, Map<String, Long> some) {
    var left = new TreeMap<>(counts);
    some.forEach((id, count) -> left.merge(id, -count, Math::addExact));
    return copy(left);
  }

  static Map<String, Long> plus(Map<String, Long> counts, Map<String, Long> more) {
    var sum = new TreeMap<>(counts);
    more.forEach((id, count) -> sum.merge(id, count, Math::addExact));
    return copy(sum);
  }
}
