package dev.overwinter.billing;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How an account is at a moment.
///
/// @param state all that is known of it
/// @param perHour micro-credits that it burns an hour
/// @param unsettled micro-credits that are used and not settled yet
/// @param hibernatesAt when its servers are told to sleep; null while nothing burns
public record AccountView(
    AccountState state, long perHour, long unsettled, @Nullable Instant hibernatesAt) {
  public AccountView {
    Objects.requireNonNull(state, "state");
  }

  /// Computed from a book.
  public static AccountView of(AccountBook book, Instant now) {
    return new AccountView(
        book.state(), book.perHour(now), book.unsettled(now), book.hibernatesAt(now).orElse(null));
  }
}
