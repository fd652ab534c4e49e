package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.ruleset.Laws;

/// A universe as its row says; it never changes.
///
/// @param laws its rules and speeds
record World(
    String id,
    Laws laws,
    int galaxies,
    int systems,
    int positions,
    boolean startChoice,
    UniverseSettings settings) {

  /// Whether a planet can be there.
  boolean has(Spot spot) {
    return spot.position() <= positions && reaches(spot);
  }

  /// Whether a fleet can go there: also into outer space.
  boolean reaches(Spot spot) {
    return within(spot.galaxy(), galaxies)
        && within(spot.system(), systems)
        && within(spot.position(), positions + 1);
  }

  private static boolean within(int value, int most) {
    return value >= 1 && value <= most;
  }
}
