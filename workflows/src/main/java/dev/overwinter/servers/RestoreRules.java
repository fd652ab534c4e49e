package dev.overwinter.servers;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Restoring;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides how the world of a backup takes the place of a server's own, and how it gives it back:
/// pure functions, as [ServerRules].
public final class RestoreRules {
  /// How long the former world is kept after its successor has been ready for players.
  public static final Duration KEPT_AFTER_PROOF = Duration.ofHours(24);

  private RestoreRules() {}

  /// Somebody wants the world of a backup. A server that is awake is stopped for it, and woken
  /// again then.
  ///
  /// @param is what is known of it beside its state
  /// @param kept what exists of it beside its place
  public static Decision restore(
      ServerState state, Situation is, Kept kept, RestoreRequest request, Instant now) {
    var objection = state instanceof Awake ? lost(is.standing()) : objection(state, is.standing());
    if (objection.isPresent()) {
      return objection.get();
    }
    var from =
        kept.backups().stream().filter(backup -> backup.id().equals(request.backup())).findFirst();
    if (from.isEmpty()) {
      return new Decision.No(Refusal.NO_BACKUP, "there is no backup " + request.backup());
    }
    if (kept.world().former() != null) {
      return new Decision.No(
          Refusal.FORMER_KEPT,
          "the world from before the last restore is still kept: take it back or let it go first");
    }
    var replacement = new Replacement(from.get(), kept.world().last() + 1);
    if (!(state instanceof Awake awake)) {
      return new Decision.Go(begin(replacement, false, now));
    }
    return is.occupancy().occupied() && !request.force()
        ? new Decision.No(Refusal.OCCUPIED, "somebody plays")
        : new Decision.Go(stop(awake, replacement, request, now));
  }

  private static Move stop(
      Awake awake, Replacement replacement, RestoreRequest request, Instant now) {
    var why = "restore of the backup " + replacement.from().id() + " asked by " + request.by();
    return Move.to(
        new Hibernating(now, why, request.force(), true, awake, "restored", null, replacement),
        new Effect.Stop(request.force()));
  }

  private static Move begin(Replacement replacement, boolean thenWake, Instant now) {
    var from = replacement.from();
    return Move.to(
        new Restoring(now, from.id(), replacement.world(), thenWake),
        new Effect.Restore(from, replacement.world()));
  }

  /// It does not run any more.
  static Move atRest(Hibernating s, Replacement replacement, Instant now) {
    return begin(replacement, s.thenWake(), now);
  }

  /// Why the world that it was stopped for is not laid down; empty when it is, or it was stopped
  /// for none.
  public static Optional<String> gaveUp(ServerState before, ServerState now) {
    if (!(before instanceof Hibernating s) || s.replacement() == null) {
      return Optional.empty();
    }
    return switch (now) {
      case Awake _ -> Optional.of("not restored: somebody plays");
      case Failed failed -> Optional.of("not restored: " + failed.reason());
      case Creating _,
          Asleep _,
          Waking _,
          Hibernating _,
          Relocating _,
          Restoring _,
          Deleting _,
          Deleted _ ->
          Optional.empty();
    };
  }

  /// Whether a backup is being laid down, or is going to be.
  static boolean needs(ServerState state, String backup) {
    return switch (state) {
      case Restoring s -> s.from().equals(backup);
      case Hibernating s -> s.replacement() != null && s.replacement().from().id().equals(backup);
      case Creating _, Asleep _, Waking _, Awake _, Relocating _, Failed _, Deleting _, Deleted _ ->
          false;
    };
  }

  /// Somebody wants the world from before the last restore.
  public static Decision undo(ServerState state, NodeStanding standing, Kept kept, Instant now) {
    var objection = objection(state, standing);
    if (objection.isPresent()) {
      return objection.get();
    }
    return noFormer(kept)
        .<Decision>map(no -> no)
        .orElseGet(() ->
            new Decision.Go(Move.to(new Asleep(now, "has its world from before the restore"))));
  }

  /// Why nobody may let the former world go; empty when somebody may.
  public static Optional<Decision.No> letGo(ServerState state, Kept kept) {
    if (state instanceof Relocating) {
      return Optional.of(
          new Decision.No(Refusal.RELOCATING, "it is being restarted on another node"));
    }
    return noFormer(kept);
  }

  private static Optional<Decision.No> noFormer(Kept kept) {
    return kept.world().former() == null
        ? Optional.of(new Decision.No(Refusal.NO_FORMER, "there is no world from before a restore"))
        : Optional.empty();
  }

  /// Worlds change places only while nothing runs.
  private static Optional<Decision.No> objection(ServerState state, NodeStanding standing) {
    var lost = lost(standing);
    if (lost.isPresent()) {
      return lost;
    }
    return switch (state) {
      case Asleep _ -> Optional.empty();
      case Failed s when s.made() && s.refused() == null -> Optional.empty();
      case Failed s -> Optional.of(new Decision.No(Refusal.FAILED, s.reason()));
      case Waking _, Awake _, Hibernating _ ->
          Optional.of(
              new Decision.No(
                  Refusal.NOT_ASLEEP, "its world is in use: send the server to sleep first"));
      case Creating _ ->
          Optional.of(new Decision.No(Refusal.CREATING, "the server is not made yet"));
      case Relocating _ ->
          Optional.of(new Decision.No(Refusal.RELOCATING, "it is being restarted on another node"));
      case Restoring _ -> Optional.of(restoring());
      case Deleting _, Deleted _ ->
          Optional.of(new Decision.No(Refusal.DELETING, "the server is being deleted"));
    };
  }

  private static Optional<Decision.No> lost(NodeStanding standing) {
    return standing == NodeStanding.LOST
        ? Optional.of(new Decision.No(Refusal.NODE_LOST, "its node does not answer"))
        : Optional.empty();
  }

  static Decision.No restoring() {
    return new Decision.No(Refusal.RESTORING, "a world from a backup is being laid down");
  }

  /// The world lies there, whole and checked, or cannot.
  ///
  /// @param why one line for people
  /// @param standing what its node can do for it
  public static Move ended(ServerState state, String why, NodeStanding standing, Instant now) {
    if (!(state instanceof Restoring s)) {
      return Move.none(state);
    }
    return s.thenWake() && standing == NodeStanding.SERVING
        ? ServerRules.start(why, now)
        : Move.to(new Asleep(now, why));
  }

  /// It could not be started with a restored world that has never been ready: it is started with
  /// the former one instead. Empty when that is not so.
  public static Optional<Move> givesBack(ServerState state, Kept kept, Instant now) {
    return state instanceof Failed s && s.made() && s.refused() == null && kept.world().unproven()
        ? Optional.of(ServerRules.start("the restored world did not start: " + s.reason(), now))
        : Optional.empty();
  }

  /// When the former world goes by itself; empty when it does not. Not while the server has failed:
  /// somebody may want it back then.
  public static Optional<Instant> letsGoAt(ServerState state, Kept kept) {
    var former = kept.world().former();
    if (former == null
        || former.provenAt() == null
        || !(state instanceof Asleep || state instanceof Awake)) {
      return Optional.empty();
    }
    return Optional.of(former.provenAt().plus(KEPT_AFTER_PROOF));
  }
}
