package dev.overwinter.servers;

import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What follows when a node would not stop a container: it may well run, so its use goes on, and
/// the stop is tried again from time to time, when somebody asks, and when it is seen running.
final class RefusedStop {
  private RefusedStop() {}

  /// When the stop is tried again if nothing happens; empty when none was refused, and while
  /// somebody has come who must not be cut off.
  static Optional<Instant> triedAgainAt(Failed failed, Occupancy occupancy) {
    var refused = failed.refused();
    return refused == null || (occupancy.occupied() && !refused.force())
        ? Optional.empty()
        : Optional.of(failed.since().plus(ServerRules.PAUSE_AFTER_LOOP));
  }

  /// The same stop once more.
  static Move again(Failed failed, Instant now) {
    var refused = refused(failed);
    return again(failed, refused.why(), refused.force(), now);
  }

  /// The same stop for another reason.
  static Move again(Failed failed, String why, boolean force, Instant now) {
    return Move.to(
        new Hibernating(now, why, force, false, refused(failed).awake()), new Effect.Stop(force));
  }

  /// A node saw its container. One that somebody has come for meanwhile may as well run on.
  static Move observed(Failed failed, Occupancy occupancy, ContainerObservation seen, Instant now) {
    if (seen.running()) {
      return occupancy.occupied() && !refused(failed).force()
          ? ServerRules.start(now)
          : again(failed, now);
    }
    var was = refused(failed).awake();
    var itsOwn = was == null || seen.run().isEmpty() || seen.run().equals(was.run());
    return itsOwn
        ? Move.to(new Asleep(now, refused(failed).why() + "; " + seen.detail()))
        : Move.none(failed);
  }

  private static Hibernating refused(Failed failed) {
    return Objects.requireNonNull(failed.refused(), "refused");
  }
}
