package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetRequest;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Owns the queues of a planet; workflow id from [dev.overwinter.durable.WorkflowIds#planet].
///
/// It has one timer, for the next thing that happens there, and ends when nothing will: send orders
/// as update-with-start with the conflict policy *use existing* and the reuse policy *allow
/// duplicate*. An order is one step in PostgreSQL; what dies meanwhile loses and doubles nothing.
@WorkflowInterface
public interface PlanetWorkflow {

  @WorkflowMethod(name = "Planet")
  void run(PlanetRun run);

  /// Carries an order out, or refuses it. The same key is answered as the first time.
  @UpdateMethod(name = "order")
  OrderAnswer order(PlanetRequest request);

  /// Something else has changed what happens there next: it looks.
  @SignalMethod(name = "changed")
  void changed();
}
