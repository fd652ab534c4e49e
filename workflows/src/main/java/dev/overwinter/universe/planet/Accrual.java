package dev.overwinter.universe.planet;

import java.math.BigInteger;

/// What a rate leaves after some time, in whole micro-units and a rest, and when it has left so
/// much. Cutting a stretch of time anywhere changes neither the sum nor the last rest.
///
/// @param micros whole micro-units; below zero for a rate below zero
/// @param rest in parts of which [#HOUR] make a micro-unit; never below zero
record Accrual(long micros, long rest) {
  /// An hour in milliseconds: rates are by the hour, time is in milliseconds.
  static final long HOUR = 3_600_000;

  /// More than two hundred years: nothing is predicted beyond.
  static final long FAR = 1L << 43;

  /// After some time.
  ///
  /// @param perHour micro-units
  /// @param rest what the last one left
  /// @throws ArithmeticException when it does not fit
  static Accrual after(long perHour, long rest, long millis) {
    // In two parts: a rate times a year of milliseconds does not fit.
    var parts = Math.addExact(Math.multiplyExact(Math.floorMod(perHour, HOUR), millis), rest);
    var whole = Math.multiplyExact(Math.floorDiv(perHour, HOUR), millis);
    return new Accrual(Math.addExact(whole, parts / HOUR), parts % HOUR);
  }

  /// The first millisecond after which at least so many micro-units more are there.
  ///
  /// @param micros above zero
  /// @param perHour above zero
  static long millisToGain(long micros, long perHour, long rest) {
    return ceil(micros, -rest, perHour);
  }

  /// The first millisecond after which nothing is left, not even a rest.
  ///
  /// @param perHour how much it loses, above zero
  static long millisToLose(long micros, long perHour, long rest) {
    return ceil(micros, rest, perHour);
  }

  private static long ceil(long micros, long parts, long perHour) {
    if (micros < Long.MAX_VALUE / HOUR - 1) {
      return Math.min(FAR, Math.ceilDiv(micros * HOUR + parts, perHour));
    }
    var divided =
        BigInteger.valueOf(micros)
            .multiply(BigInteger.valueOf(HOUR))
            .add(BigInteger.valueOf(parts))
            .add(BigInteger.valueOf(perHour - 1))
            .divide(BigInteger.valueOf(perHour));
    return divided.min(BigInteger.valueOf(FAR)).longValueExact();
  }
}
