package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One command that takes no time; workflow id from [dev.overwinter.durable.WorkflowIds#command].
///
/// Whoever starts it waits for its answer. Start it with the conflict policy *use existing* and the
/// reuse policy *allow duplicate*: the same key is answered as the first time.
@WorkflowInterface
public interface PlayerCommandWorkflow {

  /// Ends with the answer, and fails when PostgreSQL stays away for half a minute.
  ///
  /// @param key what makes it this command: at most 128 characters, and good for nothing else
  @WorkflowMethod(name = "PlayerCommand")
  PlayerAnswer run(String key, PlayerCommand command);
}
