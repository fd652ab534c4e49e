package dev.overwinter.servers.workflow;

import dev.overwinter.durable.WorkflowTypes;
import dev.overwinter.nodes.NodeStanding;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells every server of a node what the node can do for it. Started by name, by the node's own
/// workflow; workflow id `tell-servers/<node>`.
@WorkflowInterface
public interface TellServersWorkflow {

  /// Tells, and ends.
  ///
  /// @param since when the node was heard last, or again; null from an older worker
  @WorkflowMethod(name = WorkflowTypes.TELL_SERVERS)
  void run(String node, NodeStanding standing, @Nullable Instant since);
}
