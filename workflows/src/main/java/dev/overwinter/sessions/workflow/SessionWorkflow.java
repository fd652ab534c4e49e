package dev.overwinter.sessions.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.WorkflowTypes;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.StartOutcome;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// One session from its reservation until its last droplet is gone; workflow id `session/<TAG>`.
///
/// How the api begins one: it draws a tag and starts this workflow with the conflict policy FAIL,
/// then asks [#awaitReady]. When the id is taken, or the answer is `Refused(TAG_TAKEN)`, it draws
/// another tag; when it is `Existing`, it asks that session. When a pool has a warm one, it asks
/// [#lease] of it, and the next after `Refused(TAKEN)`. A request that is sent again bears the same
/// idempotency key and so ends at the same session.
///
/// A server takes ten Updates of one workflow at a time, also those that nobody waits for any more:
/// whoever waits for [#awaitReady] or for [#end] with `untilGone` joins the wait of its process
/// instead of adding one, and whoever leases picks among the warm ones at random. No update id does
/// that, since its first answer would be the answer for good.
///
/// An Update to a session that is over fails with *not found*: then the row has the last word.
@WorkflowInterface
public interface SessionWorkflow {

  @WorkflowMethod(name = "Session")
  void run(SessionRun run);

  /// Waits until it is somebody's or will never be; the caller limits the wait and may ask again.
  @UpdateMethod(name = "awaitReady")
  StartOutcome awaitReady();

  /// Makes a warm session somebody's; the first one gets it. The same lease again has the same
  /// answer. Answers when the records have it.
  @UpdateMethod(name = "lease")
  StartOutcome lease(Lease lease);

  /// Ends it. The same again, by whomever, changes nothing but that a drain may be cut short.
  @UpdateMethod(name = "end")
  EndOutcome end(EndRequest request);

  /// Something is news about its game: see [HeartbeatFact#isNews]. Of another unit than its own it
  /// changes nothing.
  @SignalMethod(name = "heartbeatChanged")
  void heartbeatChanged(HeartbeatFact fact);

  /// The provider has no such droplet any more: GET said 404.
  @SignalMethod(name = "dropletVanished")
  void dropletVanished(SessionId session, long droplet);

  /// A droplet bears its tag, as far as the records can tell without being its own. Unless it is,
  /// it is destroyed.
  ///
  /// @param session which session the droplet names; one that had the same tag earlier is over, so
  ///   its droplet is destroyed all the same
  @SignalMethod(name = "dropletSeen")
  void dropletSeen(SessionId session, DropletFacts droplet);

  /// Its pool has no use for it; only while it is warm or coming and nobody's.
  @SignalMethod(name = "recycled")
  void recycled(String why);

  /// How an account stands. While the one that pays cannot, the session ends.
  @SignalMethod(name = WorkflowTypes.CREDIT_STANDS)
  void creditStands(CreditStanding standing);

  /// What it is doing.
  @QueryMethod(name = "status")
  SessionView status();
}
