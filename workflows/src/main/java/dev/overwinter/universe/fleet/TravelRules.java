package dev.overwinter.universe.fleet;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.ruleset.FlightRule;
import dev.overwinter.universe.ruleset.Laws;
import java.math.BigInteger;
import java.util.ArrayList;

/// Distances, times, fuel and room. Pure arithmetic; nobody's orders.
public final class TravelRules {
  private TravelRules() {}

  /// In the measure of the rule set; the same in both directions.
  public static long distance(Laws laws, Coordinate from, Coordinate to) {
    return laws.rules().fleet().distance().between(from, to);
  }

  /// A flight of some ships.
  ///
  /// @param ships at least one, all of which fly
  /// @param owned what its owner has: ships without a drive fly with the fastest of them
  /// @param share of full speed, above 0 and at most 1
  public static FlightPlan plan(
      Laws laws,
      Coordinate from,
      Coordinate to,
      Units ships,
      Units owned,
      Levels techs,
      double share) {
    var distance = distance(laws, from, to);
    var slowest = slowest(laws, ships, owned, techs);
    var rule = laws.rules().fleet().flight();
    var speed = laws.speeds().fleet();
    var seconds = rule.seconds(distance, slowest, share, speed);
    var burning = new ArrayList<FlightRule.Ship>();
    ships.forEach((key, count) -> {
      var own = laws.rules().stats(key, techs).speed();
      var fuel = laws.rules().unitNamed(key).fuel();
      burning.add(new FlightRule.Ship(count, own > 0 ? own : slowest, fuel));
    });
    return new FlightPlan(
        distance,
        slowest,
        seconds,
        rule.fuel(burning, distance, seconds, speed),
        cargoUnits(laws, ships, techs),
        fuelOnlyUnits(laws, ships));
  }

  /// Speed of the slowest ship with a drive. Ships without one are carried; a fleet of only such
  /// ships flies like the fastest kind that its owner has, or drifts.
  public static long slowest(Laws laws, Units ships, Units owned, Levels techs) {
    var slowest =
        ships.byKey().keySet().stream()
            .mapToLong(key -> laws.rules().stats(key, techs).speed())
            .filter(speed -> speed > 0)
            .min();
    if (slowest.isPresent()) {
      return slowest.getAsLong();
    }
    return owned.byKey().keySet().stream()
        .mapToLong(key -> laws.rules().stats(key, techs).speed())
        .filter(speed -> speed > 0)
        .max()
        .orElse(laws.rules().fleet().driftSpeed());
  }

  /// Units that ships carry.
  public static long cargoUnits(Laws laws, Units ships, Levels techs) {
    var room = 0L;
    for (var ship : ships.byKey().entrySet()) {
      room += laws.rules().stats(ship.getKey(), techs).cargo() * ship.getValue();
    }
    return room;
  }

  private static long fuelOnlyUnits(Laws laws, Units ships) {
    var room = 0L;
    for (var ship : ships.byKey().entrySet()) {
      room += laws.rules().unitNamed(ship.getKey()).fuelRoom() * ship.getValue();
    }
    return room;
  }

  /// What of a cargo is still carried when there is less room: the same share of each resource, cut
  /// to whole micro-units. The rest is lost.
  ///
  /// @param roomUnits of the ships that are left
  public static Resources carried(Resources cargo, long roomUnits) {
    var room = Math.multiplyExact(roomUnits, Resources.MICROS);
    var sum = cargo.sum();
    return sum <= room
        ? cargo
        : new Resources(
            part(cargo.metal(), room, sum),
            part(cargo.crystal(), room, sum),
            part(cargo.deuterium(), room, sum));
  }

  private static long part(long amount, long room, long sum) {
    return BigInteger.valueOf(amount)
        .multiply(BigInteger.valueOf(room))
        .divide(BigInteger.valueOf(sum))
        .longValueExact();
  }
}
