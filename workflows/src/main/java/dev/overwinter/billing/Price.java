package dev.overwinter.billing;

import java.time.Instant;
import java.util.Objects;

/// What one use of one class costs from a moment on, until a later price of the same takes over.
///
/// @param priceClass as the catalogue names it
/// @param use what is paid for
/// @param from since when
/// @param microsPerHour micro-credits for an hour
public record Price(String priceClass, Use use, Instant from, long microsPerHour) {
  public Price {
    Objects.requireNonNull(priceClass, "priceClass");
    Objects.requireNonNull(use, "use");
    Objects.requireNonNull(from, "from");
    if (microsPerHour < 0 || microsPerHour > Credits.MOST_MICROS) {
      throw new IllegalArgumentException(
          "microsPerHour: " + microsPerHour + " (expected: 0.." + Credits.MOST_MICROS + ")");
    }
  }

  /// Whether another one is a price of the same.
  boolean isOf(Price other) {
    return use == other.use && priceClass.equals(other.priceClass);
  }
}
