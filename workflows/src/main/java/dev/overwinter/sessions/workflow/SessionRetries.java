package dev.overwinter.sessions.workflow;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.sessions.ProvisionRules;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How long the steps of a session's life may take and how they are tried again.
final class SessionRetries {
  private static final Duration CALL = Duration.ofMinutes(1);

  /// A worker that says nothing for so long is taken for dead.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /// Short at first, since the usual cause is a process that is being restarted; never hot, since
  /// each try may be a call of the shared budget.
  private static final RetryOptions UNTIL_IT_WORKS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(30))
          .build();

  private static final RetryOptions ONCE = RetryOptions.newBuilder().setMaximumAttempts(1).build();

  private SessionRetries() {}

  /// Asking for a droplet: once, and who dies over it leaves a question, not a second droplet.
  static ActivityOptions create() {
    return call(ProvisionRules.REQUEST_LIMIT).setRetryOptions(ONCE).build();
  }

  /// Looking something up.
  static ActivityOptions look() {
    return call(CALL).build();
  }

  /// Looking something up for which nobody waits for ever.
  static ActivityOptions lookForAWhile() {
    return call(CALL).setScheduleToCloseTimeout(Duration.ofMinutes(5)).build();
  }

  /// Waiting for an address.
  static ActivityOptions await(Duration patience) {
    return call(patience.plus(CALL))
        .setScheduleToCloseTimeout(patience.plus(CALL).plus(CALL))
        .setHeartbeatTimeout(SILENCE)
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .build();
  }

  /// Destroying, until it is done.
  static ActivityOptions destroy() {
    return call(Duration.ofMinutes(5)).setHeartbeatTimeout(SILENCE).build();
  }

  private static ActivityOptions.Builder call(Duration limit) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SESSIONS)
        .setStartToCloseTimeout(limit)
        .setRetryOptions(UNTIL_IT_WORKS);
  }

  /// A write into PostgreSQL that may wait until PostgreSQL is back.
  static ActivityOptions records() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SESSIONS)
        .setStartToCloseTimeout(Duration.ofSeconds(10))
        .setRetryOptions(UNTIL_IT_WORKS)
        .build();
  }

  /// The same while PostgreSQL is well: one event instead of six, but it holds the workflow task,
  /// so it gives up soon.
  static LocalActivityOptions recordsAtOnce() {
    return LocalActivityOptions.newBuilder()
        .setScheduleToCloseTimeout(Duration.ofSeconds(2))
        .setDoNotIncludeArgumentsIntoMarker(true)
        .setRetryOptions(ONCE)
        .build();
  }
}
