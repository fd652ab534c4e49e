package dev.overwinter.servers.workflow;

import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Install;
import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How long the steps of a server's life may take and how they are tried again.
final class Retries {
  /// A node that says nothing for so long is taken for dead and the step is given to its next
  /// worker. Twelve seconds outlast a full garbage collection and a restart of the worker.
  private static final Duration SILENCE = Duration.ofSeconds(12);

  /// Short at first, because the usual cause is a process that is being restarted.
  private static final RetryOptions UNTIL_IT_WORKS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(10))
          .build();

  /// Outlasts a restart or two of whoever does it.
  private static final RetryOptions FEW_TIMES =
      UNTIL_IT_WORKS.toBuilder().setMaximumAttempts(12).build();

  private Retries() {}

  /// Steps that Docker does in seconds.
  static ActivityOptions node(String node) {
    return onNode(node, Duration.ofMinutes(1)).build();
  }

  /// The same on a node that a server could do without.
  static ActivityOptions nodeOrElsewhere(String node) {
    return onNode(node, Duration.ofMinutes(1))
        .setScheduleToCloseTimeout(Duration.ofMinutes(10))
        .build();
  }

  /// Pulling an image: as long as it keeps reporting progress.
  static ActivityOptions pull(String node) {
    return onNode(node, Duration.ofHours(2)).build();
  }

  /// Filling a new server's volumes, which ends by itself after its limit.
  static ActivityOptions install(String node, Install install) {
    return onNode(node, install.limit().plusMinutes(1)).build();
  }

  /// One start, which ends by itself after the template's limit.
  static ActivityOptions start(String node, GameTemplate template) {
    return onNode(node, template.startTimeout().plusMinutes(1)).build();
  }

  /// One stop, which kills after the template's grace.
  static ActivityOptions stop(String node, GameTemplate template) {
    return onNode(node, template.stop().grace().plusMinutes(1)).build();
  }

  /// Writing a backup, for as long as it keeps reporting progress. Whoever needs the server does
  /// not wait until it has wound down: it watches the container itself and keeps nothing of a torn
  /// copy.
  static ActivityOptions save(String node) {
    return onNode(node, Duration.ofHours(6))
        .setScheduleToCloseTimeout(Duration.ofHours(12))
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .build();
  }

  /// The same for a server that stays where it is when it takes too long, and whose copy must have
  /// wound down before its game may run again.
  static ActivityOptions saveToMove(String node) {
    return onNode(node, Duration.ofHours(6)).setRetryOptions(FEW_TIMES).build();
  }

  /// Filling new volumes from a backup, for as long as it keeps reporting progress. A node that
  /// fails at it again and again, its disk full for instance, is not the one.
  static ActivityOptions restore(String node) {
    return onNode(node, Duration.ofHours(6))
        .setScheduleToCloseTimeout(Duration.ofHours(6))
        .setRetryOptions(FEW_TIMES)
        .build();
  }

  /// Pulling an image for a server that could be made on another node instead.
  static ActivityOptions pullHereOrElsewhere(String node) {
    return onNode(node, Duration.ofHours(2))
        .setScheduleToCloseTimeout(Duration.ofHours(2))
        .setRetryOptions(FEW_TIMES)
        .build();
  }

  /// A step of a place that may never answer again: given up after a while.
  static ActivityOptions elsewhere(String node, GameTemplate template, Duration patience) {
    return onNode(node, template.stop().grace().plusMinutes(1))
        .setScheduleToCloseTimeout(patience)
        .build();
  }

  private static ActivityOptions.Builder onNode(String node, Duration limit) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.node(node))
        .setStartToCloseTimeout(limit)
        .setHeartbeatTimeout(SILENCE)
        .setRetryOptions(UNTIL_IT_WORKS)
        // A start that is still winding down must have ended before the stop begins.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
  }

  /// One line to a game: tried once, because a line that is said twice is another one. What no
  /// worker takes within the first limit was not said; it is known then, and not only feared.
  static ActivityOptions console(String node) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.node(node))
        .setScheduleToStartTimeout(Duration.ofSeconds(8))
        .setStartToCloseTimeout(Duration.ofSeconds(15))
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .build();
  }

  /// What a console reads and writes, while somebody waits.
  static ActivityOptions consoleRecords() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SERVERS)
        .setStartToCloseTimeout(Duration.ofSeconds(5))
        .setScheduleToCloseTimeout(Duration.ofSeconds(8))
        .setRetryOptions(UNTIL_IT_WORKS)
        .build();
  }

  /// A write into PostgreSQL that may wait until PostgreSQL is back.
  static ActivityOptions records() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SERVERS)
        .setStartToCloseTimeout(Duration.ofSeconds(10))
        .setRetryOptions(UNTIL_IT_WORKS)
        // A reservation that is still being written must not outrun the release after a delete.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .build();
  }

  /// The same write while PostgreSQL is well: one event instead of six, but it holds the workflow
  /// task, so it gives up soon.
  static LocalActivityOptions recordsAtOnce() {
    return LocalActivityOptions.newBuilder()
        .setScheduleToCloseTimeout(Duration.ofSeconds(2))
        // Everything that is known of the server: in the history it would only weigh.
        .setDoNotIncludeArgumentsIntoMarker(true)
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .build();
  }
}
