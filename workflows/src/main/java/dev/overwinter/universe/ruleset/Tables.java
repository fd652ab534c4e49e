package dev.overwinter.universe.ruleset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies of what a data file holds, in its order: `Map.copyOf` would give another one on each run.
final class Tables {
  private Tables() {}

  static <K, V> Map<K, V> copy(@Nullable Map<K, V> table) {
    return table == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(table));
  }
}
