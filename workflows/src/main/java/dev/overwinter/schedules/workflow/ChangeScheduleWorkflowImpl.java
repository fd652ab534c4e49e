package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.ScheduleOrder;
import io.temporal.workflow.Workflow;

/// Two steps.
public final class ChangeScheduleWorkflowImpl implements ChangeScheduleWorkflow {
  private final ScheduleRecordActivities records =
      Workflow.newActivityStub(ScheduleRecordActivities.class, ScheduleRetries.untilItWorks());
  private final ScheduleClockActivities clock =
      Workflow.newActivityStub(ScheduleClockActivities.class, ScheduleRetries.untilItWorks());

  @Override
  public ChangeOutcome run(ScheduleOrder order) {
    var outcome = records.change(order);
    // Also when it was gone: what asked for it may have seen what Temporal has.
    clock.agree(order.server(), order.schedule());
    return outcome;
  }
}
