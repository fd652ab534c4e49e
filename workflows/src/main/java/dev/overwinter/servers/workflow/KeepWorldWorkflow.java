package dev.overwinter.servers.workflow;

import dev.overwinter.servers.KeptWorld;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.RecoverRequest;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Keeps the world of a deleted server until its time is over, somebody wants it gone, or a server
/// has been made of it again; workflow id `kept/<server>`. Started by the deleted server's workflow
/// before anything of it is removed; holds one timer.
@WorkflowInterface
public interface KeepWorldWorkflow {

  @WorkflowMethod(name = "KeepWorld")
  void run(KeptWorld world);

  /// Makes a new server of it; answers as soon as its workflow has begun. Asked again for the same
  /// new server, answers the same. When the making fails, the world is kept on.
  @UpdateMethod(name = "recover")
  OrderOutcome recover(RecoverRequest request);

  /// Removes it now; answers as soon as that is decided.
  @UpdateMethod(name = "dropNow")
  OrderOutcome dropNow(String by);

  /// The new server is made, and all backups are its own.
  @SignalMethod(name = "recovered")
  void recovered(String serverId);

  /// The new server could not be made; nothing of it is left, or will be.
  @SignalMethod(name = "notRecovered")
  void notRecovered(String serverId, String reason);

  /// Its account keeps too many worlds, of which this is the oldest.
  @SignalMethod(name = "makeRoom")
  void makeRoom();
}
