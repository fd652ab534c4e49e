package dev.overwinter.servers.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.WorkflowTypes;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.CancelTransferRequest;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.DiscardRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.FormerRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.RestoreRequest;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One game server from its creation to its deletion; workflow id `server/<id>`.
///
/// Lives as long as the server and continues as new between two states. A restart of any process
/// loses nothing: commands are Updates that are durable once accepted, timers are Temporal's, and
/// effects are idempotent activities.
@WorkflowInterface
public interface ServerWorkflow {

  @WorkflowMethod(name = "Server")
  void run(ServerRun run);

  /// Waits until the server is made, or says why it cannot be.
  @UpdateMethod(name = "awaitCreated")
  CreateOutcome awaitCreated();

  /// Wakes the server; however many ask, it is started once.
  @UpdateMethod(name = "wake")
  WakeOutcome wake(WakeRequest request);

  /// Sends the server to sleep; answers as soon as that is decided.
  @UpdateMethod(name = "hibernate")
  OrderOutcome hibernate(HibernateRequest request);

  /// Stops the server and starts it again; answers as soon as that is decided.
  @UpdateMethod(name = "restart")
  OrderOutcome restart(RestartRequest request);

  /// Removes the server; answers as soon as that is decided. Its world goes with it, or is kept for
  /// a while as [KeepWorldWorkflow] does; asked again, the world goes at once.
  @UpdateMethod(name = "delete")
  OrderOutcome delete(DeleteRequest request);

  /// Changes name, hibernation or joining.
  @UpdateMethod(name = "configure")
  OrderOutcome configure(ServerSettings settings);

  /// Copies the world into the backups' store; only while the server sleeps. Answers as soon as
  /// that is decided, and gives way to whoever wants to play.
  @UpdateMethod(name = "backUp")
  OrderOutcome backUp(BackupRequest request);

  /// Keeps a backup whatever happens, or lets it go again.
  @UpdateMethod(name = "lockBackup")
  OrderOutcome lockBackup(LockRequest request);

  /// Removes a backup, or the record of one that has failed; answers as soon as that is decided.
  @UpdateMethod(name = "forgetBackup")
  OrderOutcome forgetBackup(ForgetRequest request);

  /// Lays the world of a backup down beside the server's own and then uses it; only while the
  /// server sleeps. Answers as soon as that is decided. The world from before is kept until the new
  /// one has been ready for a day, and taken back by itself when the new one cannot be started.
  @UpdateMethod(name = "restoreBackup")
  OrderOutcome restoreBackup(RestoreRequest request);

  /// Uses the world from before the last restore again; only while the server sleeps.
  @UpdateMethod(name = "undoRestore")
  OrderOutcome undoRestore(FormerRequest request);

  /// Lets the world from before the last restore go.
  @UpdateMethod(name = "dropFormer")
  OrderOutcome dropFormer(FormerRequest request);

  /// Restarts the server on another node from a backup; only while its own is lost. Answers as soon
  /// as that is decided.
  @UpdateMethod(name = "relocate")
  OrderOutcome relocate(RelocateRequest request);

  /// Moves the server to another node while its own answers: it is stopped, copied, made anew there
  /// and filled, and wakes again when it was awake. Answers as soon as that is decided.
  @UpdateMethod(name = "transfer")
  OrderOutcome transfer(TransferRequest request);

  /// Gives a transfer up: the server stays where it was. Refused once it is moved.
  @UpdateMethod(name = "cancelTransfer")
  OrderOutcome cancelTransfer(CancelTransferRequest request);

  /// Removes what the server left behind on a node that was lost; answers as soon as that is
  /// decided.
  @UpdateMethod(name = "discard")
  OrderOutcome discard(DiscardRequest request);

  /// A proxy relays a player that it could not announce before, because the workflow could not be
  /// reached. The usual way is [#wake].
  @SignalMethod(name = "playersJoined")
  void playersJoined(ProxyClaim claim);

  /// The last player of a proxy has left, or its last joiner has stopped waiting.
  @SignalMethod(name = "playersLeft")
  void playersLeft(ProxyClaim claim);

  /// A node saw the container run or exit without having been asked.
  @SignalMethod(name = "containerObserved")
  void containerObserved(ContainerObservation observation);

  /// What its node can do for it from now on. While it can do less than serve, the server wakes no
  /// more; in maintenance it also sleeps as soon as nobody plays.
  ///
  /// @param node which node; a word about another one than its own changes nothing. Null from an
  ///   older worker, which could mean only its own
  /// @param since when that node was heard last, or again; null from an older worker
  @SignalMethod(name = "nodeStands")
  void nodeStands(NodeStanding standing, @Nullable String node, @Nullable Instant since);

  /// How its account stands. While it cannot pay, the server sleeps and wakes no more.
  @SignalMethod(name = WorkflowTypes.CREDIT_STANDS)
  void creditStands(CreditStanding standing);

  /// What the server is doing.
  @QueryMethod(name = "status")
  ServerView status();
}
