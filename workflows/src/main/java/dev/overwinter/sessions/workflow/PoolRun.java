package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.PoolSpec;
import dev.overwinter.sessions.PoolState;
import java.util.Objects;

/// What one run of a pool's workflow begins with.
///
/// @param spec what it keeps
/// @param settings how many
/// @param version of the last row written
/// @param state what it remembers
/// @param continueAfterEvents history length at which to continue as new; 0 leaves it to the server
public record PoolRun(
    PoolSpec spec, PoolSettings settings, long version, PoolState state, int continueAfterEvents) {
  public PoolRun {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(state, "state");
  }

  /// The first run of a new pool.
  public static PoolRun first(PoolSpec spec, PoolSettings settings) {
    return new PoolRun(spec, settings, 1, PoolState.EMPTY, 0);
  }
}
