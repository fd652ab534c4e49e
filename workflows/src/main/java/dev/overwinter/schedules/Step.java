package dev.overwinter.schedules;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One thing that a run does.
///
/// @param kind what
/// @param after how long after the beginning of the run; at once when an earlier step took longer
/// @param line what is said to the game; empty unless it is a [StepKind#COMMAND]
public record Step(StepKind kind, Duration after, String line) {
  public Step(StepKind kind, Duration after, @Nullable String line) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.after = Objects.requireNonNull(after, "after");
    // Absent in rows of before there were commands.
    this.line = line == null ? "" : line;
  }

  /// One that says nothing.
  public Step(StepKind kind, Duration after) {
    this(kind, after, "");
  }
}
