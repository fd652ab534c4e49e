package dev.overwinter.servers;

import dev.overwinter.nodes.NodeStanding;
import java.util.Objects;

/// What the rules have to know of a server beside its state.
///
/// @param occupancy which proxies hold players
/// @param hibernation when it sleeps by itself
/// @param crashes those that still count
/// @param standing what its node can do for it
public record Situation(
    Occupancy occupancy, Hibernation hibernation, Crashes crashes, NodeStanding standing) {
  public Situation {
    Objects.requireNonNull(occupancy, "occupancy");
    Objects.requireNonNull(hibernation, "hibernation");
    Objects.requireNonNull(crashes, "crashes");
    Objects.requireNonNull(standing, "standing");
  }

  /// When it sleeps by itself, as things are.
  public Hibernation rule() {
    return standing == NodeStanding.MAINTENANCE ? Hibernation.AT_ONCE : hibernation;
  }
}
