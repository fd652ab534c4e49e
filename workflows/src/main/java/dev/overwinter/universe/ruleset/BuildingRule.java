package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Levels;
import java.util.List;

/// A building.
///
/// @param name what people read
/// @param cost of its first level
/// @param growth how much dearer each level is
/// @param seconds base time, where the time rule has one
/// @param requires buildings and technologies
/// @param on what it can stand on
public record BuildingRule(
    String name, Cost cost, double growth, int seconds, Levels requires, List<Body> on) {
  public BuildingRule {
    requires = requires == null ? Levels.NONE : requires;
    on = on == null ? List.of(Body.PLANET) : List.copyOf(on);
  }
}
