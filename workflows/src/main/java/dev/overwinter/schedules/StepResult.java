package dev.overwinter.schedules;

import java.time.Instant;
import java.util.Objects;

/// What came of a step.
///
/// @param kind what was asked for
/// @param outcome how it ended
/// @param said one line for people
/// @param at when
public record StepResult(StepKind kind, StepOutcome outcome, String said, Instant at) {
  public StepResult {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(said, "said");
    Objects.requireNonNull(at, "at");
  }
}
