package dev.overwinter.universe.workflow;

import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How PostgreSQL is asked.
final class UniverseRetries {
  private static final RetryOptions UNTIL_IT_WORKS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setMaximumInterval(Duration.ofSeconds(10))
          .build();

  private UniverseRetries() {}

  /// While PostgreSQL is well: one event and no way through the server, but it holds the workflow
  /// task, so it gives up soon.
  static LocalActivityOptions atOnce() {
    return LocalActivityOptions.newBuilder()
        .setScheduleToCloseTimeout(Duration.ofSeconds(3))
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .setDoNotIncludeArgumentsIntoMarker(true)
        .build();
  }

  /// Until it is done, however long PostgreSQL is away. A battle of millions takes a while.
  static ActivityOptions patient() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.UNIVERSE)
        .setStartToCloseTimeout(Duration.ofMinutes(5))
        .setRetryOptions(UNTIL_IT_WORKS)
        .build();
  }

  /// Somebody waits for the answer, and may ask again with the same key.
  static ActivityOptions awaited() {
    return ActivityOptions.newBuilder(patient())
        .setStartToCloseTimeout(Duration.ofSeconds(30))
        .setScheduleToCloseTimeout(Duration.ofSeconds(30))
        .build();
  }

  /// Tidying may take a while, and what was missed is done the next day.
  static ActivityOptions tidying() {
    return ActivityOptions.newBuilder(patient())
        .setStartToCloseTimeout(Duration.ofHours(1))
        .setScheduleToCloseTimeout(Duration.ofHours(4))
        .build();
  }
}
