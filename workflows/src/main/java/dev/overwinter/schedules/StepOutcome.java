package dev.overwinter.schedules;

/// How a step ended.
public enum StepOutcome {
  /// The server has accepted the order, or was as it should be.
  DONE,
  /// There was nothing to do it to: nobody is told anything by a game that sleeps. The run goes on.
  LEFT_OUT,
  /// Somebody played, and it is only done when nobody does.
  SKIPPED,
  /// The server said no.
  REFUSED,
  /// Nobody answered in time.
  FAILED
}
