package dev.overwinter.rooms.workflow;

import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/// One step.
public final class TidyRoomsWorkflowImpl implements TidyRoomsWorkflow {
  /// Tidying may take a while, and what was missed is done an hour later.
  private static final ActivityOptions TIDYING =
      ActivityOptions.newBuilder()
          .setTaskQueue(TaskQueues.ROOMS)
          .setStartToCloseTimeout(Duration.ofMinutes(30))
          .setScheduleToCloseTimeout(Duration.ofHours(1))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setMaximumInterval(Duration.ofMinutes(1))
                  .build())
          .build();

  private final RoomTidyActivities rooms =
      Workflow.newActivityStub(RoomTidyActivities.class, TIDYING);

  @Override
  public RoomsTidied run() {
    return rooms.tidy(Instant.ofEpochMilli(Workflow.currentTimeMillis()));
  }
}
