package dev.overwinter.worker;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.workflow.NodeRun;
import dev.overwinter.nodes.workflow.NodeWorkflow;
import dev.overwinter.servers.docker.Machine;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the node's workflow that its worker has come up, and starts it when it is the first time.
final class NodeUp {
  private static final Logger log = LoggerFactory.getLogger(NodeUp.class);

  private final WorkflowClient client;
  private final String node;
  private final Machine machine;

  NodeUp(WorkflowClient client, String node, Machine machine) {
    this.client = client;
    this.node = node;
    this.machine = machine;
  }

  NodeFacts facts() {
    return machine.facts();
  }

  /// To the workflow that runs.
  void heard() {
    client.newWorkflowStub(NodeWorkflow.class, WorkflowIds.node(node)).heard(facts());
  }

  /// Throws while Temporal cannot be reached.
  void announce() {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.node(node))
            .setTaskQueue(TaskQueues.SERVERS)
            // One that was ended by hand begins anew; one that was retired stays so.
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
            .build();
    var workflow = client.newWorkflowStub(NodeWorkflow.class, options);
    var both = client.newSignalWithStartRequest();
    both.add(workflow::run, NodeRun.first(node, NodeSettings.USUAL));
    both.add(workflow::heard, facts());
    try {
      var _ = client.signalWithStart(both);
    } catch (WorkflowExecutionAlreadyStarted retired) {
      log.warn("node {} was retired: it takes no new servers", node);
    }
  }
}
