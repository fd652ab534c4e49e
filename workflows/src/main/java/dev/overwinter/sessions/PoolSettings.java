package dev.overwinter.sessions;

import java.time.Duration;
import java.util.List;

/// How many a pool keeps warm; an operator says so and may change it at any time.
///
/// @param least at any hour
/// @param most at any hour, whatever the demand
/// @param byHour at least so many in each hour of the day, UTC; 24 numbers, or none
/// @param demandWindow how far back leases count as demand: as many are kept warm as were leased in
///   it. About as long as a droplet needs from the order to its first heartbeat, doubled
/// @param recycleAfter how old a warm one grows before a fresh one takes its place
public record PoolSettings(
    int least, int most, List<Integer> byHour, Duration demandWindow, Duration recycleAfter) {
  /// Nothing is kept warm.
  public static final PoolSettings OFF =
      new PoolSettings(0, 0, List.of(), Duration.ofMinutes(10), Duration.ofHours(6));

  public PoolSettings {
    byHour = List.copyOf(byHour);
    if (least < 0 || most < least) {
      throw new IllegalArgumentException(
          "pool: " + least + ".." + most + " (expected: 0 <= least <= most)");
    }
    if (!byHour.isEmpty() && byHour.size() != 24) {
      throw new IllegalArgumentException("byHour: " + byHour.size() + " (expected: 0 or 24)");
    }
  }
}
