package dev.overwinter.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compares what a node runs with what its servers believe: a pure function.
public final class NodeReconciliation {

  /// Something a server has to be told.
  ///
  /// @param serverId which server
  /// @param observation what is true
  public record Finding(String serverId, ContainerObservation observation) {}

  private NodeReconciliation() {}

  /// Whom to tell what.
  ///
  /// @param awake the run that each server believes to be awake in, by server id, in a stable order
  /// @param seen what every container of ours on the node is doing, by server id, in a stable order
  public static List<Finding> compare(
      Map<String, String> awake, Map<String, ContainerObservation> seen) {
    var findings = new ArrayList<Finding>();
    awake.forEach((serverId, run) -> {
      var container = seen.get(serverId);
      if (container == null) {
        findings.add(
            new Finding(serverId, new ContainerObservation("", false, "container is gone")));
      } else if (!container.running() || !container.run().equals(run)) {
        findings.add(new Finding(serverId, container));
      }
    });
    seen.forEach((serverId, container) -> {
      if (container.running() && !awake.containsKey(serverId)) {
        findings.add(new Finding(serverId, container));
      }
    });
    return findings;
  }
}
