package dev.overwinter.nodes.workflow;

import dev.overwinter.nodes.NodeRules;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.NodeView;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one run of a node's workflow begins with.
///
/// @param node its id
/// @param settings what it joined with
/// @param carried what the previous run knew; null in the first run
/// @param grace how long it may be silent before it counts as lost
public record NodeRun(
    String node, NodeSettings settings, @Nullable NodeView carried, Duration grace) {
  public NodeRun(
      String node, NodeSettings settings, @Nullable NodeView carried, @Nullable Duration grace) {
    this.node = Objects.requireNonNull(node, "node");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.carried = carried;
    // Absent in what was written while it was the same for all.
    this.grace = grace == null ? NodeRules.GRACE : grace;
  }

  /// The first run.
  public static NodeRun first(String node, NodeSettings settings) {
    return first(node, settings, NodeRules.GRACE);
  }

  /// The first run of one with a grace of its own.
  public static NodeRun first(String node, NodeSettings settings, Duration grace) {
    return new NodeRun(node, settings, null, grace);
  }
}
