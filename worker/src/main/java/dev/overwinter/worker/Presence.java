package dev.overwinter.worker;

import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.workflow.NodePresenceActivities;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows that this worker lives, for as long as it does.
final class Presence implements NodePresenceActivities, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private final NodeUp up;
  private final Duration every;
  private final CountDownLatch leaving = new CountDownLatch(1);

  Presence(NodeUp up, Duration every) {
    this.up = up;
    this.every = every;
  }

  @Override
  public NodeFacts hold(String node) {
    var context = Activity.getExecutionContext();
    var until = System.nanoTime() + HALF_A_DAY.toNanos();
    try {
      up.heard();
    } catch (WorkflowNotFoundException gone) {
      log.info("node {} has no workflow any more", node);
    }
    try {
      while (System.nanoTime() < until) {
        context.heartbeat(null);
        if (leaving.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
          // Said at once, and not only by the silence.
          throw ApplicationFailure.newFailure("the worker is leaving", "WorkerLeaving");
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailure("the worker is leaving", "WorkerLeaving");
    }
    return up.facts();
  }

  /// Before the worker itself stops, so that the end is told.
  @Override
  public void close() {
    leaving.countDown();
  }
}
