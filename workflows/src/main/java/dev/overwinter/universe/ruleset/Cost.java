package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Resources;

/// A price of the first level or of one unit, in whole units as data files write it.
///
/// @param energy what has to be produced at that moment; it is not used up
public record Cost(long metal, long crystal, long deuterium, long energy) {

  /// The price of a level.
  ///
  /// @param growth how much dearer each level is
  /// @param level the level that there is already
  /// @param step to what it is rounded; 1 for the contract's `int()`, which cuts
  public Resources at(double growth, int level, int step) {
    var factor = StrictMath.pow(growth, level);
    return Resources.ofUnits(
        whole(metal * factor, step),
        whole(crystal * factor, step),
        whole(deuterium * factor, step));
  }

  /// The price of one.
  public Resources each() {
    return Resources.ofUnits(metal, crystal, deuterium);
  }

  /// How much energy has to be produced for a level.
  public long energyAt(double growth, int level) {
    return whole(energy * StrictMath.pow(growth, level), 1);
  }

  private static long whole(double units, int step) {
    // The seed cuts: 22.5 crystal are 22. A product beyond `long` is cut to its end by the cast.
    return step <= 1 ? (long) units : Math.round(units / step) * step;
  }
}
