package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.RecallRequest;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One mission, from its dispatch until the fleet is home or lost; workflow id from
/// [dev.overwinter.durable.WorkflowIds#fleet].
///
/// Dispatch it by update-with-start with the conflict policy *use existing*: the same order given
/// twice is one fleet. One that is refused ends at once and leaves nothing.
@WorkflowInterface
public interface FleetWorkflow {

  @WorkflowMethod(name = "Fleet")
  void run(FleetRun run);

  /// Sends it, or refuses to.
  @UpdateMethod(name = "dispatch")
  FleetAnswer dispatch(FleetOrder order);

  /// Calls it back: it is home after as long as it has flown. Send it as a plain update: who finds
  /// no such workflow has a fleet that is not in flight.
  @UpdateMethod(name = "recall")
  FleetAnswer recall(RecallRequest request);

  /// Something else has changed when it arrives, or has settled its arrival: it looks.
  @SignalMethod(name = "changed")
  void changed();
}
