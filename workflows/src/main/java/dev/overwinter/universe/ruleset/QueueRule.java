package dev.overwinter.universe.ruleset;

import java.util.List;

/// A queue of buildings or of technologies. One item is under way, the others wait behind it.
///
/// @param most how many items; 0 for any number
/// @param pay when an item is paid
/// @param refundPercent how much of what was paid comes back when it is cancelled
/// @param bars what cannot be built while this queue works
public record QueueRule(int most, Pay pay, int refundPercent, List<String> bars) {

  /// When an item is paid.
  public enum Pay {
    /// With the order: its end is known at once.
    ORDERED,
    /// When it becomes head: it is dropped then if it cannot be paid.
    STARTED
  }

  public QueueRule {
    bars = bars == null ? List.of() : List.copyOf(bars);
  }
}
