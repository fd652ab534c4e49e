package dev.overwinter.billing.workflow;

import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How the ledger is told.
final class LedgerRetries {
  private LedgerRetries() {}

  /// While PostgreSQL is well: one event, but it holds the workflow task, so it gives up soon.
  static LocalActivityOptions atOnce() {
    return LocalActivityOptions.newBuilder()
        .setScheduleToCloseTimeout(Duration.ofSeconds(2))
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        // The whole state, each time: a replay knows it, and a history must stay short.
        .setDoNotIncludeArgumentsIntoMarker(true)
        .build();
  }

  /// Until PostgreSQL is back, however long that takes.
  static ActivityOptions patient() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.BILLING)
        .setStartToCloseTimeout(Duration.ofSeconds(10))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(500))
                .setMaximumInterval(Duration.ofSeconds(10))
                .build())
        .build();
  }

  /// Somebody waits for the answer, and may ask again.
  static ActivityOptions announcing() {
    return ActivityOptions.newBuilder(patient())
        .setScheduleToCloseTimeout(Duration.ofSeconds(30))
        .build();
  }

  /// Adding everything up may take a while. What fails three times fails again: the next night, and
  /// whoever looks at when the ledger was proven last, find it.
  static ActivityOptions proving() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.BILLING)
        .setStartToCloseTimeout(Duration.ofHours(1))
        .setScheduleToCloseTimeout(Duration.ofHours(4))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMinutes(1))
                .setMaximumAttempts(3)
                .build())
        .build();
  }
}
