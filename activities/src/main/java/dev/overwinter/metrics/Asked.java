package dev.overwinter.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/// What PostgreSQL says when somebody scrapes; asked at most once in a while by all gauges
/// together. That holds while it is away too: each question would wait for a connection until it
/// gives up, and a scrape of a dozen gauges would last longer than the server of metrics allows.
/// Thread-safe; a reader may wait for the one that asks.
public final class Asked<T> {
  private final long freshNanos;
  private final T away;
  private final Supplier<T> question;
  private final LongSupplier nanos;
  private T known;
  private boolean asked;
  private long askedNanos;

  /// Asked when somebody wants to know.
  ///
  /// @param fresh for how long an answer, or that there is none, is passed on
  /// @param away what is said while PostgreSQL is away: not a number
  public Asked(Duration fresh, T away, Supplier<T> question) {
    this(fresh, away, question, System::nanoTime);
  }

  Asked(Duration fresh, T away, Supplier<T> question, LongSupplier nanos) {
    freshNanos = fresh.toNanos();
    this.away = away;
    this.question = question;
    this.nanos = nanos;
    known = away;
  }

  /// The answer of just now.
  public synchronized T get() {
    if (!asked || nanos.getAsLong() - askedNanos > freshNanos) {
      asked = true;
      try {
        known = question.get();
      } catch (DataAccessException silent) {
        known = away;
      }
      // From the end of the question, which may have waited longer than an answer lasts.
      askedNanos = nanos.getAsLong();
    }
    return known;
  }
}
