package dev.overwinter.universe.planet;

import dev.overwinter.universe.Resources;
import java.time.Instant;

/// Units that are being built, or wait for that. Paid with the order.
///
/// @param number of the item on its planet, for good
/// @param count how many were ordered
/// @param delivered how many of them are stationed already
/// @param each what one has cost
/// @param start when the first is begun
/// @param end when the last is done
/// @param eachMillis how long one takes, where they come one by one; else how long all take
public record YardItem(
    long number,
    String unit,
    long count,
    long delivered,
    Resources each,
    Instant start,
    Instant end,
    long eachMillis) {}
