package dev.overwinter.schedules.workflow;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/// Two steps.
public final class TidySchedulesWorkflowImpl implements TidySchedulesWorkflow {
  private final ScheduleRecordActivities records =
      Workflow.newActivityStub(ScheduleRecordActivities.class, ScheduleRetries.all());
  private final ScheduleClockActivities clock =
      Workflow.newActivityStub(ScheduleClockActivities.class, ScheduleRetries.all());

  @Override
  public int run() {
    records.tidy(Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    return clock.agreeAll();
  }
}
