package dev.overwinter.billing.workflow;

import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import io.temporal.workflow.Workflow;

/// One look at the price list.
public final class AnnouncePriceWorkflowImpl implements AnnouncePriceWorkflow {
  private final LedgerActivities ledger =
      Workflow.newActivityStub(LedgerActivities.class, LedgerRetries.announcing());

  @Override
  public PriceOutcome announce(PriceOrder order) {
    return ledger.announce(order);
  }
}
