package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// How long a flight takes, and what it burns.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FlightRule.Straight.class, name = "straight"),
  @JsonSubTypes.Type(value = FlightRule.Rooted.class, name = "rooted"),
})
public sealed interface FlightRule {

  /// A kind of ship in a fleet.
  ///
  /// @param speed with research; above 0
  /// @param fuel base consumption of one
  record Ship(long count, long speed, long fuel) {}

  /// Whole seconds, at least 1.
  ///
  /// @param slowest speed of the slowest ship
  /// @param share of full speed, above 0 and at most 1
  /// @param fleetSpeed of the universe
  long seconds(long distance, long slowest, double share, double fleetSpeed);

  /// Units of deuterium for the way out and back.
  ///
  /// @param seconds what [#seconds(long, long, double, double)] has said
  long fuel(List<Ship> ships, long distance, long seconds, double fleetSpeed);

  /// Time is distance by speed; nothing is burnt.
  record Straight() implements FlightRule {
    @Override
    public long seconds(long distance, long slowest, double share, double fleetSpeed) {
      // Cut as the seed does; a flight is never over before it has begun.
      return Math.max(1, (long) (distance / (slowest * share) * 3600 / fleetSpeed));
    }

    @Override
    public long fuel(List<Ship> ships, long distance, long seconds, double fleetSpeed) {
      return 0;
    }
  }

  /// The real game: time grows with the root of the distance, fuel with the distance and with the
  /// speed that each ship flies.
  record Rooted() implements FlightRule {
    private static final double SCALE = 35_000;

    @Override
    public long seconds(long distance, long slowest, double share, double fleetSpeed) {
      var hours = SCALE / (10 * share) * StrictMath.sqrt(10.0 * distance / slowest) + 10;
      return Math.max(1, Math.round(hours / fleetSpeed));
    }

    @Override
    public long fuel(List<Ship> ships, long distance, long seconds, double fleetSpeed) {
      var sum = 0.0;
      // A flight of the shortest time would divide by nothing.
      var time = Math.max(1, seconds * fleetSpeed - 10);
      for (var ship : ships) {
        var speed = SCALE / time * StrictMath.sqrt(10.0 * distance / ship.speed());
        var effort = speed / 10 + 1;
        sum += (double) ship.fuel() * ship.count() * distance / SCALE * effort * effort;
      }
      // The real game's rounding; OGameX rounds the sum to the nearest.
      return 1 + (long) StrictMath.floor(sum);
    }
  }
}
