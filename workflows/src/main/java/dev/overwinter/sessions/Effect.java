package dev.overwinter.sessions;

import java.time.Duration;

/// What has to be done in the world after a [Move]. Every effect is idempotent: done twice, or
/// killed in the middle and done again, it leaves one result. Loose ends are not among them: they
/// are destroyed beside whatever goes on.
public sealed interface Effect {

  /// Record tag, quota and idempotency key of a new session.
  record Admit() implements Effect {}

  /// Record quota and idempotency key of somebody who leases a warm one.
  record AdmitLease(Lease lease) implements Effect {}

  /// Ask for a droplet: look it up first, ask once, look it up when nobody knows.
  ///
  /// @param after how long to wait first
  record Create(DropletOrder order, Duration after) implements Effect {}

  /// Wait for the address of a droplet, then destroy its duplicates.
  ///
  /// @param patience for how long
  record AwaitAddress(DropletOrder order, long droplet, Duration patience) implements Effect {}

  /// Look the last heartbeat up.
  record Look(Unit unit) implements Effect {}

  /// Wait until every loose end is gone.
  record Sweep() implements Effect {}
}
