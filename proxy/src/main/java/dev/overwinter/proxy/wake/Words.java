package dev.overwinter.proxy.wake;

import dev.overwinter.servers.ProxyClaim;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Numbers what one proxy says. The numbers grow over restarts too, because they begin at the time
/// of day in microseconds and nobody says a million words a second.
public final class Words {
  private final String proxy;
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  /// The words of `proxy`.
  public Words(String proxy, Clock clock) {
    this.proxy = proxy;
    this.clock = clock;
  }

  /// The next word.
  public ProxyClaim next() {
    var now = ChronoUnit.MICROS.between(java.time.Instant.EPOCH, clock.instant());
    return new ProxyClaim(proxy, last.updateAndGet(before -> Math.max(before + 1, now)));
  }
}
