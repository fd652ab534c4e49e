package dev.overwinter.billing.workflow;

import dev.overwinter.billing.AccountState;
import java.util.Objects;

/// What one run of an account's workflow begins with.
///
/// @param state what is known of it
/// @param continueAfterEvents history length at which to continue as new; 0 leaves it to the server
public record AccountRun(AccountState state, int continueAfterEvents) {
  public AccountRun {
    Objects.requireNonNull(state, "state");
  }

  /// The first run.
  ///
  /// @throws IllegalArgumentException when it is one of the house's own books, which no workflow
  ///   keeps
  public static AccountRun first(String account) {
    if (AccountState.isReserved(account)) {
      throw new IllegalArgumentException(
          "account: " + account + " (expected: not the house's own)");
    }
    return new AccountRun(AccountState.unknown(account), 0);
  }
}
