package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Why a line was not said to a game.
public enum Untold {
  /// It is no line that could be said.
  BAD_LINE,
  /// There is no such server.
  GONE,
  /// It is not awake.
  NOT_AWAKE,
  /// Its game takes no commands.
  NO_CONSOLE,
  /// Its game did not let its node in: it listens nowhere, or to another password.
  NOT_HEARD,
  /// Its node, or the engine there, did not answer in time.
  NODE_AWAY,
  /// It waited so long to be said that nobody expects it any more.
  TOO_LATE,
  /// One that a newer program knows and this one does not: the reason in words tells people.
  @JsonEnumDefaultValue
  OTHER
}
