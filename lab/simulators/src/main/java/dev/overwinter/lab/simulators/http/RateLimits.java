package dev.overwinter.lab.simulators.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// The two windows of each token, and the narrow one of `/v2/account/keys`.
///
/// A request that is refused does not count. Kept in memory: a restart opens the windows. Safe for
/// use by many threads.
public final class RateLimits {
  static final String KEYS = "GET /v2/account/keys";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int KEYS_PER_MINUTE = 10;

  private final Clock clock;
  private final int perHour;
  private final int perMinute;
  private final Map<String, Window> windows = new HashMap<>();

  /// Creates empty windows.
  public RateLimits(Clock clock, int perHour, int perMinute) {
    this.clock = clock;
    this.perHour = perHour;
    this.perMinute = perMinute;
  }

  /// What the headers say, and whether the request may pass.
  ///
  /// @param reset epoch seconds at which the oldest counted request expires
  /// @param retryAfter seconds, 0 for none: only the burst window gives one
  public record Verdict(boolean passes, int limit, int remaining, long reset, long retryAfter) {
    Answer mark(Answer answer) {
      var marked =
          answer
              .with("ratelimit-limit", Integer.toString(limit))
              .with("ratelimit-remaining", Integer.toString(remaining))
              .with("ratelimit-reset", Long.toString(reset));
      return retryAfter == 0 ? marked : marked.with("retry-after", Long.toString(retryAfter));
    }
  }

  private static final class Window {
    private final ArrayDeque<Instant> counted = new ArrayDeque<>();

    void expire(Instant before) {
      while (!counted.isEmpty() && !counted.getFirst().isAfter(before)) {
        counted.removeFirst();
      }
    }

    Instant oldest(Instant otherwise) {
      return counted.isEmpty() ? otherwise : counted.getFirst();
    }
  }

  /// Counts a request of a token, unless a window is full.
  ///
  /// @param template of the endpoint asked for
  public synchronized Verdict pass(String token, String template) {
    var now = clock.instant();
    var hour = window(token + " hour", now.minus(HOUR));
    var minute = window(token + " minute", now.minus(MINUTE));
    var keys = window(token + " keys", now.minus(MINUTE));
    boolean forKeys = template.equals(KEYS);
    if (forKeys && keys.counted.size() >= KEYS_PER_MINUTE) {
      return new Verdict(false, KEYS_PER_MINUTE, 0, end(keys, MINUTE, now), 0);
    }
    if (hour.counted.size() >= perHour) {
      return new Verdict(false, perHour, 0, end(hour, HOUR, now), 0);
    }
    if (minute.counted.size() >= perMinute) {
      var free = minute.oldest(now).plus(MINUTE);
      long wait = Math.max(1, Math.ceilDiv(Duration.between(now, free).toMillis(), 1_000));
      return new Verdict(false, perHour, perHour - hour.counted.size(), end(hour, HOUR, now), wait);
    }
    hour.counted.addLast(now);
    minute.counted.addLast(now);
    if (forKeys) {
      keys.counted.addLast(now);
      int left = KEYS_PER_MINUTE - keys.counted.size();
      return new Verdict(true, KEYS_PER_MINUTE, left, end(keys, MINUTE, now), 0);
    }
    int left = perHour - hour.counted.size();
    return new Verdict(true, perHour, left, end(hour, HOUR, now), 0);
  }

  private Window window(String name, Instant expired) {
    var window = windows.computeIfAbsent(name, _ -> new Window());
    window.expire(expired);
    return window;
  }

  private static long end(Window window, Duration length, Instant now) {
    return window.oldest(now).plus(length).getEpochSecond();
  }

  /// Opens all windows.
  public synchronized void reset() {
    windows.clear();
  }
}
