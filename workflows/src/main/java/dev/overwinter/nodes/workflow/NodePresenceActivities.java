package dev.overwinter.nodes.workflow;

import dev.overwinter.nodes.NodeFacts;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// Shows that a node's worker lives. Runs on the queue of that node.
@ActivityInterface(namePrefix = "NodePresence_")
public interface NodePresenceActivities {

  /// Heartbeats for as long as the worker lives, half a day at most, and writes nothing into a
  /// history meanwhile. Signals [NodeWorkflow#heard] as soon as it runs, and ends by a failure when
  /// the worker leaves.
  ///
  /// @return what the machine has by then
  @ActivityMethod
  NodeFacts hold(String node);
}
