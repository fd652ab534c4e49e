package dev.overwinter.billing.postgres;

import java.util.Set;

/// How accounts begin, and who pays.
///
/// @param house accounts that belong to whoever runs the platform: metered, and free of charge
/// @param welcomeMicros what every other account is given when it is opened
/// @param charges whether anybody is charged
public record BillingSettings(Set<String> house, long welcomeMicros, boolean charges) {
  /// Where credits count.
  public BillingSettings(Set<String> house, long welcomeMicros) {
    this(house, welcomeMicros, true);
  }

  public BillingSettings {
    house = Set.copyOf(house);
    if (welcomeMicros < 0) {
      throw new IllegalArgumentException("welcomeMicros: " + welcomeMicros + " (expected: >= 0)");
    }
  }
}
