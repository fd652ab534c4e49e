package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The last that was heard of a game. One row a unit; only what is news is signalled.
///
/// @param unit which signed it: see [Unit]
/// @param number grows with every heartbeat of the unit that was taken; one that comes late or
///   twice has an older number than the row and is dropped, so it cannot lower anything
/// @param clients who plays; 0 or more
/// @param resetReady whether the game says that it is as good as new
/// @param at when the platform heard it, by the platform's clock
public record HeartbeatFact(Unit unit, long number, int clients, boolean resetReady, Instant at) {
  public HeartbeatFact {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(at, "at");
    if (clients < 0) {
      throw new IllegalArgumentException("clients: " + clients + " (expected: >= 0)");
    }
  }

  /// Whether a workflow has to hear it: the first one, and whenever somebody begins or nobody goes
  /// on to play.
  ///
  /// @param told the last one that the workflow has taken; null when there is none. Not the last
  ///   one that was heard: who dies between row and signal has the next heartbeat signal it
  public static boolean isNews(@Nullable HeartbeatFact told, HeartbeatFact now) {
    return told == null || (told.clients == 0) != (now.clients == 0);
  }
}
