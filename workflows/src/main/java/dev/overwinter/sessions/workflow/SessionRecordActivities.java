package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.Claim;
import dev.overwinter.sessions.FleetReport;
import dev.overwinter.sessions.HeartbeatLook;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.PoolMember;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What PostgreSQL keeps about sessions. Every method is one transaction and safe to repeat; while
/// the database is away each throws a retryable failure. Some run as local activities with two
/// seconds: they must not wait for anything but the database.
@ActivityInterface(namePrefix = "SessionRecord_")
public interface SessionRecordActivities {

  /// Records a new session, before anything is asked of the provider: its tag, unless it is taken
  /// or was another session's within the quarantine; its idempotency key, unless the owner used it
  /// already; its place in quotas, fleet and spend cap ([dev.overwinter.sessions.AdmissionRules],
  /// with the counts of this transaction, under one lock). An owner whose account cannot pay is
  /// refused with [dev.overwinter.sessions.Refusal#CREDITS]. From then on it is among the
  /// [#claims()]. Asked again for the same session, answers [AdmitAnswer.Admitted]. After any other
  /// answer nothing is left of it, and a repetition answers the same as long as nothing changed.
  @ActivityMethod
  AdmitAnswer admit(SessionSpec spec);

  /// Records the lease of a warm session in the same way: idempotency key and quotas. The session
  /// itself has made sure that it is nobody else's. An older lease of the same session that it gave
  /// up is replaced.
  @ActivityMethod
  AdmitAnswer admitLease(SessionSpec spec, Lease lease);

  /// Keeps what can be read about a session. A row with a higher version is left as it is. Nothing
  /// is kept of one that is about to be admitted, which [#admit] does, or about to be leased, since
  /// what comes of that follows at once. What was recorded at its admission and is not there any
  /// more, since the database is an older copy, is recorded anew. A session that is over gives its
  /// place in quotas back; its tag is kept until the quarantine is over, its idempotency key for a
  /// day. Accounts are told what they have yet to be told ([SessionView#meterReports()], in order),
  /// also while the row cannot be written.
  @ActivityMethod
  void record(SessionView view);

  /// Tells accounts what they have yet to be told, and writes no row.
  @ActivityMethod
  void tell(SessionView view);

  /// The last heartbeat of a unit, and since when heartbeats could have been heard without a gap:
  /// the latest of the moments at which an api began to listen while none other did. An api that
  /// listens says so every few seconds; a silence of all of them is a gap.
  @ActivityMethod
  HeartbeatLook lastHeartbeat(Unit unit);

  /// Tags that nobody has or had lately, from a source that cannot be guessed, in no order. They
  /// are not reserved by this.
  ///
  /// @param howMany 1 to 100
  @ActivityMethod
  List<ShareTag> proposeTags(int howMany);

  /// Every session that is not over, by id.
  @ActivityMethod
  List<Claim> claims();

  /// What the records know of a pool's sessions that are neither leased nor over, oldest first.
  @ActivityMethod
  List<PoolMember> members(String pool);

  /// Whether one more may be begun for a pool: see
  /// [dev.overwinter.sessions.AdmissionRules#forPool]. Reserves nothing.
  @ActivityMethod
  AdmitAnswer mayGrow(String pool, String priceClass);

  /// Keeps what can be read about a pool. A row with a higher version is left as it is.
  @ActivityMethod
  void recordPool(PoolView view);

  /// Keeps what a reconciliation saw and did; null only while it was not possible to look.
  ///
  /// @param why it was not possible, one line for people; empty otherwise
  @ActivityMethod
  void recordFleet(@Nullable FleetReport report, String why);
}
