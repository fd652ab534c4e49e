package dev.overwinter.universe.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the workflow of a player's research begins with.
///
/// @param player universe_players.id
/// @param dueAt what it knew when it continued as new; null at first, and then it asks
/// @param continueAfterEvents continues as new after so many events; 0 when Temporal suggests it
public record ResearchRun(long player, @Nullable Instant dueAt, int continueAfterEvents) {

  /// The first run.
  public static ResearchRun first(long player) {
    return new ResearchRun(player, null, 0);
  }
}
