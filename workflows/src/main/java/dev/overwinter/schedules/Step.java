package dev.overwinter.schedules;

import java.time.Duration;
import java.util.Objects;

/// One thing that a run does.
///
/// @param kind what
/// @param after how long after the beginning of the run; at once when an earlier step took longer
public record Step(StepKind kind, Duration after) {
  public Step {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(after, "after");
  }
}
