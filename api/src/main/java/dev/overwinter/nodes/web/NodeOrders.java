package dev.overwinter.nodes.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.NodeAnswer;
import dev.overwinter.nodes.NodeOrder;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.workflow.NodeRun;
import dev.overwinter.nodes.workflow.NodeWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Passes orders on to the workflows of nodes.
@Component
class NodeOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final WorkflowClient workflows;
  private final TemporalCalls calls;

  NodeOrders(WorkflowClient workflows, TemporalCalls calls) {
    this.workflows = workflows;
    this.calls = calls;
  }

  /// Begins to keep a node; done twice, it is kept once.
  ///
  /// @param grace how long it may be silent before it counts as lost
  void start(String node, NodeSettings settings, Duration grace) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.node(node))
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setTypedSearchAttributes(
                io.temporal.common.SearchAttributes.newBuilder()
                    .set(SearchAttributes.NODE, node)
                    .build())
            .build();
    var workflow = workflows.newWorkflowStub(NodeWorkflow.class, options);
    var _ =
        calls.within(
            PATIENCE,
            () -> WorkflowClient.start(workflow::run, NodeRun.first(node, settings, grace)),
            NodeOrders::notFound);
  }

  /// Gives an order.
  ///
  /// @return label of the state that it led to
  /// @throws Problem 409 when the node refuses, 404 when there is no such node
  String order(String node, NodeOrder order) {
    var workflow = workflows.newWorkflowStub(NodeWorkflow.class, WorkflowIds.node(node));
    var answer =
        calls.within(
            PATIENCE,
            () -> TemporalCalls.repeated(() -> workflow.order(order)),
            NodeOrders::notFound);
    return switch (answer) {
      case NodeAnswer.Accepted(var state) -> state;
      case NodeAnswer.Refused(var reason) ->
          throw Problem.of(HttpStatus.CONFLICT, reason).code("REFUSED");
    };
  }

  static Problem notFound() {
    return Problem.of(HttpStatus.NOT_FOUND, "Node not found");
  }
}
