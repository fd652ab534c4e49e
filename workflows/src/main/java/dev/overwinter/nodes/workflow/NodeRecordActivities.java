package dev.overwinter.nodes.workflow;

import dev.overwinter.nodes.NodeView;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// What PostgreSQL keeps about nodes. Every method is safe to repeat.
@ActivityInterface(namePrefix = "NodeRecord_")
public interface NodeRecordActivities {

  /// Keeps what can be read about a node. A row with a higher version is left as it is. From here
  /// on placement and the api know it.
  @ActivityMethod
  void record(NodeView view);

  /// How many servers have their place on a node, asleep or awake.
  @ActivityMethod
  int servers(String node);
}
