package dev.overwinter.billing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All prices, past and announced. Until its first own price holds, a class costs what
/// [#USUAL_CLASS] costs, so that a price which is announced changes nothing that was; before the
/// first of both a use is free.
///
/// Burn is counted in micro-credit milliseconds per hour, which is exact over every change of
/// price. Only [#micros(BigInteger)] divides, and it is only given sums that begin with a run: what
/// is charged for `[a, b)` is `micros(start..b) - micros(start..a)`, so however a run is split, the
/// parts add up to the whole, which is rounded down once.
///
/// @param prices in order of class, use and time
public record PriceList(List<Price> prices) {
  /// What a game costs that says nothing, and one whose class nobody has priced.
  public static final String USUAL_CLASS = "standard";

  /// Everything is free.
  public static final PriceList FREE = new PriceList(List.of());

  private static final BigInteger MILLIS_PER_HOUR =
      BigInteger.valueOf(Duration.ofHours(1).toMillis());

  public PriceList {
    prices =
        prices.stream()
            .sorted(
                Comparator.comparing(Price::priceClass)
                    .thenComparing(Price::use)
                    .thenComparing(Price::from))
            .toList();
  }

  /// What an hour costs as of a moment.
  public long perHour(String priceClass, Use use, Instant at) {
    var usual = 0L;
    var own = -1L;
    for (var price : prices) {
      if (price.use() == use && !price.from().isAfter(at)) {
        own = price.priceClass().equals(priceClass) ? price.microsPerHour() : own;
        usual = price.priceClass().equals(USUAL_CLASS) ? price.microsPerHour() : usual;
      }
    }
    return own < 0 ? usual : own;
  }

  /// What is used up between two moments; nothing when the second is not the later one.
  public BigInteger burn(String priceClass, Use use, Instant from, Instant until) {
    var sum = BigInteger.ZERO;
    var at = from;
    while (at.isBefore(until)) {
      var change = changeAfter(priceClass, use, at).orElse(until);
      var end = change.isBefore(until) ? change : until;
      sum = sum.add(product(perHour(priceClass, use, at), at, end));
      at = end;
    }
    return sum;
  }

  private static BigInteger product(long perHour, Instant from, Instant until) {
    // Milliseconds are counted from the epoch, so that parts of a run meet without a gap.
    var millis = until.toEpochMilli() - from.toEpochMilli();
    return BigInteger.valueOf(perHour).multiply(BigInteger.valueOf(millis));
  }

  /// The next moment at which the price changes.
  public Optional<Instant> changeAfter(String priceClass, Use use, Instant at) {
    return of(priceClass, use).stream().map(Price::from).filter(at::isBefore).findFirst();
  }

  /// Whether the use costs something at a moment, or will later.
  public boolean everCosts(String priceClass, Use use, Instant from) {
    return perHour(priceClass, use, from) > 0
        || of(priceClass, use).stream()
            .anyMatch(price -> price.from().isAfter(from) && price.microsPerHour() > 0);
  }

  /// Whole micro-credits of a burn, rounded down.
  public static long micros(BigInteger burn) {
    return burn.divide(MILLIS_PER_HOUR).longValueExact();
  }

  static BigInteger burnOf(long micros) {
    return BigInteger.valueOf(micros).multiply(MILLIS_PER_HOUR);
  }

  private List<Price> of(String priceClass, Use use) {
    var own = named(priceClass, use);
    if (priceClass.equals(USUAL_CLASS)) {
      return own;
    }
    var all = named(USUAL_CLASS, use);
    if (!own.isEmpty()) {
      all.removeIf(usual -> !usual.from().isBefore(own.getFirst().from()));
    }
    all.addAll(own);
    return all;
  }

  private List<Price> named(String priceClass, Use use) {
    var found = new ArrayList<Price>();
    for (var price : prices) {
      if (price.use() == use && price.priceClass().equals(priceClass)) {
        found.add(price);
      }
    }
    return found;
  }
}
