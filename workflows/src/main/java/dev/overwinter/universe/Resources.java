package dev.overwinter.universe;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// Amounts of the three resources in micro-units: 1 unit is [#MICROS]. Whole numbers, so that sums
/// are exact in whatever order they are made. May be negative where it is a difference.
///
/// @param metal micro-units
/// @param crystal micro-units
/// @param deuterium micro-units
public record Resources(long metal, long crystal, long deuterium) {
  /// One unit.
  public static final long MICROS = 1_000_000;

  /// Nothing.
  public static final Resources NONE = new Resources(0, 0, 0);

  /// Whole units; what does not fit becomes more than anybody can pay ([Long#MAX_VALUE]).
  public static Resources ofUnits(long metal, long crystal, long deuterium) {
    return new Resources(micros(metal), micros(crystal), micros(deuterium));
  }

  /// Only of one.
  ///
  /// @param micros micro-units
  public static Resources of(Resource resource, long micros) {
    return NONE.with(resource, micros);
  }

  private static long micros(long units) {
    return saturated(units, MICROS);
  }

  /// A product that stays at the end of the range instead of wrapping.
  private static long saturated(long a, long b) {
    var high = Math.multiplyHigh(a, b);
    var low = a * b;
    if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
      return low;
    }
    return (a < 0) == (b < 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  /// How much of one, in micro-units.
  public long of(Resource resource) {
    return switch (resource) {
      case METAL -> metal;
      case CRYSTAL -> crystal;
      case DEUTERIUM -> deuterium;
    };
  }

  /// The same with another amount of one.
  public Resources with(Resource resource, long micros) {
    return switch (resource) {
      case METAL -> new Resources(micros, crystal, deuterium);
      case CRYSTAL -> new Resources(metal, micros, deuterium);
      case DEUTERIUM -> new Resources(metal, crystal, micros);
    };
  }

  /// The sum.
  ///
  /// @throws ArithmeticException when it does not fit
  public Resources plus(Resources other) {
    return new Resources(
        Math.addExact(metal, other.metal),
        Math.addExact(crystal, other.crystal),
        Math.addExact(deuterium, other.deuterium));
  }

  /// The difference.
  ///
  /// @throws ArithmeticException when it does not fit
  public Resources minus(Resources other) {
    return new Resources(
        Math.subtractExact(metal, other.metal),
        Math.subtractExact(crystal, other.crystal),
        Math.subtractExact(deuterium, other.deuterium));
  }

  /// So many of it; what does not fit becomes more than anybody can pay.
  public Resources times(long count) {
    return new Resources(
        saturated(metal, count), saturated(crystal, count), saturated(deuterium, count));
  }

  /// A share of each, cut to whole units as the contract's `int()` does.
  ///
  /// @param percent 0 to 100
  public Resources percentInUnits(int percent) {
    return ofUnits(share(metal, percent), share(crystal, percent), share(deuterium, percent));
  }

  private static long share(long micros, int percent) {
    return micros / MICROS / 100 * percent + micros / MICROS % 100 * percent / 100;
  }

  /// Whether each is at least as much.
  public boolean covers(Resources other) {
    return metal >= other.metal && crystal >= other.crystal && deuterium >= other.deuterium;
  }

  /// What is missing to cover another; nothing below zero.
  public Resources shortOf(Resources other) {
    return new Resources(
        Math.max(0, other.metal - metal),
        Math.max(0, other.crystal - crystal),
        Math.max(0, other.deuterium - deuterium));
  }

  /// Whether there is none of any.
  @JsonIgnore
  public boolean isNone() {
    return metal == 0 && crystal == 0 && deuterium == 0;
  }

  /// Whether none is below zero.
  @JsonIgnore
  public boolean isNatural() {
    return metal >= 0 && crystal >= 0 && deuterium >= 0;
  }

  /// All three together, in micro-units.
  ///
  /// @throws ArithmeticException when it does not fit
  public long sum() {
    return Math.addExact(Math.addExact(metal, crystal), deuterium);
  }

  /// Whole units of one, cut.
  public long units(Resource resource) {
    return Math.floorDiv(of(resource), MICROS);
  }

  /// As people read it, in whole units.
  public String text() {
    return "%d metal, %d crystal, %d deuterium"
        .formatted(units(Resource.METAL), units(Resource.CRYSTAL), units(Resource.DEUTERIUM));
  }
}
