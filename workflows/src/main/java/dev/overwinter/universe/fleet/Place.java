package dev.overwinter.universe.fleet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;

/// Where a fleet comes from or goes to.
public record Place(Coordinate at, Body body) {
  /// The planet at a coordinate.
  public static Place planet(Coordinate at) {
    return new Place(at, Body.PLANET);
  }
}
