package dev.overwinter.sessions.web;

import dev.overwinter.api.Problem;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import java.time.Duration;
import java.util.Optional;

/// Orders to the workflows of sessions. Each is durable once accepted and may be repeated; when
/// nobody answers in time the caller gets a [Problem] 503 and may safely ask again.
interface SessionOrders {

  /// Begins a session's workflow.
  ///
  /// @return false when another session has the tag
  boolean begin(SessionSpec spec);

  /// Waits until it is somebody's or will never be.
  ///
  /// @return empty when that is not decided within the patience; `Refused(OVER)` when there is no
  ///   such workflow any more
  Optional<StartOutcome> awaitReady(ShareTag tag, Duration patience);

  /// Makes a warm one somebody's; `Refused(OVER)` when there is no such workflow any more.
  StartOutcome lease(ShareTag tag, Lease lease);

  /// Ends one.
  ///
  /// @param patience how long to wait for it to be gone, when the request asks for that
  /// @return empty when it is ending and that takes longer, or when it is over already
  Optional<EndOutcome> end(ShareTag tag, EndRequest request, Duration patience);

  /// Tells it what is news of its game. Does nothing when it is over.
  ///
  /// @throws RuntimeException when it could not be told; the next heartbeat does
  void tell(ShareTag tag, HeartbeatFact fact);

  /// Changes how many a pool keeps.
  ///
  /// @throws Problem 404 when there is no such pool
  void configure(String pool, PoolSettings settings);
}
