package dev.overwinter.billing.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Money and time in words that people read at a glance.
final class Amounts {
  private static final int MICRO_DIGITS = 6;

  private Amounts() {}

  /// For a glance: two decimals, more while the amount is small, for example `12.35`, `0.0083`.
  static String glance(long micros) {
    var exact = BigDecimal.valueOf(micros, MICRO_DIGITS);
    var digits = Math.abs(micros) >= 100_000 || micros == 0 ? 2 : 4;
    return exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// Never rounded, aligned by its six decimals, for example `-0.008333`.
  static String exact(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).toPlainString();
  }

  /// How long credits last, for example `21 h`, `3 days`, `for good`.
  static String lasts(Optional<Instant> until, Instant now) {
    return until.map(at -> span(Duration.between(now, at))).orElse("for good");
  }

  /// For example `3 days`, `21 h`, `12 min`, `40 s`.
  static String span(Duration span) {
    if (span.toDays() >= 3) {
      return span.toDays() + " days";
    }
    if (span.toHours() >= 1) {
      return String.format(Locale.ROOT, "%d h %02d min", span.toHours(), span.toMinutesPart());
    }
    return span.toMinutes() >= 1 ? span.toMinutes() + " min" : Math.max(0, span.toSeconds()) + " s";
  }
}
