package dev.overwinter.universe.planet;

import dev.overwinter.universe.Resources;
import java.time.Duration;
import java.time.Instant;

/// Units that are being built, or wait for that. Paid with the order.
///
/// @param number of the item on its planet, for good
/// @param count how many were ordered
/// @param delivered how many of them are stationed already
/// @param each what one has cost
/// @param orderedAt when it was ordered and paid
/// @param start when the first is begun
/// @param end when the last is done
/// @param eachMillis how long one takes, where they come one by one; else how long all take
public record YardItem(
    long number,
    String unit,
    long count,
    long delivered,
    Resources each,
    Instant orderedAt,
    Instant start,
    Instant end,
    long eachMillis) {

  /// The same after more of it are stationed.
  YardItem delivered(long count) {
    return new YardItem(number, unit, this.count, count, each, orderedAt, start, end, eachMillis);
  }

  /// The same, so much earlier.
  public YardItem earlier(Duration by) {
    return new YardItem(
        number,
        unit,
        count,
        delivered,
        each,
        orderedAt,
        start.minus(by),
        end.minus(by),
        eachMillis);
  }
}
