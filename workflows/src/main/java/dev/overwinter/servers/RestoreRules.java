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

  /// Somebody wants the world of a backup.
  public static Decision restore(
      ServerState state, NodeStanding standing, Kept kept, RestoreRequest request, Instant now) {
    var objection = objection(state, standing);
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
    var world = kept.world().last() + 1;
    return new Decision.Go(
        Move.to(
            new Restoring(now, from.get().id(), world, false),
            new Effect.Restore(from.get(), world)));
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
    if (standing == NodeStanding.LOST) {
      return Optional.of(new Decision.No(Refusal.NODE_LOST, "its node does not answer"));
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

  static Decision.No restoring() {
    return new Decision.No(Refusal.RESTORING, "a world from a backup is being laid down");
  }

  /// The world lies there, whole and checked, or cannot.
  ///
  /// @param why one line for people
  public static Move ended(ServerState state, String why, Instant now) {
    if (!(state instanceof Restoring s)) {
      return Move.none(state);
    }
    return s.thenWake() ? ServerRules.start(now) : Move.to(new Asleep(now, why));
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
