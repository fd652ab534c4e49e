package dev.overwinter.servers.workflow;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.NodeReconciliation;
import dev.overwinter.servers.NodeReconciliation.Finding;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/// Asks for beliefs before it looks: a server that falls asleep in between is then told something
/// that its rules ignore, while the other order would call a fresh start a crash.
public final class ReconcileNodeWorkflowImpl implements ReconcileNodeWorkflow {
  private static final Logger log = Workflow.getLogger(ReconcileNodeWorkflowImpl.class);

  private final ServerRecordActivities records =
      Workflow.newActivityStub(ServerRecordActivities.class, Retries.records());

  @Override
  public int run(NodeSeen seen) {
    records.recordNode(seen);
    if (!seen.dockerReachable()) {
      return 0;
    }
    var awake = new TreeMap<String, String>();
    for (var belief : records.beliefs(seen.node())) {
      if (belief.state().equals("AWAKE")) {
        awake.put(belief.serverId(), belief.run());
      }
    }
    try {
      var leftBehind = new ArrayList<Finding>();
      var findings =
          new ArrayList<>(
              NodeReconciliation.compare(awake, latest(containers(seen.node()), leftBehind)));
      findings.addAll(leftBehind);
      findings.forEach(ReconcileNodeWorkflowImpl::tell);
      return findings.size();
    } catch (ActivityFailure refused) {
      // Who cannot be asked is unknown, and shown as such until the node reports again.
      records.recordNode(new NodeSeen(seen.node(), false, seen.at(), reasonOf(refused)));
      return 0;
    }
  }

  private static List<ContainerSeen> containers(String node) {
    return Workflow.newActivityStub(ContainerActivities.class, Retries.node(node)).list();
  }

  /// Of a server that has come back to a node it was moved away from, the latest container counts.
  ///
  /// @param leftBehind receives the others that run
  private static Map<String, ContainerObservation> latest(
      List<ContainerSeen> containers, List<Finding> leftBehind) {
    var latest = new TreeMap<String, ContainerObservation>();
    for (var container : containers) {
      var one = container.observation();
      var other = latest.put(container.serverId(), one);
      if (other != null) {
        var older = one.generation() >= other.generation() ? other : one;
        latest.put(container.serverId(), older.equals(one) ? other : one);
        if (older.running()) {
          leftBehind.add(new Finding(container.serverId(), older));
        }
      }
    }
    return latest;
  }

  private static String reasonOf(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? cause.getOriginalMessage()
        : "no answer from the node: " + failure.getRetryState();
  }

  private static void tell(Finding finding) {
    try {
      Workflow.newExternalWorkflowStub(ServerWorkflow.class, WorkflowIds.server(finding.serverId()))
          .containerObserved(finding.observation());
    } catch (SignalExternalWorkflowException | ApplicationFailure nobody) {
      // A container of ours whose server is gone: reported, never removed, since it may hold a
      // world that somebody restores from.
      log.warn("container of server {} runs without a workflow", finding.serverId());
    }
  }
}
