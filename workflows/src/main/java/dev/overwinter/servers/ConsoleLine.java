package dev.overwinter.servers;

import java.util.Objects;

/// A line that a console shows between those that the game prints.
///
/// @param serverId whose console
/// @param atNanos when, nanoseconds since 1970; tells lines of a server apart
/// @param voice who speaks
/// @param by who has typed it; empty for an answer
/// @param line what
public record ConsoleLine(String serverId, long atNanos, Voice voice, String by, String line) {

  /// Who speaks in a console beside the game's own log.
  public enum Voice {
    /// Somebody typed it.
    TYPED,
    /// What came back: the game's answer, or that it was not said.
    ANSWERED
  }

  public ConsoleLine {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(voice, "voice");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(line, "line");
  }
}
