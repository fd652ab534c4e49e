package dev.overwinter.sessions;

import dev.overwinter.billing.MeterFact;
import java.util.Objects;

/// What one account has to be told.
///
/// @param account whose
/// @param fact what; `server` in it names the session, for good, and leads the account's answer to
///   it
public record MeterReport(String account, MeterFact fact) {
  public MeterReport {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(fact, "fact");
  }
}
