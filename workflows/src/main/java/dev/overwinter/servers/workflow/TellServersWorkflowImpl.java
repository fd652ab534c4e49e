package dev.overwinter.servers.workflow;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.NodeStanding;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Signals in groups: one after another would take a workflow task each, all at once would make one
/// task of thousands of commands.
public final class TellServersWorkflowImpl implements TellServersWorkflow {
  private static final Logger log = Workflow.getLogger(TellServersWorkflowImpl.class);
  private static final int AT_ONCE = 50;

  private final ServerRecordActivities records =
      Workflow.newActivityStub(ServerRecordActivities.class, Retries.records());

  @Override
  public void run(String node, NodeStanding standing, @Nullable Instant since) {
    var servers = records.servers(node);
    for (var from = 0; from < servers.size(); from += AT_ONCE) {
      var group = new ArrayList<Promise<Void>>();
      for (var id : servers.subList(from, Math.min(servers.size(), from + AT_ONCE))) {
        group.add(Async.procedure(TellServersWorkflowImpl::tell, id, standing, node, since));
      }
      Promise.allOf(group).get();
    }
  }

  private static void tell(String id, NodeStanding standing, String node, @Nullable Instant since) {
    try {
      Workflow.newExternalWorkflowStub(ServerWorkflow.class, WorkflowIds.server(id))
          .nodeStands(standing, node, since);
    } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
      log.info("server {} was gone before it could be told", id);
    }
  }
}
