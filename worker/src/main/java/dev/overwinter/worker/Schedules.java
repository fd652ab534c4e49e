package dev.overwinter.worker;

import dev.overwinter.billing.workflow.ProveLedgerWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.util.List;

/// What Temporal starts by itself, by the clock of UTC.
final class Schedules {
  private Schedules() {}

  /// There is a schedule for everything that has one. Idempotent; one that somebody has changed or
  /// paused stays as it is.
  static void ensure(ScheduleClient client) {
    try {
      var _ =
          client.createSchedule(
              WorkflowIds.proveLedger(), everyNight(), ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException known) {
      // Made by an earlier start, or by another worker.
    }
  }

  private static Schedule everyNight() {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(ProveLedgerWorkflow.class)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.proveLedger())
                        .setTaskQueue(TaskQueues.BILLING)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setCalendars(
                    List.of(
                        ScheduleCalendarSpec.newBuilder()
                            .setHour(List.of(new ScheduleRange(3)))
                            .setMinutes(List.of(new ScheduleRange(17)))
                            .build()))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(Duration.ofDays(1))
                .build())
        .build();
  }
}
