package dev.overwinter.servers.docker;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which objects of an engine belong to this node. Two nodes, even of one installation, may share
/// an engine without touching each other's.
///
/// @param installation label value on everything that an installation makes
/// @param node label value on everything that one node of it makes
record Scope(String installation, String node) {
  Scope {
    Objects.requireNonNull(installation, "installation");
    Objects.requireNonNull(node, "node");
  }

  /// Whether labels say that an object is this node's. What was made before nodes were told apart
  /// has no node: it is everybody's of the installation, and there was only one.
  boolean has(@Nullable Map<String, String> labels) {
    return labels != null
        && installation.equals(labels.get(Labels.INSTALLATION))
        && node.equals(labels.getOrDefault(Labels.NODE, node));
  }

  /// Whether labels say that an object is this node's and of that server.
  boolean has(@Nullable Map<String, String> labels, String serverId) {
    return labels != null && has(labels) && serverId.equals(labels.get(Labels.SERVER));
  }

  /// What the engine itself can look for.
  Map<String, String> filter() {
    return Map.of(Labels.INSTALLATION, installation);
  }
}
