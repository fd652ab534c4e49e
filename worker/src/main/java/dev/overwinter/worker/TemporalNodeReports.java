package dev.overwinter.worker;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.docker.NodeReports;
import dev.overwinter.servers.workflow.NodeSeen;
import dev.overwinter.servers.workflow.ReconcileNodeWorkflow;
import dev.overwinter.servers.workflow.ServerWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells workflows what a node sees.
final class TemporalNodeReports implements NodeReports {
  private static final Logger log = LoggerFactory.getLogger(TemporalNodeReports.class);

  private final WorkflowClient client;

  TemporalNodeReports(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public void observed(String serverId, ContainerObservation observation) {
    try {
      client
          .newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(serverId))
          .containerObserved(observation);
    } catch (WorkflowNotFoundException nobody) {
      log.info("server {} has no workflow to be told: {}", serverId, observation);
    }
  }

  @Override
  public void seen(NodeSeen seen) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.reconcileNode(seen.node()))
            .setTaskQueue(TaskQueues.SERVERS)
            // What it is told now replaces whatever an older one still believes.
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING)
            .build();
    var workflow = client.newWorkflowStub(ReconcileNodeWorkflow.class, options);
    var _ = WorkflowClient.start(workflow::run, seen);
  }
}
