package dev.overwinter.proxy.wake;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that double up to a limit, each between three quarters and all of its nominal length, so
/// that many that failed together do not return together.
///
/// @param first the first pause
/// @param longest the limit
record Backoff(Duration first, Duration longest) {
  /// The pause after `failures` earlier ones.
  Duration after(int failures) {
    var nominal = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures, 20));
    return Duration.ofMillis(nominal - ThreadLocalRandom.current().nextLong(nominal / 4 + 1));
  }
}
