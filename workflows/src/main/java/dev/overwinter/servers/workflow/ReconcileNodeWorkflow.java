package dev.overwinter.servers.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Compares what a node runs with what its servers believe, tells each server that is wrong, and
/// ends; workflow id `reconcile-node/<node>`. Started by a node's worker whenever it reaches its
/// Docker engine (start of the worker, of the engine, or of the machine) or loses it.
@WorkflowInterface
public interface ReconcileNodeWorkflow {

  /// Compares, tells, and ends.
  ///
  /// @param seen the node and whether its engine answers; while it does not, only that is recorded
  /// @return how many servers were told something
  @WorkflowMethod(name = "ReconcileNode")
  int run(NodeSeen seen);
}
