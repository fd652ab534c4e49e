package dev.overwinter.universe.planet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a planet has told about its conditions, by key: an energy deficit, a full store.
///
/// @param byKey sorted by key
public record Notices(@JsonValue Map<String, Notice> byKey) {
  /// Nothing yet.
  public static final Notices NONE = new Notices(Map.of());

  /// One condition.
  ///
  /// @param holds whether it held when the planet was settled last
  /// @param told when it was told last
  public record Notice(boolean holds, Instant told) {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Notices {
    SortedMap<String, Notice> sorted = new TreeMap<>(byKey);
    byKey = Collections.unmodifiableSortedMap(sorted);
  }

  /// Whether a condition that holds now is news: it did not hold before, and it was not told within
  /// the pause.
  boolean isNews(String key, Instant now, Duration pause) {
    var last = byKey.get(key);
    return last == null || (!last.holds() && !last.told().plus(pause).isAfter(now));
  }

  /// A condition holds or has ended; `told` when it was told now.
  Notices with(String key, boolean holds, Instant now, boolean told) {
    var last = byKey.get(key);
    if (last == null && !holds) {
      return this;
    }
    var next = new TreeMap<>(byKey);
    next.put(key, new Notice(holds, told || last == null ? now : last.told()));
    return next.equals(byKey) ? this : new Notices(next);
  }
}
