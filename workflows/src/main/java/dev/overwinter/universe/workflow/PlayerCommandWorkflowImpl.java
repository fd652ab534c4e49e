package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;

/// One step.
public final class PlayerCommandWorkflowImpl implements PlayerCommandWorkflow {
  private final Hands<PlayerActivities> players = Hands.of(PlayerActivities.class);

  @Override
  public PlayerAnswer run(String key, PlayerCommand command) {
    var at = Clockwork.now();
    return players.order(port -> port.perform(key, command, at));
  }
}
