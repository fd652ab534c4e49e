package dev.overwinter.billing.workflow;

import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Adds one price to the list; task queue `billing`, workflow id from
/// [dev.overwinter.durable.WorkflowIds#announcePrice].
///
/// Whoever starts it waits for its answer. The same order may be given again at any time, before
/// and after it was answered: start it with the conflict policy *use existing*, so that two that
/// are given at once are one.
@WorkflowInterface
public interface AnnouncePriceWorkflow {

  /// Ends with the answer, and fails when PostgreSQL stays away for half a minute.
  @WorkflowMethod(name = "AnnouncePrice")
  PriceOutcome announce(PriceOrder order);
}
