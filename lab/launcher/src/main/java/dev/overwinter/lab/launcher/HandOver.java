package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.Signals;
import dev.overwinter.lab.launcher.process.StartFailed;
import dev.overwinter.lab.launcher.process.SupervisedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Replaces the proxy by another process without dropping anybody: the new one listens beside the
/// old one, and only when it serves does the old one stop accepting. If it never does, the old one
/// goes on.
final class HandOver {

  private static final Duration METRICS_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Leavers leavers;
  private final Consumer<String> news;
  private final ReentrantLock one = new ReentrantLock();

  HandOver(Leavers leavers, Consumer<String> news) {
    this.leavers = leavers;
    this.news = news;
  }

  /// What is to be done with the successor before it is started.
  @FunctionalInterface
  interface Making {

    /// Returns the successor of `predecessor`, not started, as the platform's proxy from now on.
    SupervisedProcess successor(ProcessHandle predecessor) throws IOException, InterruptedException;
  }

  /// Replaces `old`; returns when the new process serves and the old one has been told to leave.
  ///
  /// @param back makes `old` the platform's proxy again
  /// @throws StartFailed when the successor does not come up; nobody has noticed then
  void replace(
      SupervisedProcess old, Making making, Runnable back, HealthCheck metrics, Duration within)
      throws IOException, InterruptedException {
    if (!one.tryLock()) {
      throw new StartFailed("the proxy is being replaced already");
    }
    try {
      var predecessor = old.release(Leavers::name).orElseThrow(() -> notRunning(old).get());
      try {
        var next = making.successor(predecessor);
        start(next, within);
      } catch (IOException | InterruptedException | RuntimeException e) {
        old.takeBack(Leavers.name(predecessor));
        back.run();
        throw e;
      }
      leavers.watch(predecessor);
      Signals.send(predecessor, "TERM");
      news.accept("the old proxy (pid %d) hands over and leaves".formatted(predecessor.pid()));
      awaitMetrics(metrics);
    } finally {
      one.unlock();
    }
  }

  private static void start(SupervisedProcess next, Duration within) throws InterruptedException {
    next.start();
    try {
      next.awaitHealthy(within);
    } catch (InterruptedException | RuntimeException e) {
      next.stop();
      throw e;
    }
  }

  private static Supplier<StartFailed> notRunning(SupervisedProcess old) {
    old.start();
    return () -> new StartFailed("the proxy does not run now; it is being started");
  }

  private static void awaitMetrics(HealthCheck metrics) throws InterruptedException {
    var deadline = System.nanoTime() + METRICS_WITHIN.toNanos();
    while (!metrics.isHealthy() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
    }
  }
}
