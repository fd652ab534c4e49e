package dev.overwinter.servers.workflow;

import dev.overwinter.backups.BackupWhy;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.KeptWorld;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Sees to it that the world of a server that is deleted is kept, if that is wanted: copied a last
/// time while everything is still there, and handed to [KeepWorldWorkflow]. Confined to its
/// workflow.
final class Parting {
  private static final Logger log = Workflow.getLogger(Parting.class);

  /// How long a node may take to stop the game. One that is silent for longer does not remove the
  /// server either, but by then it is known whether its world is kept.
  private static final Duration STOPPED_WITHIN = Duration.ofHours(1);

  private final Server server;
  private final ServerWorlds worlds;
  private Duration keepFor = Duration.ZERO;
  private @Nullable ServerState before;
  private boolean kept;
  private boolean gone;
  private @Nullable CancellationScope copying;

  Parting(Server server, ServerWorlds worlds) {
    this.server = server;
    this.worlds = worlds;
  }

  /// Somebody wants the server gone; called before its state changes. Whoever asks again for its
  /// world to go with it ends the copying.
  void asked(DeleteRequest request) {
    if (server.state() instanceof Deleted) {
      return;
    }
    if (!(server.state() instanceof Deleting)) {
      keepFor = request.keepWorldFor();
      before = server.state();
    } else if (request.keepWorldFor().isZero()) {
      keepFor = Duration.ZERO;
      var under = copying;
      if (under != null) {
        under.cancel();
      }
    }
  }

  /// Whether somebody else keeps its backups from now on.
  boolean kept() {
    return kept;
  }

  /// Keeps what is to be kept, before anything is removed.
  ///
  /// @return whether the server can be removed; otherwise it stays, and its state says why
  boolean agreed() {
    var wantsLastCopy = wantsLastCopy();
    if (!toBeKept(wantsLastCopy)) {
      return true;
    }
    var lacks = wantsLastCopy ? copy() : "";
    if (keepFor.isZero()) {
      // Somebody has changed their mind meanwhile.
      return true;
    }
    if (!server.kept().backups().isEmpty()) {
      handOver(lacks);
      return true;
    }
    if (gone) {
      // Nobody can lose it any more.
      return true;
    }
    server.apply(KeptRules.turnedBack(server.state(), lacks, Server.now()), "node");
    return false;
  }

  /// Only now: a copy that was under way may have become complete since somebody asked.
  private boolean wantsLastCopy() {
    var then = before;
    return then != null
        && KeptRules.wantsLastCopy(then, server.kept(), server.lastStart().isPositive());
  }

  /// Asked only when something is to be kept: all other histories replay without it. The old way
  /// can go when no server is left whose delete was begun before 2026-11-24.
  private boolean toBeKept(boolean wantsLastCopy) {
    return keepFor.isPositive()
        && (wantsLastCopy || !server.kept().backups().isEmpty())
        && Workflow.getVersion("kept-world", Workflow.DEFAULT_VERSION, 1)
            != Workflow.DEFAULT_VERSION;
  }

  /// @return why the last of its world could not be copied; empty when it is
  private String copy() {
    var why = new StringBuilder();
    var scope = Workflow.newCancellationScope(() -> why.append(tryToCopy()));
    copying = scope;
    try {
      scope.run();
    } finally {
      copying = null;
    }
    return why.toString();
  }

  private String tryToCopy() {
    try {
      var _ =
          Workflow.newActivityStub(
                  ContainerActivities.class,
                  Retries.elsewhere(server.node(), server.spec().template(), STOPPED_WITHIN))
              .ensureStopped(server.order(), true);
    } catch (ActivityFailure | CanceledFailure failure) {
      return reason(failure);
    }
    var begun = server.newBackup(BackupWhy.ASLEEP, "");
    server.book().recordLater(begun);
    try {
      var archive =
          Workflow.newActivityStub(WorldActivities.class, Retries.save(server.node()))
              .save(server.order(), begun.id());
      server.backedUp(begun.complete(archive));
      ServerMetrics.backedUp(server, begun, "complete");
      return "";
    } catch (ActivityFailure | CanceledFailure failure) {
      var reason = reason(failure);
      server.backedUp(begun.failed(reason));
      ServerMetrics.backedUp(server, begun, "failed");
      // It may have become complete although nobody heard of it.
      Workflow.newDetachedCancellationScope(() -> worlds.forgetQuietly(begun)).run();
      gone = isGone(failure);
      return reason;
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof ActivityFailure of && !(of.getCause() instanceof CanceledFailure)
        ? ServerEffects.reasonOf(of)
        : "it was told not to";
  }

  private static boolean isGone(Exception failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && cause.getType().equals(WorldActivities.GONE);
  }

  private void handOver(String lacks) {
    var now = Server.now();
    var world =
        new KeptWorld(
            server.spec(), server.node(), server.kept().backups(), now, now.plus(keepFor), lacks);
    var keeper =
        Workflow.newChildWorkflowStub(
            KeepWorldWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.keptWorld(server.spec().id()))
                .setTaskQueue(TaskQueues.SERVERS)
                // It outlives the server.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary(server.spec().name())
                .build());
    var _ = Async.procedure(keeper::run, world);
    kept = true;
    try {
      var _ = Workflow.getWorkflowExecution(keeper).get();
    } catch (ChildWorkflowFailure known) {
      // Ids are never used twice: it is this very world that is kept.
      log.warn("the world of {} is kept already", server.spec().id(), known);
    }
  }
}
