package dev.overwinter.catalogue;

import java.time.Duration;

/// When a new server of a game goes to sleep, unless its owner says otherwise.
///
/// @param idle how long it stays awake after the last player has left
/// @param minimumAwake how long it stays awake after it became ready
public record IdleRule(Duration idle, Duration minimumAwake) {
  /// A quarter of an hour, and at least a minute.
  public static final IdleRule USUAL = new IdleRule(Duration.ofMinutes(15), Duration.ofMinutes(1));

  public IdleRule {
    if (idle.isNegative() || minimumAwake.isNegative()) {
      throw new IllegalArgumentException(
          "idle: " + idle + ", " + minimumAwake + " (expected: >= 0)");
    }
  }
}
