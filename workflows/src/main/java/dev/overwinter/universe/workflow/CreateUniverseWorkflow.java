package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.UniverseSpec;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Makes a universe, for an operator; workflow id from
/// [dev.overwinter.durable.WorkflowIds#createUniverse].
@WorkflowInterface
public interface CreateUniverseWorkflow {

  /// Ends as soon as it is there; one that is there already stays as it is.
  ///
  /// @return whether it was made now
  @WorkflowMethod(name = "CreateUniverse")
  boolean run(UniverseSpec spec);
}
