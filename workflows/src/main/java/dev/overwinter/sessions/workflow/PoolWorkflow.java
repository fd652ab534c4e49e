package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.PoolFact;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.PoolView;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Keeps sessions of one kind warm, for good; workflow id `pool/<id>`.
///
/// Its sessions are ordinary ones that nobody has leased yet. It begins them, hears from them, and
/// asks the records now and then, so that nothing that it missed is forgotten; whether one is still
/// to be had is decided by that session alone.
@WorkflowInterface
public interface PoolWorkflow {

  @WorkflowMethod(name = "Pool")
  void run(PoolRun run);

  /// Changes how many it keeps; [PoolSettings#OFF] lets all of them go that are nobody's.
  @UpdateMethod(name = "configure")
  PoolView configure(PoolSettings settings);

  /// One of its sessions has become something else.
  @SignalMethod(name = "sessionChanged")
  void sessionChanged(PoolFact fact);

  /// What it keeps.
  @QueryMethod(name = "status")
  PoolView status();
}
