package dev.overwinter.billing;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One booking on an account. The ledger books each key once, and refuses a key that comes again
/// with another content.
///
/// @param key what makes it the same booking
/// @param kind what it is
/// @param micros what the account gets; negative when it pays
/// @param at when it became due; the last millisecond of a use, so that a use that ends with a
///   month stands on the statement of that month
/// @param memo one line for people
/// @param by who ordered it; empty for the platform
/// @param span what was used, when it is for a use; null otherwise
public record Posting(
    String key, Kind kind, long micros, Instant at, String memo, String by, @Nullable Span span) {

  /// What a booking is.
  public enum Kind {
    /// Money came in.
    DEPOSIT,
    /// The house gave credits.
    GRANT,
    /// A use was paid.
    CHARGE,
    /// Credits for a use were given back.
    REFUND,
    /// Somebody put something right.
    ADJUSTMENT
  }

  /// What was used.
  ///
  /// @param server which server
  /// @param number of the fact that began the use
  /// @param run which start of its container; empty when it sleeps
  /// @param priceClass what it costs, by name
  /// @param use in which way
  /// @param from since when
  /// @param until up to when
  public record Span(
      String server,
      long number,
      String run,
      String priceClass,
      Use use,
      Instant from,
      Instant until) {
    public Span {
      Objects.requireNonNull(server, "server");
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(priceClass, "priceClass");
      Objects.requireNonNull(use, "use");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(until, "until");
    }
  }

  public Posting {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(memo, "memo");
    Objects.requireNonNull(by, "by");
    if (micros == 0 || Math.abs(micros) > Credits.MOST_MICROS) {
      throw new IllegalArgumentException(
          "micros: " + micros + " (expected: not 0, within " + Credits.MOST_MICROS + ")");
    }
  }

  /// Whether another one with its key is the same booking: asked again later it still is.
  public boolean isSame(Posting other) {
    return kind == other.kind && micros == other.micros && Objects.equals(span, other.span);
  }

  /// Whether the account knew of it when it was decided: a use, and not an order to be booked
  /// first.
  boolean counted() {
    return span != null;
  }

  static Posting charge(Meter meter, Instant until, long micros) {
    return new Posting(
        "charge/" + meter.server() + "/" + meter.number() + "/" + until.toEpochMilli(),
        Kind.CHARGE,
        -micros,
        until.minusMillis(1),
        "server " + meter.server() + " " + word(meter.use()),
        "",
        span(meter, meter.settledUntil(), until));
  }

  static Posting refund(Meter meter, Instant ended, long micros) {
    return new Posting(
        "refund/" + meter.server() + "/" + meter.number() + "/" + ended.toEpochMilli(),
        Kind.REFUND,
        micros,
        meter.settledUntil().minusMillis(1),
        "server " + meter.server() + " had ended earlier",
        "",
        span(meter, ended, meter.settledUntil()));
  }

  private static Span span(Meter meter, Instant from, Instant until) {
    return new Span(
        meter.server(), meter.number(), meter.run(), meter.priceClass(), meter.use(), from, until);
  }

  private static String word(Use use) {
    return switch (use) {
      case AWAKE -> "awake";
      case ASLEEP -> "asleep";
      case SESSION -> "session";
    };
  }
}
