package dev.overwinter.billing;

/// How much a server may spend in a month.
///
/// @param server which
/// @param micros micro-credits; 0 without limit
/// @param by who says so
public record CapOrder(String server, long micros, String by) {
  public CapOrder {
    Line.check("server", server, MoneyOrder.LONGEST);
    Line.check("by", by, MoneyOrder.LONGEST);
    if (micros < 0 || micros > Credits.MOST_MICROS) {
      throw new IllegalArgumentException(
          "micros: " + micros + " (expected: 0.." + Credits.MOST_MICROS + ")");
    }
  }
}
