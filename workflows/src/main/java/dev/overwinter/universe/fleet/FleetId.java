package dev.overwinter.universe.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Which fleet, for good.
///
/// @param number above 0
public record FleetId(@JsonValue long number) implements Comparable<FleetId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FleetId {
    if (number <= 0) {
      throw new IllegalArgumentException("fleet: " + number + " (expected: > 0)");
    }
  }

  @Override
  public int compareTo(FleetId other) {
    return Long.compare(number, other.number);
  }
}
