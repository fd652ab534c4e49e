package dev.overwinter.servers.telemetry;

import java.util.Objects;

/// One line that a game printed.
///
/// @param serverId which server
/// @param atNanos the engine's time of it, nanoseconds since 1970; tells lines of a server apart
/// @param line at most [LogBuffer#LONGEST_LINE] characters, without control characters
public record LogLine(String serverId, long atNanos, String line) {
  public LogLine {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(line, "line");
  }
}
