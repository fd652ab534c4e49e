package dev.overwinter.universe.market;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Which offer, for good.
///
/// @param number above 0
public record OfferId(@JsonValue long number) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OfferId {
    if (number <= 0) {
      throw new IllegalArgumentException("offer: " + number + " (expected: > 0)");
    }
  }
}
