package dev.overwinter.billing.workflow;

import dev.overwinter.billing.AccountView;
import dev.overwinter.billing.CapOrder;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One account, for good; workflow id `account/<owner>`. Started by the first fact of a server or
/// the first order of money, whichever comes first.
///
/// Keeps one timer while something burns, and costs nothing while nothing does. PostgreSQL may be
/// away: orders of money wait for it, while servers are warned and put to sleep all the same.
@WorkflowInterface
public interface AccountWorkflow {

  @WorkflowMethod(name = "Account")
  void run(AccountRun run);

  /// A server began to use something.
  @SignalMethod(name = "meterStarted")
  void meterStarted(MeterFact.Started fact);

  /// A server stopped using something.
  @SignalMethod(name = "meterStopped")
  void meterStopped(MeterFact.Stopped fact);

  /// It may have been changed who pays: the ledger is to be asked again.
  @SignalMethod(name = "termsChanged")
  void termsChanged();

  /// Money is to be booked; answers when the ledger has it. The same order twice is one booking.
  @UpdateMethod(name = "book")
  MoneyOutcome book(MoneyOrder order);

  /// Refuses what cannot be booked, before it reaches the history.
  @UpdateValidatorMethod(updateName = "book")
  void mayBook(MoneyOrder order);

  /// Limits what a server may spend in a month.
  @UpdateMethod(name = "setCap")
  void setCap(CapOrder order);

  /// How it is.
  @QueryMethod(name = "status")
  AccountView status();
}
