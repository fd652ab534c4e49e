package dev.overwinter.universe.fleet;

/// What a flight would be: what a preview shows, and what a departure keeps to.
///
/// @param slowest speed of the slowest ship
/// @param seconds one way
/// @param fuelUnits deuterium for both ways
/// @param cargoUnits room for cargo and fuel
/// @param fuelOnlyUnits more room that takes fuel only
public record FlightPlan(
    long distance,
    long slowest,
    long seconds,
    long fuelUnits,
    long cargoUnits,
    long fuelOnlyUnits) {

  /// Units that can be loaded beside the fuel; below zero when even that does not fit.
  public long freeUnits() {
    return cargoUnits - Math.max(0, fuelUnits - fuelOnlyUnits);
  }
}
