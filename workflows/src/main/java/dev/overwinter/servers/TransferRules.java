package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
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
import dev.overwinter.servers.Transfer.Phase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides about moves of a server between two nodes that both answer: pure functions, as
/// [ServerRules]. Until it is moved, whatever fails leaves the server where it was, asleep or awake
/// as before; from then on there is nothing to go back to, and only what it left is cleared away.
public final class TransferRules {
  private TransferRules() {}

  /// Somebody wants it on another node.
  ///
  /// @param is what is known of it beside its state
  /// @param node where it is
  /// @param to a node that has room for it; empty while that has not been asked
  public static Decision transfer(
      ServerState state,
      Situation is,
      String node,
      TransferRequest request,
      String to,
      Instant now) {
    var transfer = new Transfer(now, request, to);
    switch (state) {
      case Deleting _, Deleted _ -> {
        return new Decision.No(Refusal.DELETING, "the server is being deleted");
      }
      case Creating _ -> {
        return new Decision.No(Refusal.CREATING, "the server is not made yet");
      }
      case Failed s when !s.made() -> {
        return new Decision.No(Refusal.CREATING, "the server could not be made: " + s.reason());
      }
      case Failed s when s.refused() != null -> {
        return new Decision.No(Refusal.FAILED, "it may still run: " + s.reason());
      }
      case Relocating _ -> {
        return moving();
      }
      case Hibernating s when s.transfer() != null -> {
        return moving();
      }
      case Asleep _, Failed _, Awake _, Waking _, Hibernating _ -> {}
    }
    if (is.standing() == NodeStanding.LOST) {
      return new Decision.No(
          Refusal.NODE_LOST, "its node does not answer: restart it elsewhere from a backup");
    }
    if (request.wish().node().equals(node)) {
      return new Decision.No(Refusal.SAME_NODE, "it is on node " + node + " already");
    }
    return switch (state) {
      case Awake _ when is.occupancy().occupied() && !request.force() ->
          new Decision.No(Refusal.OCCUPIED, "somebody plays");
      case Awake s -> new Decision.Go(stop(s, transfer, request.force(), now));
      case Waking _ -> new Decision.No(Refusal.WAKING, "it is waking: ask again when it is awake");
      case Hibernating _ ->
          new Decision.No(Refusal.BUSY, "it is falling asleep: ask again when it sleeps");
      case Asleep _, Failed _ -> new Decision.Go(begin(transfer, false, now));
      case Creating _, Relocating _, Deleting _, Deleted _ -> moving();
    };
  }

  private static Decision.No moving() {
    return new Decision.No(Refusal.RELOCATING, "it is being moved to another node");
  }

  /// It is awake, and wakes again where it is moved to, or where it stays.
  private static Move stop(Awake awake, Transfer transfer, boolean force, Instant now) {
    return Move.to(
        new Hibernating(now, transfer.words(), force, true, awake, "moved", transfer),
        new Effect.Stop(force));
  }

  private static Move begin(Transfer transfer, boolean thenWake, Instant now) {
    return Move.to(
        new Relocating(now, "", thenWake, transfer.in(Phase.SAVING)), new Effect.Transfer());
  }

  /// It does not run any more.
  static Move atRest(Hibernating s, Transfer transfer, Instant now) {
    return begin(transfer, s.thenWake(), now);
  }

  /// The transfer that is under way; null when there is none.
  public static @Nullable Transfer underWay(ServerState state) {
    return switch (state) {
      case Hibernating s -> s.transfer();
      case Relocating s -> s.transfer();
      case Creating _, Asleep _, Waking _, Awake _, Failed _, Deleting _, Deleted _ -> null;
    };
  }

  /// Whether the transfer that is under way, if there is one, goes on.
  public static boolean goesOn(ServerState state) {
    var transfer = underWay(state);
    return transfer != null && transfer.wanted();
  }

  /// Somebody wants it to stay where it is.
  public static Decision cancel(ServerState state, CancelTransferRequest request) {
    return underWay(state) == null
        ? new Decision.No(Refusal.NOT_MOVING, "it is not being moved between two nodes")
        : new Decision.Go(giveUp(state, "cancelled by " + request.by()));
  }

  /// It cannot or shall not be moved: what was made for it is undone.
  ///
  /// @param because one line for people; of several reasons the first one counts
  public static Move giveUp(ServerState state, String because) {
    var transfer = underWay(state);
    if (transfer == null || !transfer.wanted()) {
      return Move.none(state);
    }
    return switch (state) {
      case Hibernating s -> Move.to(s.staying());
      case Relocating s -> Move.to(s.with(transfer.undone(because)));
      case Creating _, Asleep _, Waking _, Awake _, Failed _, Deleting _, Deleted _ ->
          Move.none(state);
    };
  }

  /// Its world is copied, and it has a place on another node.
  public static Move placed(ServerState state, Backup from, String node) {
    var transfer = underWay(state);
    return state instanceof Relocating s && transfer != null
        ? Move.to(
            new Relocating(s.since(), from.id(), s.thenWake(), transfer.to(node).in(Phase.MAKING)))
        : Move.none(state);
  }

  /// All that a world lies in is made there.
  public static Move made(ServerState state) {
    var transfer = underWay(state);
    return state instanceof Relocating s && transfer != null
        ? Move.to(s.with(transfer.in(Phase.FILLING)))
        : Move.none(state);
  }

  /// It is where it was to be.
  ///
  /// @param standing what its new node can do for it
  public static Move moved(ServerState state, NodeStanding standing, Instant now) {
    var transfer = underWay(state);
    if (!(state instanceof Relocating s) || transfer == null) {
      return Move.none(state);
    }
    var why = "moved to node " + transfer.to() + " by " + transfer.by();
    return s.thenWake() && standing == NodeStanding.SERVING
        ? ServerRules.start(why, now)
        : Move.to(new Asleep(now, why));
  }

  /// It is where it was, and nothing of the attempt counts.
  ///
  /// @param standing what its node can do for it
  public static Move stayed(ServerState state, String because, NodeStanding standing, Instant now) {
    var transfer = underWay(state);
    if (!(state instanceof Relocating s) || transfer == null) {
      return Move.none(state);
    }
    var why = "not moved to node " + transfer.to() + ": " + because;
    return s.thenWake() && standing == NodeStanding.SERVING
        ? ServerRules.start(why, now)
        : Move.to(new Asleep(now, why));
  }
}
