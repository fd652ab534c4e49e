package dev.overwinter.nodes.workflow;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.NodeOrder;
import dev.overwinter.nodes.NodeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/// Plays the life of a node and writes it down for replay. Run it after a change of behaviour, with
/// a directory as argument; keep the old files beside the new ones.
final class NodeHistories {
  private NodeHistories() {}

  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[0]);
    Files.createDirectories(directory);
    try (var world = new NodeWorld()) {
      var node = world.join();
      Awaitility.await().until(() -> world.label().equals("ONLINE"));
      node.order(new NodeOrder.Maintain(true, "admin"));
      node.order(new NodeOrder.Maintain(false, "admin"));
      world.die();
      Awaitility.await().until(() -> world.label().equals("UNKNOWN"));
      world.temporal.sleep(NodeRules.GRACE.plusMinutes(1));
      world.rise();
      world.temporal.sleep(java.time.Duration.ofMinutes(1));
      node.order(new NodeOrder.Retire("admin"));
      Awaitility.await().until(() -> world.recorded().equals("RETIRED"));
      var history = world.temporal.getWorkflowClient().fetchHistory(WorkflowIds.node("n1"));
      Files.writeString(
          directory.resolve("maintained-lost-found-retired.json"), history.toJson(true));
    }
  }
}
