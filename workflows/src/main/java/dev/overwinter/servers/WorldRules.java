package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupRules;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides about a server's world, its backups and the node that it lies on: pure functions, as
/// [ServerRules].
public final class WorldRules {
  private WorldRules() {}

  /// Somebody wants a backup.
  ///
  /// @param begun the one to make
  public static Decision backUp(
      ServerState state,
      Occupancy occupancy,
      NodeStanding standing,
      Kept kept,
      BackupRequest request,
      Backup begun) {
    if (request.onlyIfEmpty() && occupancy.occupied()) {
      return new Decision.No(Refusal.OCCUPIED, "somebody plays");
    }
    if (standing == NodeStanding.LOST) {
      return new Decision.No(Refusal.NODE_LOST, "its node does not answer");
    }
    var objection = objection(kept, begun);
    if (objection.isPresent()) {
      return new Decision.No(Refusal.TOO_MANY_BACKUPS, objection.get());
    }
    return switch (state) {
      case Asleep _ -> new Decision.Go(Move.to(state, new Effect.BackUp(begun)));
      case Waking _, Awake _, Hibernating _ ->
          new Decision.No(
              Refusal.NOT_ASLEEP, "its world is at rest only while it sleeps: send it to sleep");
      case Creating _ -> new Decision.No(Refusal.CREATING, "the server is not made yet");
      case Relocating _ -> relocating();
      case Failed s -> new Decision.No(Refusal.FAILED, s.reason());
      case Deleting _, Deleted _ ->
          new Decision.No(Refusal.DELETING, "the server is being deleted");
    };
  }

  private static Optional<String> objection(Kept kept, Backup begun) {
    return (begun.why() == BackupWhy.ASKED
            ? BackupRules.objection(kept.backups())
            : Optional.<String>empty())
        .or(() -> begun.locked() ? BackupRules.lockObjection(kept.backups()) : Optional.empty());
  }

  /// Somebody wants a backup locked or unlocked.
  ///
  /// @param writing the one that is being written; empty for none
  /// @return why not; empty when it may be done
  public static Optional<Decision.No> lock(
      Kept kept, Optional<Backup> writing, LockRequest request) {
    var one = written(kept, writing, request.backup());
    if (one.isEmpty()) {
      return Optional.of(no(request.backup()));
    }
    return request.locked() && !one.get().locked()
        ? BackupRules.lockObjection(kept.backups())
            .map(why -> new Decision.No(Refusal.TOO_MANY_BACKUPS, why))
        : Optional.empty();
  }

  /// A backup that is complete or being written.
  public static Optional<Backup> written(Kept kept, Optional<Backup> writing, String id) {
    return kept.backups().stream()
        .filter(backup -> backup.id().equals(id))
        .findFirst()
        .or(() -> writing.filter(backup -> backup.id().equals(id)));
  }

  /// Somebody wants a backup gone, or the record of one that has failed.
  ///
  /// @param writing the one that is being written; empty for none
  /// @return why not; empty when it may be done
  public static Optional<Decision.No> forget(
      ServerState state, Kept kept, Optional<Backup> writing, ForgetRequest request) {
    if (state instanceof Deleting || state instanceof Deleted) {
      return Optional.of(new Decision.No(Refusal.DELETING, "the server is being deleted"));
    }
    if (!Backup.NAME.matcher(request.backup()).matches()) {
      return Optional.of(no(request.backup()));
    }
    if (writing.filter(backup -> backup.id().equals(request.backup())).isPresent()) {
      return Optional.of(new Decision.No(Refusal.IN_PROGRESS, "it is being written"));
    }
    if (state instanceof Relocating s && s.from().equals(request.backup())) {
      return Optional.of(
          new Decision.No(Refusal.RELOCATING, "the server is being restarted from it"));
    }
    return kept.backups().stream()
        .filter(backup -> backup.id().equals(request.backup()) && backup.locked())
        .findFirst()
        .map(_ -> new Decision.No(Refusal.LOCKED, "it is locked: unlock it first"));
  }

  private static Decision.No no(String backup) {
    return new Decision.No(Refusal.NO_BACKUP, "there is no backup " + backup);
  }

  /// When a backup is made by itself if it goes on sleeping; empty when none is needed.
  public static Optional<Instant> backsUpAt(
      ServerState state, NodeStanding standing, Kept kept, Duration every) {
    return state instanceof Asleep && kept.changed() && standing != NodeStanding.LOST
        ? BackupRules.dueAt(kept.backups(), every)
        : Optional.empty();
  }

  /// Somebody wants it restarted on another node.
  ///
  /// @param standing what its node can do for it: nothing, or there is no reason to leave it
  public static Decision relocate(
      ServerState state, NodeStanding standing, Kept kept, RelocateRequest request, Instant now) {
    var from = kept.backup(request.backup());
    switch (state) {
      case Deleting _, Deleted _ -> {
        return new Decision.No(Refusal.DELETING, "the server is being deleted");
      }
      case Relocating _ -> {
        return relocating();
      }
      case Creating _ -> {
        return new Decision.No(Refusal.CREATING, "the server is not made yet");
      }
      case Asleep _, Failed _, Waking _, Awake _, Hibernating _ -> {}
    }
    if (standing != NodeStanding.LOST) {
      return new Decision.No(Refusal.NODE_ANSWERS, "its node is not lost");
    }
    if (from.isEmpty()) {
      return new Decision.No(
          Refusal.NO_BACKUP,
          request.backup().isEmpty()
              ? "there is no backup to restart it from"
              : "there is no backup " + request.backup());
    }
    if (mayRun(state) && !request.sure()) {
      return new Decision.No(
          Refusal.MAY_RUN,
          "it was not asleep when its node was heard last and may still run there: make sure that"
              + " that machine is off, and say so");
    }
    return new Decision.Go(
        Move.to(
            new Relocating(now, from.get().id(), false),
            new Effect.Relocate(from.get(), request.wish())));
  }

  /// Whether its game may run on a node that cannot be asked. Also after a failure: a stop may have
  /// been in vain, and a restart elsewhere may have failed before.
  private static boolean mayRun(ServerState state) {
    return state instanceof Waking
        || state instanceof Awake
        || state instanceof Hibernating
        || state instanceof Failed;
  }

  private static Decision.No relocating() {
    return new Decision.No(Refusal.RELOCATING, "it is being restarted on another node");
  }

  /// It exists on another node, filled from its backup.
  ///
  /// @param node where
  public static Move relocated(ServerState state, String node, Backup from, Instant now) {
    if (!(state instanceof Relocating s)) {
      return Move.none(state);
    }
    return s.thenWake()
        ? ServerRules.start(now)
        : Move.to(new Asleep(now, "restarted on node " + node + " from the backup " + from.id()));
  }

  /// It could not be made elsewhere; what was made there has been undone.
  public static Move relocateFailed(ServerState state, String reason, Instant now) {
    return state instanceof Relocating
        ? Move.to(
            new Failed(
                now,
                "could not be restarted elsewhere: " + reason,
                true,
                ServerRules.PAUSE_AFTER_FAILURE))
        : Move.none(state);
  }
}
