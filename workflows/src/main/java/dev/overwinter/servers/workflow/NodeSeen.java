package dev.overwinter.servers.workflow;

import java.time.Instant;
import java.util.Objects;

/// Whether a node's Docker engine answers.
///
/// @param node which node
/// @param dockerReachable whether it does; while it does not, its containers are *unknown*
/// @param at since when
/// @param detail one line for people, for example the engine's version or the error
public record NodeSeen(String node, boolean dockerReachable, Instant at, String detail) {
  public NodeSeen {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(detail, "detail");
  }
}
