package dev.overwinter.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a pool remembers.
///
/// @param members those that come or are warm, oldest first
/// @param leases moments at which one was leased, as far as they still count as demand; oldest
///   first
/// @param pausedUntil before this moment none is begun, because the last one was refused; null when
///   it was not
/// @param pauses how often in a row, which makes the pause longer
/// @param why of the pause, for people; empty when there is none
public record PoolState(
    List<PoolMember> members,
    List<Instant> leases,
    @Nullable Instant pausedUntil,
    int pauses,
    String why) {
  /// Of a new pool.
  public static final PoolState EMPTY = new PoolState(List.of(), List.of(), null, 0, "");

  public PoolState {
    members = List.copyOf(members);
    leases = List.copyOf(leases);
    Objects.requireNonNull(why, "why");
  }

  /// How many could be had at once.
  public int warm() {
    return (int) members.stream().filter(PoolMember::warm).count();
  }
}
