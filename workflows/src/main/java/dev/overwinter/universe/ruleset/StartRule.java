package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resources;

/// What a planet begins with.
///
/// @param stock in whole units
/// @param buildings of a player's first planet
/// @param colonyBuildings of every other one
/// @param size of a first planet, when nothing chooses it
/// @param temperature likewise, in degrees
public record StartRule(
    Cost stock,
    Cost colonyStock,
    Levels buildings,
    Levels colonyBuildings,
    Range size,
    Range temperature) {

  /// What chance may choose, both ends included; the usual value when nothing does.
  public record Range(int least, int most, int usual) {}

  /// What the house gives.
  ///
  /// @param first whether it is a player's first planet
  public Resources granted(boolean first) {
    return (first ? stock : colonyStock).each();
  }
}
