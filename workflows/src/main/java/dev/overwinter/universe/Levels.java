package dev.overwinter.universe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Levels of buildings or technologies by key; what is not named is at 0. Sorted by key.
///
/// @param byKey each above 0
public record Levels(@JsonValue Map<String, Integer> byKey) {
  /// All at 0.
  public static final Levels NONE = new Levels(Map.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Levels {
    SortedMap<String, Integer> sorted = new TreeMap<>();
    byKey.forEach((key, level) -> {
      if (level < 0) {
        throw new IllegalArgumentException(key + ": " + level + " (expected: >= 0)");
      }
      if (level > 0) {
        sorted.put(key, level);
      }
    });
    byKey = Collections.unmodifiableSortedMap(sorted);
  }

  /// The level of one; 0 when it is not there.
  public int of(String key) {
    return byKey.getOrDefault(key, 0);
  }

  /// The same with another level of one.
  public Levels with(String key, int level) {
    var next = new TreeMap<>(byKey);
    next.put(key, level);
    return new Levels(next);
  }

  /// What of these is not reached, with the level that is needed.
  public Levels missing(Levels needed) {
    var missing = new TreeMap<String, Integer>();
    needed.byKey.forEach((key, level) -> {
      if (of(key) < level) {
        missing.put(key, level);
      }
    });
    return new Levels(missing);
  }

  /// The levels of both; the higher one where both have it.
  public Levels and(Levels other) {
    var both = new TreeMap<>(byKey);
    other.byKey.forEach((key, level) -> both.merge(key, level, Math::max));
    return new Levels(both);
  }

  /// All together, for example the fields that buildings take.
  public int sum() {
    return byKey.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Whether all are at 0.
  public boolean none() {
    return byKey.isEmpty();
  }

  /// As people read it, for example `robot_factory 2, energy 3`.
  public String text() {
    var text = new StringBuilder();
    byKey.forEach(
        (key, level) -> text.append(text.isEmpty() ? "" : ", ").append(key + " " + level));
    return text.toString();
  }
}
