package dev.overwinter.schedules;

import java.util.List;
import java.util.Locale;

/// What a step does.
public enum StepKind {
  /// Wakes the server.
  START("start"),
  /// Sends it to sleep.
  STOP("stop"),
  /// Stops it and starts it again, when it is awake.
  RESTART("restart"),
  /// Copies its world.
  BACKUP("back up"),
  /// Says a line to its game, when that runs.
  COMMAND("say");

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

  /// What somebody must be allowed to do with the server by hand, by the names of the API.
  public List<String> needs() {
    return switch (this) {
      case START -> List.of("start");
      case STOP -> List.of("stop");
      case RESTART -> List.of("start", "stop");
      case BACKUP -> List.of("files");
      case COMMAND -> List.of("console");
    };
  }
}
