package dev.overwinter.billing;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When meters will have used up an amount: in closed form, over every price that is known.
public final class Depletion {
  private static final BigInteger A_CENTURY = BigInteger.valueOf(100L * 366 * 24 * 3_600_000);

  private Depletion() {}

  /// The last millisecond at which what meters owe since they were settled is covered by an amount.
  ///
  /// @return now when it is not covered even now; empty when it is never used up
  public static Optional<Instant> at(
      List<Meter> meters, PriceList prices, long micros, Instant now) {
    var left = PriceList.burnOf(micros).subtract(owed(meters, prices, now));
    if (left.signum() < 0) {
      return Optional.of(now);
    }
    var from = now;
    while (true) {
      var rate = rate(meters, prices, from);
      var change = change(meters, prices, from);
      if (rate.signum() > 0) {
        var lasts = left.divide(rate);
        if (change.isEmpty() || lasts.compareTo(millis(from, change.get())) < 0) {
          return lasts.compareTo(A_CENTURY) > 0
              ? Optional.empty()
              : Optional.of(from.plusMillis(lasts.longValueExact()));
        }
      }
      if (change.isEmpty()) {
        return Optional.empty();
      }
      left = left.subtract(rate.multiply(millis(from, change.get())));
      from = change.get();
    }
  }

  private static BigInteger owed(List<Meter> meters, PriceList prices, Instant now) {
    var sum = BigInteger.ZERO;
    for (var meter : meters) {
      var until = now.isBefore(meter.settledUntil()) ? meter.settledUntil() : now;
      sum = sum.add(meter.burn(prices, until)).subtract(PriceList.burnOf(meter.metered()));
    }
    return sum;
  }

  private static BigInteger rate(List<Meter> meters, PriceList prices, Instant at) {
    var sum = BigInteger.ZERO;
    for (var meter : meters) {
      if (!at.isBefore(begins(meter))) {
        sum = sum.add(BigInteger.valueOf(meter.perHour(prices, at)));
      }
    }
    return sum;
  }

  /// From when on it owes more with every moment.
  private static Instant begins(Meter meter) {
    return meter.moves().isBefore(meter.settledUntil()) ? meter.settledUntil() : meter.moves();
  }

  private static Optional<Instant> change(List<Meter> meters, PriceList prices, Instant after) {
    Optional<Instant> first = Optional.empty();
    for (var meter : meters) {
      first = earlier(first, Optional.of(begins(meter)).filter(after::isBefore));
      first = earlier(first, prices.changeAfter(meter.priceClass(), meter.use(), after));
    }
    return first;
  }

  static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.get().isBefore(b.get()) ? a : b;
  }

  private static BigInteger millis(Instant from, Instant until) {
    return BigInteger.valueOf(until.toEpochMilli() - from.toEpochMilli());
  }
}
