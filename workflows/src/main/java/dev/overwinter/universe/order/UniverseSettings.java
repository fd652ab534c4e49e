package dev.overwinter.universe.order;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one universe has otherwise than its rule set, or beside it.
///
/// @param starterName how a first planet is called
/// @param cleanupDays reports, messages, trades and fleets that are home are kept so long
/// @param tradeFee what part of a price nobody gets, 0..1; null as the rule set says
/// @param offersExpire how long an offer stays open, zero for good; null as the rule set says
public record UniverseSettings(
    String starterName,
    int cleanupDays,
    @Nullable Double tradeFee,
    @Nullable Duration offersExpire) {
  /// As the contract has them.
  public static final UniverseSettings USUAL = new UniverseSettings("Homeworld", 30, null, null);

  public UniverseSettings {
    if (starterName.isBlank()) {
      throw new IllegalArgumentException("starterName: empty (expected: a name)");
    }
    if (cleanupDays < 1) {
      throw new IllegalArgumentException("cleanupDays: " + cleanupDays + " (expected: >= 1)");
    }
    if (tradeFee != null && !(tradeFee >= 0 && tradeFee < 1)) {
      throw new IllegalArgumentException("tradeFee: " + tradeFee + " (expected: 0..1)");
    }
  }
}
