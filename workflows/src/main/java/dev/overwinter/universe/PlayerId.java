package dev.overwinter.universe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Which player, over all universes and for good: a number is never given twice.
///
/// @param number above 0
public record PlayerId(@JsonValue long number) implements Comparable<PlayerId> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PlayerId {
    if (number <= 0) {
      throw new IllegalArgumentException("player: " + number + " (expected: > 0)");
    }
  }

  @Override
  public int compareTo(PlayerId other) {
    return Long.compare(number, other.number);
  }
}
