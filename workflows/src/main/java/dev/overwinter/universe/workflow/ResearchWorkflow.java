package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.ResearchRequest;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Owns a player's research; workflow id from [dev.overwinter.durable.WorkflowIds#research].
///
/// As [PlanetWorkflow]: one timer, update-with-start, and it ends when the queue is empty.
@WorkflowInterface
public interface ResearchWorkflow {

  @WorkflowMethod(name = "Research")
  void run(ResearchRun run);

  /// Carries an order out, or refuses it. The same key is answered as the first time.
  @UpdateMethod(name = "order")
  OrderAnswer order(ResearchRequest request);

  /// Something else has changed when the next level is done: it looks.
  @SignalMethod(name = "changed")
  void changed();
}
