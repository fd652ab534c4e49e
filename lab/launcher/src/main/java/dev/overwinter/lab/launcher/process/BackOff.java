package dev.overwinter.lab.launcher.process;

import java.time.Duration;

/// The pauses between restarts of one process: none after a life that was long enough to be called
/// one, then 0.5 s, doubling to 15 s. Not thread-safe.
final class BackOff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration REAL_LIFE = Duration.ofSeconds(20);

  private Duration next = Duration.ZERO;
  private Duration due = Duration.ZERO;

  /// Tells that a life lasted `lived`.
  void after(Duration lived) {
    due = lived.compareTo(REAL_LIFE) >= 0 ? Duration.ZERO : next;
    next = due.isZero() ? FIRST : due.multipliedBy(2);
    if (next.compareTo(LONGEST) > 0) {
      next = LONGEST;
    }
  }

  /// Waits out what is due.
  void pause() throws InterruptedException {
    if (!due.isZero()) {
      Thread.sleep(due);
    }
  }

  /// Returns what [#pause] would wait.
  Duration due() {
    return due;
  }
}
