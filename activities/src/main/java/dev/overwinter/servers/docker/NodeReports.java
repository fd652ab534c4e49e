package dev.overwinter.servers.docker;

import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.workflow.NodeSeen;

/// Tells the control plane what a node sees without having been asked. Both may block, and throw
/// while the control plane is away: they are then called again.
public interface NodeReports {

  /// A container of a server is not as the last step left it.
  void observed(String serverId, ContainerObservation observation);

  /// The engine was reached or lost.
  void seen(NodeSeen seen);
}
