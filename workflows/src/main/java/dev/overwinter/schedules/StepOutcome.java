package dev.overwinter.schedules;

/// How a step ended.
public enum StepOutcome {
  /// The server has accepted the order, or was as it should be.
  DONE,
  /// Somebody played, and it is only done when nobody does.
  SKIPPED,
  /// The server said no.
  REFUSED,
  /// Nobody answered in time.
  FAILED
}
