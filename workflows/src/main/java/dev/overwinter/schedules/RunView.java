package dev.overwinter.schedules;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a run is.
///
/// @param id unique over all runs
/// @param server whose
/// @param schedule which of its schedules
/// @param due when it should have begun
/// @param by who asked for it; empty when the clock did
/// @param beganAt when it began
/// @param endedAt when it ended; null while it has not
/// @param outcome how
/// @param reason one line for people when it was not done; empty otherwise
/// @param steps what came of the steps that were reached, in order
public record RunView(
    String id,
    String server,
    String schedule,
    Instant due,
    String by,
    Instant beganAt,
    @Nullable Instant endedAt,
    RunOutcome outcome,
    String reason,
    List<StepResult> steps) {
  public RunView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(outcome, "outcome");
    steps = List.copyOf(steps);
  }

  /// One that begins.
  public static RunView begun(
      String id, String server, String schedule, Instant due, String by, Instant now) {
    return new RunView(id, server, schedule, due, by, now, null, RunOutcome.RUNNING, "", List.of());
  }

  /// The same with other steps.
  public RunView with(List<StepResult> done) {
    return new RunView(id, server, schedule, due, by, beganAt, endedAt, outcome, reason, done);
  }

  /// The same when it is over.
  public RunView ended(RunOutcome how, String why, Instant now) {
    return new RunView(id, server, schedule, due, by, beganAt, now, how, why, steps);
  }
}
