package dev.overwinter.rooms.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Something that is done in a moment, on a virtual thread of its own.
final class Later {
  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("room-later-", 0).start(task);

  private Later() {}

  /// Does not wait for it.
  static void in(Duration pause, Runnable task) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, THREADS)
        .execute(task);
  }
}
