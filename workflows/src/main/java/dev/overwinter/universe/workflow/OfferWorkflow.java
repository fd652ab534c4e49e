package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One offer of the market, from its escrow until it is paid out, exactly once; workflow id from
/// [dev.overwinter.durable.WorkflowIds#offer].
///
/// Open it by update-with-start with the conflict policy *use existing*. Accept and cancel are
/// plain updates: who finds no such workflow has an offer that is not open any more.
@WorkflowInterface
public interface OfferWorkflow {

  @WorkflowMethod(name = "Offer")
  void run(OfferRun run);

  /// Takes what is offered out of its planet, or refuses.
  @UpdateMethod(name = "offer")
  OfferAnswer offer(OfferOrder order);

  /// Pays both, or refuses.
  @UpdateMethod(name = "accept")
  OfferAnswer accept(OfferRequest request);

  /// Gives back what was offered, to who offered it alone.
  @UpdateMethod(name = "cancel")
  OfferAnswer cancel(OfferRequest request);
}
