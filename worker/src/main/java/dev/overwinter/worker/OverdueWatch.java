package dev.overwinter.worker;

import dev.overwinter.universe.postgres.Overdue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Looks three times a second for what should have happened in a universe and has not, and does it:
/// see [Overdue]. Needs PostgreSQL and nothing else, so that what was missed is made up for while
/// Temporal is still coming up.
final class OverdueWatch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(OverdueWatch.class);
  private static final Duration EVERY = Duration.ofMillis(300);
  // Timers that fire in time get so long to do it themselves.
  private static final Duration LATE = Duration.ofMillis(500);
  private static final int AT_ONCE = 400;

  private final Overdue overdue;
  private final boolean control;
  private @Nullable Thread thread;
  private boolean away = true;

  /// @param control whether this process runs universes
  OverdueWatch(Overdue overdue, boolean control) {
    this.overdue = overdue;
    this.control = control;
  }

  @Override
  public boolean isAutoStartup() {
    return control;
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().name("overdue").daemon().start(this::watch);
  }

  @Override
  public void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(look());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how long to wait before the next look
  private Duration look() {
    try {
      var now = Instant.now();
      var done = overdue.settle(now.minus(LATE), now, AT_ONCE);
      away = false;
      return done < AT_ONCE ? EVERY : Duration.ZERO;
    } catch (DataAccessException | TransactionException e) {
      // Not there yet, or gone for a while; once is enough to say so.
      if (!away) {
        away = true;
        log.info("cannot look for what is overdue: {}", e.toString());
      }
      return EVERY;
    } catch (RuntimeException e) {
      // Whoever looks for what all others have missed must not be missed.
      log.error("looking for what is overdue failed", e);
      return EVERY;
    }
  }
}
