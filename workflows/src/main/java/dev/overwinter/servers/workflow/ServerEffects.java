package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Effect;
import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.Move;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerRules;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.Started;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;

/// Performs effects, one at a time, and tells the rules how each ended.
final class ServerEffects {
  private static final Logger log = Workflow.getLogger(ServerEffects.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);

  /// Chosen at random from the pool: eight miss a neighbour who has half of it 255 times in 256.
  private static final int SUBNETS_TRIED = 8;

  private final Server server;
  private final ServerRecordActivities records;
  private final ServerWorlds worlds;
  private final Parting parting;
  private final Recovery recovery;
  private final ServerTransfers transfers;

  @SuppressWarnings("ThisEscapedInObjectConstruction")
  ServerEffects(Server server) {
    this.server = server;
    records = Workflow.newActivityStub(ServerRecordActivities.class, Retries.records());
    worlds = new ServerWorlds(server, this, records);
    transfers = new ServerTransfers(server, this, worlds, records);
    parting = new Parting(server, worlds);
    recovery = new Recovery(server, this);
  }

  Parting parting() {
    return parting;
  }

  private ContainerActivities quick() {
    return node(Retries.node(server.node()));
  }

  private ContainerActivities starting() {
    return node(Retries.start(server.node(), server.spec().template()));
  }

  private ContainerActivities stopping() {
    return node(Retries.stop(server.node(), server.spec().template()));
  }

  private static ContainerActivities node(ActivityOptions options) {
    return Workflow.newActivityStub(ContainerActivities.class, options);
  }

  void performNext() {
    var effect = server.takeEffect();
    try {
      server.perform(Workflow.newCancellationScope(() -> perform(effect)));
    } catch (CanceledFailure replaced) {
      log.info("{} gave way to a newer decision", effect);
    }
  }

  /// Beside what it is doing, and giving way to it.
  void tidy() {
    try {
      server.perform(Workflow.newCancellationScope(worlds::tidy));
    } catch (CanceledFailure replaced) {
      log.info("tidying gave way to a newer decision");
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Make _ -> make();
      case Effect.Start start -> start(start.after());
      case Effect.Stop stop -> transfers.stop(() -> stop(stop.force()));
      case Effect.Remove _ -> remove();
      case Effect.BackUp backUp -> worlds.backUp(backUp);
      case Effect.Restore restore -> worlds.restore(restore);
      case Effect.Relocate relocate -> worlds.relocate(relocate);
      case Effect.Transfer _ -> transfers.transfer();
    }
  }

  private void make() {
    try {
      switch (records.reserve(server.spec())) {
        case Reservation.Refused no -> {
          recovery.failed(no.reason());
          tell(ServerRules.reservationRefused(server.state(), no.reason(), Server.now()));
        }
        case Reservation.Granted granted -> {
          server.allocated(granted.allocation());
          if (!recovery.fill()) {
            makeThings();
          }
          tell(ServerRules.made(server.state(), Server.now()));
        }
      }
    } catch (ActivityFailure failure) {
      if (!notRecovered(reasonOf(failure))) {
        tell(
            ServerRules.makeFailed(
                server.state(), reasonOf(failure) + undo(stopping()), Server.now()));
      }
    }
  }

  /// @return false when it was no kept world that it should have been made of
  private boolean notRecovered(String reason) {
    if (server.source().isEmpty()) {
      return false;
    }
    if (server.state() instanceof ServerState.Creating) {
      recovery.failed(reason);
      removeThings();
      tell(KeptRules.notRecovered(server.state(), reason, Server.now()));
    }
    // Otherwise it is being deleted, which says so itself.
    return true;
  }

  private void makeThings() {
    node(Retries.pull(server.node())).ensureImage(server.order());
    onAFreeSubnet(order -> {
      quick().ensureNetwork(order);
      return true;
    });
    quick().ensureVolume(server.order());
    var install = server.spec().template().install();
    if (install != null) {
      node(Retries.install(server.node(), install)).ensureInstalled(server.order());
    }
    quick().ensureContainer(server.order());
  }

  /// All that a world needs to lie in. Nothing is installed: what was is in the backup.
  void makeForAWorld() {
    var node = node(Retries.nodeOrElsewhere(server.node()));
    node(Retries.pullHereOrElsewhere(server.node())).ensureImage(server.order());
    onAFreeSubnet(order -> {
      node.ensureNetwork(order);
      return true;
    });
    node.ensureVolume(server.order());
    node.ensureContainer(server.order());
  }

  /// Does what needs the server's subnet. When somebody else on the host turns out to use it, the
  /// server moves to another one; the port stays.
  private <T> T onAFreeSubnet(Function<ContainerOrder, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.apply(server.order());
      } catch (ActivityFailure failure) {
        if (attempt == SUBNETS_TRIED || !subnetTaken(failure) || !moves()) {
          throw failure;
        }
      }
    }
  }

  private boolean moves() {
    // Asked only after such a failure: all other histories replay without it. The old way can go
    // when no server is left that met a taken subnet before 2026-11-22.
    if (Workflow.getVersion("another-subnet", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION) {
      return false;
    }
    return switch (records.reserveElsewhere(server.spec(), server.order().subnet())) {
      case Reservation.Refused _ -> false;
      case Reservation.Granted elsewhere -> {
        server.allocated(elsewhere.allocation());
        yield true;
      }
    };
  }

  /// Compensation: nothing of a failed making is left, except the port, which the server keeps as
  /// long as it can be tried again. Failing at that too must not end the workflow: the next making
  /// or the delete finds what is left and goes on from there.
  ///
  /// @param node where, with how much patience
  /// @return what to add to the reason; empty when all is undone
  String undo(ContainerActivities node) {
    if (!server.hasAllocation()) {
      return "";
    }
    try {
      Workflow.newDetachedCancellationScope(() -> node.ensureRemoved(server.order())).run();
      return "";
    } catch (ActivityFailure failure) {
      return "; and it could not be undone: " + reasonOf(failure);
    }
  }

  private void start(Duration after) {
    // The state is read after the wait: an order may have changed it meanwhile.
    var how = tryStart(after);
    tell(ServerRules.started(server.state(), how, Server.now()));
  }

  private Started tryStart(Duration after) {
    try {
      if (after.isPositive()) {
        Workflow.sleep(after);
      }
      return onAFreeSubnet(order -> starting().ensureStarted(order));
    } catch (ActivityFailure failure) {
      return new Started.Failed(reasonOf(failure));
    }
  }

  private void stop(boolean force) {
    try {
      var how = stopping().ensureStopped(server.order(), force);
      server.apply(ServerRules.stopped(server.state(), how, Server.now()), "node", how.endedAt());
    } catch (ActivityFailure failure) {
      // Asked only after such a failure: all other histories replay without it. The old way can go
      // when no run is left whose stop was refused before 2026-11-22.
      var remembered =
          Workflow.getVersion("refused-stop", Workflow.DEFAULT_VERSION, 1)
              != Workflow.DEFAULT_VERSION;
      tell(ServerRules.stopFailed(server.state(), reasonOf(failure), remembered, Server.now()));
    }
  }

  private void remove() {
    recovery.failed("the new server was deleted before it was made");
    if (parting.agreed()) {
      removeThings();
      tell(ServerRules.removed(server.state(), Server.now()));
    }
  }

  /// Never given up.
  private void removeThings() {
    while (true) {
      try {
        if (server.hasAllocation()) {
          stopping().ensureRemoved(server.order());
        }
        worlds.removeAll(server.strays(), parting.kept());
        records.release(server.spec().id());
        return;
      } catch (ActivityFailure failure) {
        log.warn("removing failed and is tried again: {}", reasonOf(failure));
        Workflow.sleep(BEFORE_TRYING_AGAIN);
      }
    }
  }

  private void tell(Move move) {
    server.apply(move, "node");
  }

  private static boolean subnetTaken(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && cause.getType().equals(ContainerActivities.SUBNET_TAKEN);
  }

  static String reasonOf(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? cause.getOriginalMessage()
        : "no answer from the node: " + failure.getRetryState();
  }
}
