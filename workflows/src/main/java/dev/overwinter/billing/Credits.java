package dev.overwinter.billing;

import java.math.BigDecimal;

/// Credits as people write them. Everywhere else money is a `long` of micro-credits.
public final class Credits {
  /// One credit.
  public static final long MICROS = 1_000_000;

  /// The largest amount that one booking or one price may have: a billion credits.
  public static final long MOST_MICROS = 1_000_000_000L * MICROS;

  private static final int DIGITS = 6;

  private Credits() {}

  /// For example `0.5` for 500,000.
  public static String text(long micros) {
    var exact = BigDecimal.valueOf(micros, DIGITS).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
  }

  /// The opposite of [#text(long)].
  ///
  /// @throws IllegalArgumentException when it is no number, too large, or finer than a micro-credit
  public static long parse(String text) {
    try {
      var exact = new BigDecimal(text.strip());
      if (exact.precision() - exact.scale() > DIGITS + 4) {
        throw new IllegalArgumentException("credits: " + text + " (expected: < 10 billion)");
      }
      return exact.movePointRight(DIGITS).longValueExact();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("credits: " + text + " (expected: a number)", e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("credits: " + text + " (expected: 6 decimals)", e);
    }
  }
}
