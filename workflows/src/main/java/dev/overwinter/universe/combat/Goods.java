package dev.overwinter.universe.combat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigInteger;

/// Amounts of the three resources in micro-units: 1 unit is [#MICROS]. Sums are exact or an
/// [ArithmeticException].
///
/// @param metal micro-units, not below 0
/// @param crystal micro-units, not below 0
/// @param deuterium micro-units, not below 0
public record Goods(long metal, long crystal, long deuterium) {
  /// One unit.
  public static final long MICROS = 1_000_000;

  /// Nothing.
  public static final Goods NONE = new Goods(0, 0, 0);

  public Goods {
    if (metal < 0 || crystal < 0 || deuterium < 0) {
      throw new IllegalArgumentException(
          "goods: " + metal + ", " + crystal + ", " + deuterium + " (expected: none below 0)");
    }
  }

  /// Whole units.
  public static Goods ofUnits(long metal, long crystal, long deuterium) {
    return new Goods(
        Math.multiplyExact(metal, MICROS),
        Math.multiplyExact(crystal, MICROS),
        Math.multiplyExact(deuterium, MICROS));
  }

  /// Both together.
  public Goods plus(Goods other) {
    return new Goods(
        Math.addExact(metal, other.metal),
        Math.addExact(crystal, other.crystal),
        Math.addExact(deuterium, other.deuterium));
  }

  /// What is left without a part of it.
  public Goods minus(Goods part) {
    return new Goods(metal - part.metal, crystal - part.crystal, deuterium - part.deuterium);
  }

  /// So many of it.
  public Goods times(long count) {
    return new Goods(
        Math.multiplyExact(metal, count),
        Math.multiplyExact(crystal, count),
        Math.multiplyExact(deuterium, count));
  }

  /// A share of each, cut to a micro-unit.
  ///
  /// @param part not above `of`
  /// @param of above 0
  public Goods share(long part, long of) {
    return new Goods(share(metal, part, of), share(crystal, part, of), share(deuterium, part, of));
  }

  private static long share(long amount, long part, long of) {
    return BigInteger.valueOf(amount)
        .multiply(BigInteger.valueOf(part))
        .divide(BigInteger.valueOf(of))
        .longValueExact();
  }

  /// As much of each as the other has, or less where there is less.
  public Goods atMost(long metalLimit, long crystalLimit, long deuteriumLimit) {
    return new Goods(
        Math.min(metal, metalLimit),
        Math.min(crystal, crystalLimit),
        Math.min(deuterium, deuteriumLimit));
  }

  /// All three together, in micro-units.
  public long sum() {
    return Math.addExact(Math.addExact(metal, crystal), deuterium);
  }

  /// Whether there is none of any.
  @JsonIgnore
  public boolean isNone() {
    return metal == 0 && crystal == 0 && deuterium == 0;
  }
}
