package dev.overwinter.sessions;

import java.util.List;

/// What a pool does next.
///
/// @param next what it remembers from now on
/// @param begin how many sessions to begin now
/// @param retire which to let go
public record PoolMove(PoolState next, int begin, List<SessionId> retire) {
  public PoolMove {
    retire = List.copyOf(retire);
  }
}
