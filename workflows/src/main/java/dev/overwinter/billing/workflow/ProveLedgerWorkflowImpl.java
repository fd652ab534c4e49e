package dev.overwinter.billing.workflow;

import dev.overwinter.billing.Proof;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/// One look, which the metric `overwinter_ledger_problems` shows too.
public final class ProveLedgerWorkflowImpl implements ProveLedgerWorkflow {
  private final LedgerActivities ledger =
      Workflow.newActivityStub(LedgerActivities.class, LedgerRetries.proving());

  @Override
  public Proof run() {
    var proof = ledger.prove();
    if (!proof.problems().isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          String.join("; ", proof.problems()), "LedgerUnproven");
    }
    return proof;
  }
}
