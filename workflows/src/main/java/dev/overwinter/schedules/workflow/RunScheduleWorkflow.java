package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.RunOutcome;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One run of a schedule: does its steps, keeps what came of them, and ends. Started by Temporal's
/// Schedule `schedule/<server>/<id>` with the overlap policy SKIP, or by whoever asks for a run
/// now.
@WorkflowInterface
public interface RunScheduleWorkflow {

  @WorkflowMethod(name = "RunSchedule")
  RunOutcome run(ScheduleRun run);
}
