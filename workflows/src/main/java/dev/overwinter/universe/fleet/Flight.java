package dev.overwinter.universe.fleet;

import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import java.time.Duration;
import java.time.Instant;

/// A fleet in space.
///
/// @param home which planet or moon it left and returns to
/// @param ships what is left of it
/// @param cargo micro-units on board
/// @param fuel micro-units of deuterium that were burnt when it left; no longer on board
/// @param state the table is in the package documentation
/// @param since when that state began
/// @param until when it ends by itself
/// @param oneWay how long it flies in one direction
/// @param hold how long it stays at its target
/// @param recalled whether it turned back before its target
public record Flight(
    FleetId id,
    PlayerId owner,
    PlanetId home,
    Place origin,
    Place target,
    Mission mission,
    Units ships,
    Resources cargo,
    long fuel,
    State state,
    Instant since,
    Instant until,
    Duration oneWay,
    Duration hold,
    boolean recalled) {

  /// What it is doing.
  public enum State {
    OUTBOUND,
    HOLDING,
    RETURNING,
    OVER
  }

  /// The same in another state.
  Flight in(State next, Instant from, Instant to) {
    return new Flight(
        id, owner, home, origin, target, mission, ships, cargo, fuel, next, from, to, oneWay, hold,
        recalled);
  }

  /// The same with other ships and cargo.
  public Flight with(Units nextShips, Resources nextCargo) {
    return new Flight(
        id, owner, home, origin, target, mission, nextShips, nextCargo, fuel, state, since, until,
        oneWay, hold, recalled);
  }

  Flight turned() {
    return new Flight(
        id, owner, home, origin, target, mission, ships, cargo, fuel, state, since, until, oneWay,
        hold, true);
  }
}
