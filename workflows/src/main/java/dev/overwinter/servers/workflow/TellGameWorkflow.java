package dev.overwinter.servers.workflow;

import dev.overwinter.servers.TellRequest;
import dev.overwinter.servers.Told;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One line to one game; workflow id from [dev.overwinter.durable.WorkflowIds#tellGame], queue
/// [dev.overwinter.durable.TaskQueues#SERVERS].
///
/// Start it with the reuse policy *reject duplicate*: the same request is answered as the first
/// time. Whatever dies meanwhile, the line is said once at most, and within half a minute or never.
@WorkflowInterface
public interface TellGameWorkflow {

  /// Says it, shows in the console who said it and what was answered, and ends with what is known.
  @WorkflowMethod(name = "TellGame")
  Told run(TellRequest request);
}
