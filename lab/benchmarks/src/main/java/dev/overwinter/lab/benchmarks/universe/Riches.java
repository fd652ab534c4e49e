package dev.overwinter.lab.benchmarks.universe;

import java.io.IOException;

/// Gifts of the house: in the stock and in the books of a planet, so that both still agree.
final class Riches {
  private static final String RESOURCES = "'metal', 'crystal', 'deuterium'";

  private Riches() {}

  /// Gives every planet so many whole units of each resource. Only while nothing is ordered.
  static void give(UniversePlatform platform, long units) throws IOException {
    platform.execute(
        """
        UPDATE universe_planets SET version = version + 1,
          state = jsonb_set(state, '{stock}', (
            SELECT jsonb_object_agg(name, (state #>> array['stock', name])::bigint + %1$d)
              FROM unnest(array[%2$s]) name)),
          books = jsonb_set(books, '{GRANTED}', (
            SELECT jsonb_object_agg(name, (books #>> array['GRANTED', name])::bigint + %1$d)
              FROM unnest(array[%2$s]) name))
        """
            .formatted(units * 1_000_000, RESOURCES));
  }

  /// Has every planet so many levels of a building. Only while nothing is ordered.
  static void equip(UniversePlatform platform, String building, int level) throws IOException {
    platform.execute(
        """
        UPDATE universe_planets
           SET version = version + 1, state = jsonb_set(state, '{buildings,%s}', '%d')
        """
            .formatted(building, level));
  }
}
