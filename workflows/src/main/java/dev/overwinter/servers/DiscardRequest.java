package dev.overwinter.servers;

import java.util.Objects;

/// Asks for the removal of what a server left behind on a node: container, network, world.
///
/// @param node which node
/// @param by who asks
/// @param gone whether that machine is gone for good: then nothing can be removed there, and what
///   was left is only written off
public record DiscardRequest(String node, String by, boolean gone) {
  public DiscardRequest {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(by, "by");
  }

  /// From a machine that is there, or will be again.
  public DiscardRequest(String node, String by) {
    this(node, by, false);
  }
}
