package dev.overwinter.rooms.workflow;

import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How PostgreSQL and chance are asked.
final class RoomRetries {
  private static final RetryOptions UNTIL_IT_WORKS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(200))
          .setMaximumInterval(Duration.ofSeconds(5))
          .build();

  private RoomRetries() {}

  /// While PostgreSQL is well: one event and no way through the server, but it holds the workflow
  /// task, so it gives up soon. What a step brings is not written down a second time.
  static LocalActivityOptions atOnce() {
    return LocalActivityOptions.newBuilder()
        .setScheduleToCloseTimeout(Duration.ofSeconds(3))
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .setDoNotIncludeArgumentsIntoMarker(true)
        .build();
  }

  /// Until it is done, however long PostgreSQL is away: who waits may go, the step is made.
  static ActivityOptions patient() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.ROOMS)
        .setStartToCloseTimeout(Duration.ofSeconds(30))
        .setRetryOptions(UNTIL_IT_WORKS)
        .build();
  }

  /// Nothing that could be away.
  static LocalActivityOptions chance() {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(Duration.ofSeconds(5))
        .setRetryOptions(UNTIL_IT_WORKS)
        .build();
  }
}
