package dev.overwinter.catalogue;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a game is asked to save and leave.
///
/// @param command line written to the game's standard input; empty when the game has none and is
///   stopped by SIGTERM alone
/// @param grace how long the game may take to save before it is killed; a kill is recorded
/// @param stopLine regular expression of a log line after which any exit is a stop and no crash;
///   empty when only exit code 0 says so
public record StopRule(String command, Duration grace, String stopLine) {
  public StopRule(String command, Duration grace, @Nullable String stopLine) {
    this.command = Objects.requireNonNull(command, "command");
    // Absent in what was written before it existed.
    this.stopLine = stopLine == null ? "" : stopLine;
    if (grace.isNegative() || grace.isZero()) {
      throw new IllegalArgumentException("grace: " + grace + " (expected: > 0)");
    }
    this.grace = grace;
  }

  /// Without a stop line.
  public StopRule(String command, Duration grace) {
    this(command, grace, "");
  }
}
