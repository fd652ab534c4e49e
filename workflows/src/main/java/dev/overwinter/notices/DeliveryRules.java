package dev.overwinter.notices;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// When a delivery is tried again, and when no more.
public final class DeliveryRules {
  /// How long a receiver may be away before it misses something.
  public static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);

  /// How many may wait for one hook; the oldest are dropped, since the newest say what is true now.
  public static final int MOST_WAITING = 500;

  /// How many hooks a server may have.
  public static final int MOST_HOOKS = 10;

  // A restart of the receiver takes seconds, a broken one hours: nobody waits more than a quarter
  // of an hour once it is back.
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(45),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15));
  private static final Duration MOST_ASKED_FOR = Duration.ofHours(1);

  private DeliveryRules() {}

  /// What a status means; 0 when there was none. A redirect is no delivery: it could lead anywhere.
  public static Verdict verdict(int status) {
    if (status >= 200 && status < 300) {
      return Verdict.DELIVERED;
    }
    return status == 410 ? Verdict.GONE : Verdict.LATER;
  }

  /// When the next attempt is due.
  ///
  /// @param failed how many have failed, at least 1
  /// @param asked how long the receiver asked to be left alone; zero when it did not. Heard up to
  ///   an hour.
  public static Instant next(int failed, Duration asked, Instant now) {
    var usual = PAUSES.get(Math.min(failed, PAUSES.size()) - 1);
    var heard = asked.compareTo(MOST_ASKED_FOR) > 0 ? MOST_ASKED_FOR : asked;
    return now.plus(heard.compareTo(usual) > 0 ? heard : usual);
  }

  /// Whether a delivery has waited too long.
  public static boolean givenUp(Instant queued, Instant now) {
    return !queued.plus(GIVEN_UP_AFTER).isAfter(now);
  }
}
