package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.UniverseSpec;
import io.temporal.workflow.Workflow;

/// One step.
public final class CreateUniverseWorkflowImpl implements CreateUniverseWorkflow {
  private final PlayerActivities players =
      Workflow.newActivityStub(PlayerActivities.class, UniverseRetries.patient());

  @Override
  public boolean run(UniverseSpec spec) {
    return players.createUniverse(spec, Clockwork.now());
  }
}
