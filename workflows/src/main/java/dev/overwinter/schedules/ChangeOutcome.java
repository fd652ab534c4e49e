package dev.overwinter.schedules;

/// The answer to a [ScheduleOrder].
public enum ChangeOutcome {
  /// It is so, and Temporal knows.
  DONE,
  /// There is no such schedule, or no such server.
  GONE,
  /// The server has as many as it may have.
  TOO_MANY,
  /// What was asked for is no plan; whoever asks should have seen that.
  INVALID
}
