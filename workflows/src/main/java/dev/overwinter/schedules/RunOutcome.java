package dev.overwinter.schedules;

import java.util.Locale;

/// How a run ended.
public enum RunOutcome {
  /// It has not.
  RUNNING,
  /// All steps were done.
  DONE,
  /// Somebody played.
  SKIPPED,
  /// The server refused a step; those after it were left out.
  REFUSED,
  /// Nobody answered a step in time; those after it were left out.
  FAILED,
  /// It could not begin in time.
  MISSED,
  /// Somebody ended it.
  CANCELLED;

  /// In metrics.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a step that ends its run makes of it.
  public static RunOutcome of(StepOutcome step) {
    return switch (step) {
      case DONE -> DONE;
      case SKIPPED -> SKIPPED;
      case REFUSED -> REFUSED;
      case FAILED -> FAILED;
    };
  }
}
