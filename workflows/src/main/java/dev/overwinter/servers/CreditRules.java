package dev.overwinter.servers;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Standing;
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
import java.time.Instant;

/// Decides what a server does about what its account says: pure functions, as [ServerRules].
///
/// While its account cannot pay, a server saves and sleeps, players or not. One that is to be awake
/// always and was kept from it by its account alone is *owed* a wake, which it gets as soon as its
/// account pays, its node serves and it has come to rest; an order to sleep forfeits it, unless it
/// is refused.
public final class CreditRules {
  private static final String PAID = "its account pays again";

  private CreditRules() {}

  /// Whether it may not wake because its account cannot pay. Who plays, or is on the way in, is not
  /// asked.
  public static Decision unfunded(ServerState state, CreditStanding credit) {
    var pays = credit.standing() == Standing.FUNDED;
    return switch (state) {
      case Asleep _, Failed _, Creating _, Hibernating _, Relocating _ when !pays ->
          new Decision.No(Refusal.CREDITS, credit.reason(), ServerRules.PAUSE_AFTER_FAILURE);
      case Creating _,
          Asleep _,
          Waking _,
          Awake _,
          Hibernating _,
          Failed _,
          Relocating _,
          Deleting _,
          Deleted _ ->
          new Decision.Go(Move.none(state));
    };
  }

  /// Its account cannot pay.
  public static Move stops(ServerState state, CreditStanding credit, Instant now) {
    return switch (state) {
      case Awake s -> ServerRules.stop(credit.reason(), true, s, now);
      case Waking _ ->
          Move.to(new Hibernating(now, credit.reason(), true, false, null), new Effect.Stop(true));
      case Hibernating s -> Move.to(s.then(false));
      case Creating s -> Move.to(new Creating(s.since(), false));
      case Relocating s -> Move.to(s.then(false));
      case Failed s when s.refused() != null -> RefusedStop.again(s, credit.reason(), true, now);
      case Asleep _, Failed _, Deleting _, Deleted _ -> Move.none(state);
    };
  }

  /// Whether [#stops] keeps a server from what it would have gone on doing, or begun: it is owed a
  /// wake then.
  public static boolean interrupts(ServerState state, Hibernation rule) {
    return !rule.automatic()
        && switch (state) {
          case Awake _, Waking _ -> true;
          case Hibernating s -> s.thenWake();
          case Creating s -> s.thenWake();
          case Relocating s -> s.thenWake();
          case Asleep _, Failed _, Deleting _, Deleted _ -> false;
        };
  }

  /// Whether an order to sleep makes it sleep, or finds it asleep: nobody owes it a wake then.
  public static boolean forfeits(Decision order) {
    return switch (order) {
      case Decision.Go _ -> true;
      case Decision.No no -> no.refusal() == Refusal.ASLEEP;
    };
  }

  /// Its account pays, and it is owed a wake.
  ///
  /// @param standing what its node can do for it
  public static Move wakes(
      ServerState state, Hibernation rule, NodeStanding standing, Instant now) {
    if (rule.automatic() || standing != NodeStanding.SERVING) {
      return Move.none(state);
    }
    return switch (state) {
      case Asleep _ -> ServerRules.start(PAID, now);
      case Failed s when s.refused() != null -> ServerRules.start(PAID, now);
      case Hibernating s when !s.thenWake() -> Move.to(s.thenRestart(PAID));
      case Creating s -> Move.to(new Creating(s.since(), true));
      case Relocating s -> Move.to(s.then(true));
      case Hibernating _, Waking _, Awake _, Failed _, Deleting _, Deleted _ -> Move.none(state);
    };
  }
}
