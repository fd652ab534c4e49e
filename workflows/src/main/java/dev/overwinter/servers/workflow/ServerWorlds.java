package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupRules;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Effect;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.RestoreRules;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState.Restoring;
import dev.overwinter.servers.WorldRules;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Performs the effects that are about a server's world: keeping a copy of it, and making the
/// server anew elsewhere from one.
final class ServerWorlds {
  private static final Logger log = Workflow.getLogger(ServerWorlds.class);
  private static final Duration AT_THE_END = Duration.ofMinutes(1);

  private final Server server;
  private final ServerEffects effects;
  private final ServerRecordActivities records;

  ServerWorlds(Server server, ServerEffects effects, ServerRecordActivities records) {
    this.server = server;
    this.effects = effects;
    this.records = records;
  }

  void backUp(Effect.BackUp effect) {
    var begun = effect.begun();
    server.book().recordLater(begun);
    Archive archive;
    try {
      archive =
          Workflow.newActivityStub(WorldActivities.class, Retries.save(server.node()))
              .save(server.order(), begun.id());
    } catch (CanceledFailure gaveWay) {
      gaveWay(begun);
      throw gaveWay;
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        gaveWay(begun);
        return;
      }
      server.backedUp(begun.failed(ServerEffects.reasonOf(failure)));
      ServerMetrics.backedUp(server, begun, "failed");
      return;
    }
    server.backedUp(begun.complete(archive));
    ServerMetrics.backedUp(server, begun, "complete");
    // Whatever gives way from here on, the backup is complete.
    forgetSuperfluous();
  }

  private void gaveWay(Backup begun) {
    // Its world is about to change: the next sleep makes another attempt.
    server.book().recordLater(begun.failed("gave way: the server was wanted"));
    ServerMetrics.backedUp(server, begun, "gave_way");
  }

  private void forgetSuperfluous() {
    for (var old : BackupRules.superfluous(server.kept().backups())) {
      try {
        forget(old);
      } catch (ActivityFailure kept) {
        if (kept.getCause() instanceof CanceledFailure) {
          throw new CanceledFailure("gave way");
        }
        // Tried again after the next backup.
        log.warn("backup {} cannot be removed: {}", old.id(), ServerEffects.reasonOf(kept));
      }
    }
  }

  /// Removes what nobody wants any more. What cannot be removed now is tried again later.
  void tidy() {
    try {
      dropWorlds();
    } catch (ActivityFailure later) {
      server.book().couldNotTidy(Server.now());
      if (later.getCause() instanceof CanceledFailure) {
        throw new CanceledFailure("gave way");
      }
      log.warn("a world cannot be removed yet: {}", ServerEffects.reasonOf(later));
    }
    for (var one : server.kept().unwanted()) {
      try {
        // Said first: an archive that somebody asked for is given to no node to remove before.
        records.recordBackup(one);
        forget(one);
      } catch (ActivityFailure later) {
        server.book().couldNotTidy(Server.now());
        if (later.getCause() instanceof CanceledFailure) {
          throw new CanceledFailure("gave way");
        }
        log.warn("backup {} cannot be removed yet: {}", one.id(), ServerEffects.reasonOf(later));
      }
    }
  }

  /// Lays a world down beside the one in use. The swap is one step of this workflow: whoever dies
  /// before it leaves the old world, whoever dies after it the new one.
  void restore(Effect.Restore effect) {
    var from = effect.from();
    var world = effect.world();
    var since = server.state().since();
    try {
      Workflow.newActivityStub(WorldActivities.class, Retries.restore(server.node()))
          .unpack(server.order().of(world), from);
    } catch (ActivityFailure | CanceledFailure failure) {
      server.book().notRestored(world, "not restored: " + whyNot(failure));
      ServerMetrics.restored(server, since, "failed");
      server.apply(
          RestoreRules.ended(
              server.state(), server.kept().world().note(), server.standing(), Server.now()),
          "node");
      return;
    }
    if (!(server.state() instanceof Restoring)) {
      server.book().notRestored(world, "not restored: gave way");
      return;
    }
    server.book().swapped(world, from.id(), Server.now());
    ServerMetrics.restored(server, since, "restored");
    server.apply(
        RestoreRules.ended(
            server.state(), server.kept().world().note(), server.standing(), Server.now()),
        "node");
  }

  private static String whyNot(TemporalFailure failure) {
    return failure instanceof ActivityFailure of && !(of.getCause() instanceof CanceledFailure)
        ? ServerEffects.reasonOf(of)
        : "its node was lost, or something else was wanted";
  }

  private void dropWorlds() {
    RestoreRules.letsGoAt(server.state(), server.kept())
        .filter(at -> !Server.now().isBefore(at))
        .ifPresent(_ -> {
          server.book().letGo();
          server.changed();
        });
    for (var world : server.kept().world().unwanted()) {
      Workflow.newActivityStub(
              WorldActivities.class,
              Retries.elsewhere(server.node(), server.spec().template(), AT_THE_END))
          .drop(server.order(), world);
      server.book().gone(world);
      server.changed();
    }
  }

  private void forget(Backup old) {
    forgetArchive(old);
    // Its own row, also of one that lies under the id of the server that it was recovered from.
    records.forgetBackup(server.spec().id(), old.id());
    server.forgotten(old);
  }

  /// Nothing of it is in the store.
  ///
  /// @throws ActivityFailure when its node does not answer
  void forgetArchive(Backup old) {
    Workflow.newActivityStub(
            WorldActivities.class,
            Retries.elsewhere(server.node(), server.spec().template(), AT_THE_END))
        .forget(old.serverId(), old.id());
  }

  /// A saga: what was made on the new node is undone when a step fails, and the server has its old
  /// place again, which nobody has touched.
  void relocate(Effect.Relocate effect) {
    var since = server.state().since();
    var lost = Objects.requireNonNull(server.place(), "place");
    try {
      switch (records.reserveAnew(
          server.spec(), lost, wish(server.spec(), effect.wish()), server.nextGeneration())) {
        case Reservation.Refused no -> failed(no.reason());
        case Reservation.Granted granted -> {
          server.moved(lost, granted.allocation());
          fill(effect.from());
          server.arrived();
          ServerMetrics.relocated(server, since, "restarted");
          server.apply(
              WorldRules.relocated(server.state(), server.node(), effect.from(), Server.now()),
              "node");
        }
      }
    } catch (ActivityFailure | CanceledFailure failure) {
      if (!server.relocating()) {
        // Replaced by a delete, which removes both places.
        return;
      }
      ServerMetrics.relocated(server, since, "failed");
      // Detached: it may have been cancelled because the new node was lost too.
      Workflow.newDetachedCancellationScope(() -> failed(reason(failure) + undo(lost))).run();
    }
  }

  private static String reason(TemporalFailure failure) {
    return failure instanceof ActivityFailure of && !(of.getCause() instanceof CanceledFailure)
        ? ServerEffects.reasonOf(of)
        : "its new node was lost too";
  }

  /// Where it was wished for at first, but not the node itself that it was pinned to.
  static Wish wish(ServerSpec spec, @Nullable Wish asked) {
    if (asked != null) {
      return asked;
    }
    return spec.node().isEmpty() ? spec.wish() : Wish.ANYWHERE;
  }

  private void fill(Backup from) {
    effects.makeForAWorld();
    Workflow.newActivityStub(WorldActivities.class, Retries.restore(server.node()))
        .restore(server.order(), from);
  }

  private void failed(String reason) {
    server.apply(WorldRules.relocateFailed(server.state(), reason, Server.now()), "node");
  }

  /// Nothing of a place elsewhere is left, and the server has its former one again.
  ///
  /// @return what to add to the reason; empty when all is undone
  String undo(Allocation lost) {
    if (lost.equals(server.place())) {
      // A place may have been reserved although nobody heard of it.
      records.takeBack(server.spec().id(), lost);
      return "";
    }
    // What cannot be undone there has never run and never will.
    var undone =
        effects.undo(
            Workflow.newActivityStub(
                ContainerActivities.class,
                Retries.elsewhere(server.node(), server.spec().template(), AT_THE_END)));
    records.takeBack(server.spec().id(), lost);
    server.movedBack(lost, undone.isEmpty());
    return undone;
  }

  /// A server is being deleted: so is what it left behind, and all its backups.
  ///
  /// @param kept whether somebody else keeps the backups
  /// @throws ActivityFailure when a node does not answer; to be tried again
  void removeAll(Strays strays, boolean kept) {
    for (var place : server.kept().stranded()) {
      strays.remove(place, AT_THE_END);
    }
    if (kept) {
      return;
    }
    for (var backup : server.kept().backups()) {
      try {
        forget(backup);
      } catch (ActivityFailure silent) {
        log.warn("backup {} stays in the store", backup.id());
      }
    }
  }

  /// Nothing of an attempt is in the store, if its node answers soon.
  void forgetQuietly(Backup attempt) {
    try {
      forgetArchive(attempt);
    } catch (ActivityFailure silent) {
      log.warn("something of backup {} may be in the store", attempt.id());
    }
  }
}
