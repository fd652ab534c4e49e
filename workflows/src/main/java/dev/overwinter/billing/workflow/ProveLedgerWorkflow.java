package dev.overwinter.billing.workflow;

import dev.overwinter.billing.Proof;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Adds the whole ledger up, every night; workflow ids begin with `prove-ledger`.
@WorkflowInterface
public interface ProveLedgerWorkflow {

  /// Ends well when everything adds up, and fails with `LedgerUnproven` when it does not.
  @WorkflowMethod(name = "ProveLedger")
  Proof run();
}
