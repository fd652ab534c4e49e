package dev.overwinter.servers;

import java.time.Duration;

/// When a server goes to sleep by itself.
///
/// @param automatic whether it does so at all
/// @param idleBeforeSleep how long it stays awake after the last player has left
/// @param minimumAwake how long it stays awake after it became ready, players or not
public record Hibernation(boolean automatic, Duration idleBeforeSleep, Duration minimumAwake) {
  /// As soon as nobody plays.
  public static final Hibernation AT_ONCE = new Hibernation(true, Duration.ZERO, Duration.ZERO);

  public Hibernation {
    if (idleBeforeSleep.isNegative()) {
      throw new IllegalArgumentException(
          "idleBeforeSleep: " + idleBeforeSleep + " (expected: >= 0)");
    }
    if (minimumAwake.isNegative()) {
      throw new IllegalArgumentException("minimumAwake: " + minimumAwake + " (expected: >= 0)");
    }
  }
}
