package dev.overwinter.billing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The answer to a [MoneyOrder].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MoneyOutcome.Booked.class, name = "booked"),
  @JsonSubTypes.Type(value = MoneyOutcome.Refused.class, name = "refused"),
})
public sealed interface MoneyOutcome {

  /// The ledger has it.
  ///
  /// @param balance micro-credits afterwards
  /// @param again whether it had it before, so that nothing was booked now
  record Booked(long balance, boolean again) implements MoneyOutcome {}

  /// Nothing was booked.
  ///
  /// @param reason one line for people
  record Refused(String reason) implements MoneyOutcome {}
}
