package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Levels;
import java.util.List;
import java.util.Map;

/// A ship, a defence or a missile.
///
/// @param name what people read
/// @param role what it is
/// @param cost of one
/// @param seconds base time, where the time rule has one
/// @param structure ten times its hull
/// @param cargo units that it carries
/// @param fuel base consumption
/// @param fuelRoom units that it can take as fuel only
/// @param drives what moves it, the best one last; empty for what has none of its own
/// @param flies whether it can be part of a fleet
/// @param civil whether it counts half in the military score
/// @param requires buildings and technologies
/// @param most how many a planet may have; 0 for any number
/// @param room how much of the silo it takes; 0 for what needs none
/// @param rapidFire against whom it fires again, and how often on average
public record UnitRule(
    String name,
    Role role,
    Cost cost,
    double seconds,
    long structure,
    long shield,
    long attack,
    long cargo,
    long fuel,
    long fuelRoom,
    List<Drive> drives,
    boolean flies,
    boolean civil,
    Levels requires,
    long most,
    int room,
    Map<String, Integer> rapidFire) {

  /// What a unit is.
  public enum Role {
    SHIP,
    DEFENCE,
    MISSILE
  }

  /// A drive.
  ///
  /// @param tech whose level makes it faster
  /// @param from at which level of it the ship has this drive
  /// @param speed without research
  public record Drive(String tech, int from, long speed) {}

  public UnitRule {
    drives = drives == null ? List.of() : List.copyOf(drives);
    requires = requires == null ? Levels.NONE : requires;
    rapidFire = Tables.copy(rapidFire);
  }
}
