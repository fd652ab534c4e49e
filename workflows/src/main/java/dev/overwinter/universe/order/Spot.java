package dev.overwinter.universe.order;

/// A place on the map as somebody names it; whether a universe has it is for its rules to say.
///
/// @param position one more than a system has is outer space
/// @param moon the moon beside the planet, and not the planet
public record Spot(int galaxy, int system, int position, boolean moon) {

  /// Where a planet is.
  public static Spot planet(int galaxy, int system, int position) {
    return new Spot(galaxy, system, position, false);
  }

  /// For people, for example `1:20:3` or `1:20:3 (moon)`.
  public String text() {
    return galaxy + ":" + system + ":" + position + (moon ? " (moon)" : "");
  }
}
