package dev.overwinter.schedules.workflow;

import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How long what schedules need may take and how it is tried again.
final class ScheduleRetries {
  /// A step gives up after so long, and with it its run.
  static final Duration STEP_LIMIT = Duration.ofMinutes(2);

  private static final RetryOptions UNTIL_IT_WORKS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(10))
          .build();

  private ScheduleRetries() {}

  /// Short steps of PostgreSQL and Temporal that may wait until these are back.
  static ActivityOptions untilItWorks() {
    return options(Duration.ofSeconds(20)).build();
  }

  /// One order to a server. An attempt that a dead worker has begun is given to the next one soon.
  static ActivityOptions step() {
    return options(Duration.ofSeconds(20))
        .setTaskQueue(TaskQueues.SCHEDULE_STEPS)
        .setScheduleToCloseTimeout(STEP_LIMIT)
        .build();
  }

  /// All schedules there are; what was missed is done an hour later.
  static ActivityOptions all() {
    return options(Duration.ofMinutes(20))
        .setScheduleToCloseTimeout(Duration.ofMinutes(50))
        .build();
  }

  private static ActivityOptions.Builder options(Duration limit) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SCHEDULES)
        .setStartToCloseTimeout(limit)
        .setRetryOptions(UNTIL_IT_WORKS);
  }
}
