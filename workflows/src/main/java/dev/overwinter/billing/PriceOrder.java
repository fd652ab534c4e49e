package dev.overwinter.billing;

import static java.time.temporal.ChronoUnit.MILLIS;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/// What a use of a class is to cost from a moment on. Class, use and moment make it the same order,
/// however often it is given.
///
/// @param priceClass as the catalogue names it: small letters, digits and `-`
/// @param use what is paid for
/// @param from since when, to the millisecond; at least [#AHEAD] after it is ordered
/// @param microsPerHour micro-credits for an hour; 0 is free
/// @param by who says so
public record PriceOrder(String priceClass, Use use, Instant from, long microsPerHour, String by) {
  /// How long before it holds a price is announced: accounts look at prices twice a day.
  public static final Duration AHEAD = Duration.ofDays(1);

  private static final Pattern CLASS = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  // The last that ISO 8601 writes with four digits.
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final int LONGEST_NAME = 200;

  public PriceOrder {
    Objects.requireNonNull(use, "use");
    if (!CLASS.matcher(priceClass).matches()) {
      throw new IllegalArgumentException(
          "priceClass: " + priceClass + " (expected: " + CLASS.pattern() + ")");
    }
    from = from.truncatedTo(MILLIS);
    if (from.isBefore(Instant.EPOCH) || from.isAfter(LATEST)) {
      throw new IllegalArgumentException("from: " + from + " (expected: before the year 10000)");
    }
    if (microsPerHour < 0 || microsPerHour > Credits.MOST_MICROS) {
      throw new IllegalArgumentException(
          "microsPerHour: " + microsPerHour + " (expected: 0.." + Credits.MOST_MICROS + ")");
    }
    if (by.isBlank()) {
      throw new IllegalArgumentException("by: empty (expected: who ordered it)");
    }
    Line.check("by", by, LONGEST_NAME);
  }

  /// As the price list has it.
  public Price price() {
    return new Price(priceClass, use, from, microsPerHour);
  }
}
