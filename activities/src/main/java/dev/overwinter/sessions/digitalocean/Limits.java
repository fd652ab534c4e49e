package dev.overwinter.sessions.digitalocean;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the headers of one answer say of the provider's limits.
///
/// @param throttled whether the answer was 429
/// @param retryAfter null when it does not say
/// @param left calls that are left of the hour; null when it does not say
/// @param reset when the oldest call of the hour no longer counts; null when it does not say
public record Limits(
    boolean throttled,
    @Nullable Duration retryAfter,
    @Nullable Integer left,
    @Nullable Instant reset) {
  /// Burst limits are over within a minute.
  private static final Duration USUAL = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofHours(1);

  /// How long nobody should call; zero unless throttled.
  public Duration pause(Instant now) {
    if (!throttled) {
      return Duration.ZERO;
    }
    if (retryAfter != null) {
      return between(retryAfter);
    }
    // ratelimit-reset belongs to the hour: a burst has its own header.
    return left != null && left <= 0 && reset != null
        ? between(Duration.between(now, reset))
        : USUAL;
  }

  private static Duration between(Duration said) {
    var least = Duration.ofSeconds(1);
    return said.compareTo(least) < 0 ? least : said.compareTo(LONGEST) > 0 ? LONGEST : said;
  }
}
