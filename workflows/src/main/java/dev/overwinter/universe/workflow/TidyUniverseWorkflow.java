package dev.overwinter.universe.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Tidies all universes once and ends; started by the schedule `tidy-universe` with the overlap
/// policy SKIP.
///
/// Counts points and ranks, finds who is inactive, deletes what is older than it is kept, and wakes
/// what should have happened and has not.
@WorkflowInterface
public interface TidyUniverseWorkflow {

  @WorkflowMethod(name = "TidyUniverse")
  TidyReport run();
}
