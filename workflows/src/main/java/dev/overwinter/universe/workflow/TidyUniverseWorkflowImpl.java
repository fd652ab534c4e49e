package dev.overwinter.universe.workflow;

import io.temporal.workflow.Workflow;

/// One step.
public final class TidyUniverseWorkflowImpl implements TidyUniverseWorkflow {
  private final PlayerActivities players =
      Workflow.newActivityStub(PlayerActivities.class, UniverseRetries.tidying());

  @Override
  public TidyReport run() {
    return players.tidy(Clockwork.now());
  }
}
