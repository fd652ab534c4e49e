package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Levels;

/// A technology.
///
/// @param name what people read
/// @param cost of its first level
/// @param growth how much dearer each level is
/// @param step to how many units its price is rounded; 0 or 1 when it is cut
/// @param seconds base time, where the time rule has one
/// @param requires buildings of the planet that researches, and technologies
public record TechRule(
    String name, Cost cost, double growth, int step, int seconds, Levels requires) {
  public TechRule {
    requires = requires == null ? Levels.NONE : requires;
  }
}
