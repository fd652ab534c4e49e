package dev.overwinter.nodes.workflow;

import dev.overwinter.nodes.NodeAnswer;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeOrder;
import dev.overwinter.nodes.NodeView;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One Docker host from its joining to its retirement; workflow id `node/<id>`.
///
/// Its worker starts it with the signal [#heard]. A node that lives costs two short activities a
/// day; its silence is noticed by the heartbeat of one activity within a minute.
@WorkflowInterface
public interface NodeWorkflow {

  @WorkflowMethod(name = "Node")
  void run(NodeRun run);

  /// Its worker has come up.
  @SignalMethod(name = "heard")
  void heard(NodeFacts facts);

  /// An operator's order.
  @UpdateMethod(name = "order")
  NodeAnswer order(NodeOrder order);

  /// What the node is.
  @QueryMethod(name = "status")
  NodeView status();
}
