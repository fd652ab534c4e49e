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
import dev.overwinter.servers.ServerState.Waking;
import java.time.Instant;

/// Decides about a stop that a start follows: pure functions, as [ServerRules]. Only what is awake
/// is restarted; what sleeps or has failed is woken instead.
public final class RestartRules {
  private RestartRules() {}

  /// Somebody wants it stopped and started again.
  ///
  /// @param standing what its node can do for it: one that could not start it again does not stop
  ///   it
  public static Decision restart(
      ServerState state,
      Occupancy occupancy,
      NodeStanding standing,
      RestartRequest request,
      Instant now) {
    return switch (state) {
      case Awake _, Hibernating _ when standing == NodeStanding.LOST ->
          new Decision.No(Refusal.NODE_LOST, "its node does not answer");
      case Awake _, Hibernating _ when standing == NodeStanding.MAINTENANCE ->
          new Decision.No(
              Refusal.MAINTENANCE, "its node is in maintenance and would not start it again");
      case Awake _, Hibernating _ when occupancy.occupied() && !request.cutsOff() ->
          new Decision.No(Refusal.OCCUPIED, "somebody plays");
      case Awake s ->
          new Decision.Go(
              Move.to(
                  new Hibernating(
                      now, "restart asked by " + request.by(), request.cutsOff(), true, s),
                  new Effect.Stop(request.cutsOff())));
      case Hibernating s -> new Decision.Go(Move.to(s.then(true)));
      case Waking _ -> new Decision.No(Refusal.WAKING, "it is being started already");
      case Asleep _ -> new Decision.No(Refusal.ASLEEP, "the server sleeps: wake it instead");
      case Failed s -> new Decision.No(Refusal.FAILED, s.reason());
      case Creating _ -> new Decision.No(Refusal.CREATING, "the server is not made yet");
      case Relocating _ ->
          new Decision.No(Refusal.RELOCATING, "it is being restarted on another node");
      case Deleting _, Deleted _ ->
          new Decision.No(Refusal.DELETING, "the server is being deleted");
    };
  }
}
