package dev.overwinter.schedules;

import java.util.Locale;

/// What a step does.
public enum StepKind {
  /// Wakes the server.
  START("start"),
  /// Sends it to sleep.
  STOP("stop");

  private final String words;

  StepKind(String words) {
    this.words = words;
  }

  /// In the API.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people.
  public String words() {
    return words;
  }
}
