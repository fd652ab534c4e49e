package dev.overwinter.servers;

import dev.overwinter.backups.BackupRules;
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

/// Decides about worlds of servers that are deleted: pure functions, as [ServerRules].
public final class KeptRules {
  /// How many worlds of deleted servers an account may have; the oldest goes for one more.
  public static final int MOST = 20;

  /// A world that could not be recovered is kept for so long at least, so that somebody can try
  /// again.
  public static final Duration TRY_AGAIN = Duration.ofDays(1);

  private KeptRules() {}

  /// Whether a server that is about to be deleted has something in its world that no backup has.
  ///
  /// @param before what it is doing now
  /// @param hasRun whether its game was ever ready
  public static boolean wantsLastCopy(ServerState before, Kept kept, boolean hasRun) {
    return switch (before) {
      case Waking _, Awake _, Hibernating _ -> kept.changed();
      // An attempt that failed by itself leaves nothing owed, but the world is in no backup.
      case Asleep asleep -> kept.changed() || (hasRun && olderThan(asleep.since(), kept));
      // So it is when a last copy has failed, and somebody deletes it once more.
      case Failed failed -> kept.changed() || (failed.made() && olderThan(failed.since(), kept));
      // Until a backup is what it moves with, its world lies where it was. From then on its place
      // may be the new one, which holds half of it.
      case Relocating moving ->
          moving.transfer() != null
              && moving.from().isEmpty()
              && (kept.changed() || (hasRun && olderThan(moving.since(), kept)));
      // What is laid down beside it is a backup.
      case Restoring restoring -> kept.changed() || (hasRun && olderThan(restoring.since(), kept));
      case Creating _, Deleting _, Deleted _ -> false;
    };
  }

  private static boolean olderThan(Instant since, Kept kept) {
    return BackupRules.newest(kept.backups()).map(last -> last.at().isBefore(since)).orElse(true);
  }

  /// The only copy of a world would go with its server, although it was to be kept: the server
  /// stays, at rest, until somebody has looked.
  public static Move turnedBack(ServerState state, String reason, Instant now) {
    return state instanceof Deleting
        ? Move.to(
            new Failed(
                now,
                "not deleted, since its world could not be kept: " + reason,
                true,
                ServerRules.PAUSE_AFTER_FAILURE))
        : Move.none(state);
  }

  /// A server that was to be made of a kept world could not be. Nothing of it is left, and the
  /// world is kept on.
  public static Move notRecovered(ServerState state, String reason, Instant now) {
    return state instanceof Creating ? Move.to(new Deleted(now, reason)) : Move.none(state);
  }

  /// Until when a world is kept that could not be recovered.
  public static Instant keptOn(Instant until, Instant now) {
    var atLeast = now.plus(TRY_AGAIN);
    return until.isAfter(atLeast) ? until : atLeast;
  }

  /// Why a world cannot be recovered, or recovered like this; empty when it can.
  ///
  /// @param under the id of the server that it is being recovered as; empty for none
  /// @param going whether it is being removed
  public static Optional<OrderOutcome.Refused> objection(
      KeptWorld world, RecoverRequest request, String under, boolean going) {
    if (going) {
      return Optional.of(new OrderOutcome.Refused(Refusal.DELETING, "it is being removed"));
    }
    if (!under.isEmpty() && !under.equals(request.spec().id())) {
      return Optional.of(recovering(under));
    }
    return world.backup(request.backup()).isEmpty()
        ? Optional.of(
            new OrderOutcome.Refused(
                Refusal.NO_BACKUP, "there is no backup " + request.backup() + " of it"))
        : Optional.empty();
  }

  /// It is being made again.
  public static OrderOutcome.Refused recovering(String as) {
    return new OrderOutcome.Refused(
        Refusal.RECOVERING, "it is being recovered as server " + as + " already");
  }
}
