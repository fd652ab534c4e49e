package dev.overwinter.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// Since when, and until when, an account uses the platform free of charge: because it belongs to
/// whoever runs it, or because nobody is charged. Dated as prices are, so that a use which goes on
/// meanwhile costs what it should to the millisecond. A change is dated [#AHEAD], so that it
/// changes no minimum of a use that has ended already.
///
/// @param changes in order of time
public record FreeTimes(List<Change> changes) {
  /// How long after it is decided a change holds.
  public static final Duration AHEAD = Meter.MINIMUM;

  /// Never.
  public static final FreeTimes NEVER = new FreeTimes(List.of());

  /// For good.
  public static final FreeTimes ALWAYS =
      new FreeTimes(List.of(new Change(false, Instant.EPOCH, true)));

  public FreeTimes {
    changes = changes.stream().sorted(Comparator.comparing(Change::from)).toList();
  }

  /// From a moment on it is so, until the next change of the same.
  ///
  /// @param everybody whether for all accounts, or for this one
  /// @param from since when
  /// @param free whether it is free of charge then
  public record Change(boolean everybody, Instant from, boolean free) {
    public Change {
      Objects.requireNonNull(from, "from");
    }
  }

  /// Whether nothing is charged at a moment, for one of the two reasons.
  public boolean at(Instant moment) {
    var everybody = false;
    var own = false;
    for (var change : changes) {
      if (!change.from().isAfter(moment)) {
        everybody = change.everybody() ? change.free() : everybody;
        own = change.everybody() ? own : change.free();
      }
    }
    return everybody || own;
  }

  /// The same prices, and 0 at such times.
  public PriceList on(PriceList list) {
    if (changes.isEmpty()) {
      return list;
    }
    var prices = new ArrayList<Price>();
    for (var price : list.prices()) {
      if (isFirst(price, list)) {
        moments(price, list).stream().map(at -> during(price, at, list)).forEach(prices::add);
      }
    }
    return new PriceList(prices);
  }

  private static boolean isFirst(Price price, PriceList list) {
    return list.prices().stream().noneMatch(p -> p.isOf(price) && p.from().isBefore(price.from()));
  }

  /// Before its first own price a class costs what others cost, free times and all.
  private TreeSet<Instant> moments(Price first, PriceList list) {
    var moments = new TreeSet<Instant>();
    list.prices().stream().filter(first::isOf).map(Price::from).forEach(moments::add);
    changes.stream().map(Change::from).filter(first.from()::isBefore).forEach(moments::add);
    return moments;
  }

  private Price during(Price of, Instant at, PriceList list) {
    var perHour = at(at) ? 0 : list.perHour(of.priceClass(), of.use(), at);
    return new Price(of.priceClass(), of.use(), at, perHour);
  }
}
