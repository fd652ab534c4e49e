package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.ScheduleOrder;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Carries one change of a schedule out: first the row, then Temporal's own Schedule. Whoever dies
/// in between is followed by somebody who goes on.
@WorkflowInterface
public interface ChangeScheduleWorkflow {

  @WorkflowMethod(name = "ChangeSchedule")
  ChangeOutcome run(ScheduleOrder order);
}
