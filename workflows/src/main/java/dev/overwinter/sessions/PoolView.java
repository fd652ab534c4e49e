package dev.overwinter.sessions;

import java.util.Objects;

/// Everything that can be read about a pool: its row, and the answer to its `status` query.
///
/// @param spec what it keeps
/// @param settings how many
/// @param version grows with every change; an older row never overwrites a newer one
/// @param state what it remembers
/// @param target how many it wants warm now
public record PoolView(
    PoolSpec spec, PoolSettings settings, long version, PoolState state, int target) {
  public PoolView {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(state, "state");
  }
}
