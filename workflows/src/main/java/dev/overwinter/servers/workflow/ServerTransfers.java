package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.Transfer;
import dev.overwinter.servers.TransferRules;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Moves a server between two nodes that both answer: a saga. Until its world lies on the other
/// node, whatever fails, is lost, takes too long or is cancelled removes what was made there, and
/// the server is where it was, where nobody has touched anything. From then on it only goes
/// forward: what it left is removed beside everything else, however long that takes.
final class ServerTransfers {
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(5);
  private static final Duration MADE_WITHIN = Duration.ofHours(1);

  /// What the largest worlds take at 1 MB/s would be longer; nobody wants their game away that
  /// long.
  private static final Duration COPIED_WITHIN = Duration.ofHours(6);

  private final Server server;
  private final ServerEffects effects;
  private final ServerWorlds worlds;
  private final ServerRecordActivities records;

  ServerTransfers(
      Server server, ServerEffects effects, ServerWorlds worlds, ServerRecordActivities records) {
    this.server = server;
    this.effects = effects;
    this.worlds = worlds;
    this.records = records;
  }

  /// A stop that a transfer begins with must end soon; one that does not goes on, and the server
  /// stays where it is.
  void stop(Runnable stop) {
    var transfer = TransferRules.underWay(server.state());
    if (transfer == null) {
      stop.run();
      return;
    }
    var grace = server.spec().template().stop().grace();
    within(grace.plus(STOPS_WITHIN), stop);
    if (TransferRules.underWay(server.state()) == null) {
      ServerMetrics.transferred(server, transfer.at(), "failed");
    }
  }

  void transfer() {
    var former = Objects.requireNonNull(server.place(), "place");
    var transfer = transferUnderWay();
    try {
      var backup = save(transfer);
      ensureWanted();
      var place =
          records.reserveAnew(server.spec(), former, transfer.wish(), server.nextGeneration());
      ensureWanted();
      switch (place) {
        case Reservation.Refused no -> stay(former, no.reason());
        case Reservation.Granted granted -> {
          server.moved(former, granted.allocation());
          fill(backup);
          arrive();
        }
      }
    } catch (ActivityFailure | CanceledFailure failure) {
      if (TransferRules.underWay(server.state()) == null) {
        // Replaced by a delete, which removes both places.
        return;
      }
      // Detached: the scope may be what was cancelled.
      Workflow.newDetachedCancellationScope(() -> stay(former, reason(failure))).run();
    }
  }

  private Transfer transferUnderWay() {
    return Objects.requireNonNull(TransferRules.underWay(server.state()), "transfer");
  }

  private void ensureWanted() {
    if (!TransferRules.goesOn(server.state())) {
      throw new CanceledFailure("it stays where it was");
    }
  }

  private Backup save(Transfer transfer) {
    ensureWanted();
    var begun = server.newBackup(BackupWhy.ASLEEP, transfer.by());
    server.book().recordLater(begun);
    Archive archive;
    try {
      archive =
          within(
              COPIED_WITHIN,
              () ->
                  Workflow.newActivityStub(WorldActivities.class, Retries.saveToMove(server.node()))
                      .save(server.order(), begun.id()));
    } catch (ActivityFailure | CanceledFailure failure) {
      server.backedUp(begun.failed(reason(failure)));
      ServerMetrics.backedUp(server, begun, "failed");
      throw failure;
    }
    var complete = begun.complete(archive);
    server.backedUp(complete);
    ServerMetrics.backedUp(server, begun, "complete");
    return complete;
  }

  private void fill(Backup backup) {
    server.apply(TransferRules.placed(server.state(), backup, server.node()), "node");
    within(MADE_WITHIN, effects::makeForAWorld);
    ensureWanted();
    server.apply(TransferRules.made(server.state()), "node");
    within(
        COPIED_WITHIN,
        () ->
            Workflow.newActivityStub(WorldActivities.class, Retries.restore(server.node()))
                .restore(server.order(), backup));
    ensureWanted();
  }

  /// One event: nobody sees it in both places, or in none.
  private void arrive() {
    ServerMetrics.transferred(server, transferUnderWay().at(), "moved");
    server.arrived();
    server.apply(TransferRules.moved(server.state(), server.standing(), Server.now()), "node");
  }

  private void stay(Allocation former, String because) {
    var cancelled = !TransferRules.goesOn(server.state());
    server.apply(TransferRules.giveUp(server.state(), because), "node");
    var undone = worlds.undo(former);
    var transfer = TransferRules.underWay(server.state());
    if (transfer != null) {
      ServerMetrics.transferred(server, transfer.at(), cancelled ? "cancelled" : "failed");
      server.apply(
          TransferRules.stayed(
              server.state(), transfer.why() + undone, server.standing(), Server.now()),
          "node");
    }
  }

  private String reason(TemporalFailure failure) {
    var why = transferUnderWay().why();
    if (!why.isEmpty()) {
      return why;
    }
    return failure instanceof ActivityFailure of ? ServerEffects.reasonOf(of) : "it was given up";
  }

  private void within(Duration limit, Runnable step) {
    var _ =
        within(
            limit,
            () -> {
              step.run();
              return true;
            });
  }

  /// @throws CanceledFailure when the server is to stay where it was, or is wanted elsewhere
  private <T> T within(Duration limit, Supplier<T> step) {
    var alarm =
        Workflow.newCancellationScope(
            () -> Workflow.newTimer(limit).handle((_, cancelled) -> ended(limit, cancelled)));
    alarm.run();
    try {
      return step.get();
    } finally {
      alarm.cancel();
    }
  }

  private boolean ended(Duration limit, @Nullable RuntimeException cancelled) {
    if (cancelled == null) {
      server.stayWhereItWas("it took longer than " + limit.toMinutes() + " min");
    }
    return true;
  }
}
