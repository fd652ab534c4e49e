package dev.overwinter.universe.order;

import dev.overwinter.universe.fleet.Mission;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sends a fleet.
///
/// @param fleet its id, made by who asks: 1 to 64 characters `[A-Za-z0-9_-]`; also the key of the
///   order
/// @param player whose
/// @param planet where it leaves: universe_planets.id
/// @param units ships, or `interplanetary_missile`, by name; only those that go
/// @param cargo what is loaded besides fuel
/// @param speedPercent 10 to 100
/// @param hold how long it stays there: zero but for ACS_DEFEND and EXPEDITION
/// @param union the union that it joins; empty for none. An ACS_ATTACK without one founds one with
///   its own id
/// @param aim defences that missiles go for first; empty for all
public record FleetOrder(
    String fleet,
    long player,
    long planet,
    Mission mission,
    Spot target,
    SortedMap<String, Long> units,
    Goods cargo,
    int speedPercent,
    Duration hold,
    String union,
    String aim) {
  public FleetOrder {
    if (!fleet.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("fleet: " + fleet + " (expected: [A-Za-z0-9_-]{1,64})");
    }
    units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
  }

  /// One that neither stays nor joins others.
  public static FleetOrder simple(
      String fleet,
      long player,
      long planet,
      Mission mission,
      Spot target,
      SortedMap<String, Long> units,
      Goods cargo) {
    return new FleetOrder(
        fleet, player, planet, mission, target, units, cargo, 100, Duration.ZERO, "", "");
  }
}
