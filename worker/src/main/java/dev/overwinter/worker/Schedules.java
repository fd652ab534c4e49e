package dev.overwinter.worker;

import dev.overwinter.billing.workflow.ProveLedgerWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.workflow.TidyRoomsWorkflow;
import dev.overwinter.schedules.workflow.TidySchedulesWorkflow;
import dev.overwinter.sessions.postgres.DropletSource;
import dev.overwinter.sessions.workflow.ReconcileWorkflow;
import dev.overwinter.universe.workflow.TidyUniverseWorkflow;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleIntervalSpec;
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
  ///
  /// @param rooms whether rooms are played
  static void ensure(ScheduleClient client, SessionsConfig sessions, boolean rooms) {
    ensure(client, WorkflowIds.proveLedger(), everyNight());
    // Who plays in the first hour wants to know ranks now.
    ensure(client, WorkflowIds.tidyUniverse(), tidying(), true);
    // A database that came back from an older copy is heard of now.
    ensure(client, WorkflowIds.tidySchedules(), tidyingSchedules(), true);
    if (rooms) {
      ensure(client, WorkflowIds.tidyRooms(), tidyingRooms());
    }
    if (sessions.provider() != DropletSource.OFF) {
      ensure(client, WorkflowIds.reconcileFleet(), fleet(sessions));
    }
  }

  private static void ensure(ScheduleClient client, String id, Schedule schedule) {
    ensure(client, id, schedule, false);
  }

  private static void ensure(
      ScheduleClient client, String id, Schedule schedule, boolean immediately) {
    var options = ScheduleOptions.newBuilder().setTriggerImmediately(immediately).build();
    try {
      var _ = client.createSchedule(id, schedule, options);
    } catch (ScheduleAlreadyRunningException known) {
      // Made by an earlier start, or by another worker.
    }
  }

  /// A look that takes long is not overtaken by the next one, and one that was missed is not made
  /// up for: the next sees the same.
  private static Schedule fleet(SessionsConfig sessions) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(ReconcileWorkflow.class)
                .setArguments(sessions.orphanGrace())
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.reconcileFleet())
                        .setTaskQueue(TaskQueues.SESSIONS)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(sessions.reconcileEvery())))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(Duration.ofMinutes(1))
                .build())
        .build();
  }

  /// Every hour, and at once when the schedule is made: points and ranks are never older than that.
  /// Of those that were missed the last one is enough.
  private static Schedule tidying() {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(TidyUniverseWorkflow.class)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.tidyUniverse())
                        .setTaskQueue(TaskQueues.UNIVERSE)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(
                    List.of(new ScheduleIntervalSpec(Duration.ofHours(1), Duration.ofMinutes(7))))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(Duration.ofHours(1))
                .build())
        .build();
  }

  /// Every hour; of those that were missed the last one is enough. It has no argument: what this
  /// client sends is not sealed.
  private static Schedule tidyingRooms() {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(TidyRoomsWorkflow.class)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.tidyRooms())
                        .setTaskQueue(TaskQueues.ROOMS)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(
                    List.of(new ScheduleIntervalSpec(Duration.ofHours(1), Duration.ofMinutes(37))))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(Duration.ofHours(1))
                .build())
        .build();
  }

  /// Every hour; of those that were missed the last one is enough.
  private static Schedule tidyingSchedules() {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(TidySchedulesWorkflow.class)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.tidySchedules())
                        .setTaskQueue(TaskQueues.SCHEDULES)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(
                    List.of(new ScheduleIntervalSpec(Duration.ofHours(1), Duration.ofMinutes(22))))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(Duration.ofHours(1))
                .build())
        .build();
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
