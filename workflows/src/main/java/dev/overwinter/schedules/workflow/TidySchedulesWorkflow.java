package dev.overwinter.schedules.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Makes Temporal agree with all rows and forgets old runs, once, and ends; started by the schedule
/// `tidy-schedules` with the overlap policy SKIP. It finds what a restored copy of either database
/// has brought back or lost.
@WorkflowInterface
public interface TidySchedulesWorkflow {

  /// Compares, and ends.
  ///
  /// @return how many schedules Temporal had otherwise than the rows
  @WorkflowMethod(name = "TidySchedules")
  int run();
}
