package dev.overwinter.universe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Which planet or moon, for good; its coordinate, owner and name may change.
///
/// @param number above 0
public record PlanetId(@JsonValue long number) implements Comparable<PlanetId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PlanetId {
    if (number <= 0) {
      throw new IllegalArgumentException("planet: " + number + " (expected: > 0)");
    }
  }

  @Override
  public int compareTo(PlanetId other) {
    return Long.compare(number, other.number);
  }
}
