package dev.overwinter.universe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Counts of ships and defences by key; what is not named is not there. Sorted by key.
///
/// @param byKey each above 0
public record Units(@JsonValue Map<String, Long> byKey) {
  /// None.
  public static final Units NONE = new Units(Map.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Units {
    SortedMap<String, Long> sorted = new TreeMap<>();
    byKey.forEach((key, count) -> {
      if (count < 0) {
        throw new IllegalArgumentException(key + ": " + count + " (expected: >= 0)");
      }
      if (count > 0) {
        sorted.put(key, count);
      }
    });
    byKey = Collections.unmodifiableSortedMap(sorted);
  }

  /// Only of one kind.
  public static Units of(String key, long count) {
    return new Units(Map.of(key, count));
  }

  /// How many of one.
  public long of(String key) {
    return byKey.getOrDefault(key, 0L);
  }

  /// Both together.
  public Units plus(Units other) {
    var sum = new TreeMap<>(byKey);
    other.byKey.forEach((key, count) -> sum.merge(key, count, Math::addExact));
    return new Units(sum);
  }

  /// What is left of it.
  ///
  /// @throws IllegalArgumentException when there are fewer: ask [#covers(Units)] first
  public Units minus(Units other) {
    var left = new TreeMap<>(byKey);
    other.byKey.forEach((key, count) -> left.put(key, of(key) - count));
    return new Units(left);
  }

  /// Whether there are at least as many of each.
  public boolean covers(Units other) {
    return other.byKey.entrySet().stream().allMatch(e -> of(e.getKey()) >= e.getValue());
  }

  /// All together.
  public long sum() {
    return byKey.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Whether there are none.
  public boolean none() {
    return byKey.isEmpty();
  }

  /// Each kind with its count, in order of their keys.
  public void forEach(BiConsumer<String, Long> each) {
    byKey.forEach(each);
  }
}
