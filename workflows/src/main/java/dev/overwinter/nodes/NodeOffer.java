package dev.overwinter.nodes;

import java.util.Objects;

/// A node as placement sees it.
///
/// @param node its id
/// @param open whether new servers may be placed on it at all
/// @param settings region, tags and how much is promised
/// @param has what the machine has
/// @param promised what its servers were promised, asleep or awake
public record NodeOffer(
    String node, boolean open, NodeSettings settings, Capacity has, Capacity promised) {
  public NodeOffer {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(has, "has");
    Objects.requireNonNull(promised, "promised");
  }

  /// What may be promised in all.
  public Capacity offered() {
    return has.scaled(settings.memoryPercent(), settings.cpuPercent());
  }
}
