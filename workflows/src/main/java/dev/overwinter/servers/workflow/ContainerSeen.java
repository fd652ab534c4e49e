package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerObservation;
import java.util.Objects;

/// One container of ours on a node.
///
/// @param serverId from its label
/// @param observation what it is doing
public record ContainerSeen(String serverId, ContainerObservation observation) {
  public ContainerSeen {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(observation, "observation");
  }
}
