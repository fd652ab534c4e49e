package dev.overwinter.billing.workflow;

import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.Kept;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.Proof;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// The ledger in PostgreSQL. Every method is safe to repeat.
@ActivityInterface(namePrefix = "Ledger_")
public interface LedgerActivities {

  /// Opens the account if there is none, books what waits in its outbox, and keeps what can be read
  /// about it: all of it or nothing, but for a booking that the ledger refuses.
  ///
  /// When something was kept that the account does not know of ([AccountState#kept()]), and that is
  /// not this state itself, nothing is booked, and the answer has what is known.
  @ActivityMethod
  Kept keep(AccountState state);

  /// Adds everything up: entries to zero, balances to their entries, charges to time and price, of
  /// uses that have ended and of those that go on; and that no time was charged twice.
  @ActivityMethod
  Proof prove();

  /// Adds a price to the list, unless it holds too soon, or its moment has another price already.
  @ActivityMethod
  PriceOutcome announce(PriceOrder order);
}
