package dev.overwinter.sessions.workflow;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.Claim;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.FleetReport;
import dev.overwinter.sessions.ReconcileRules;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.Unit;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/// Looks at droplets before it asks for claims: whatever is in the list has had its claim recorded
/// by then, while the other order would call a fresh droplet an orphan.
public final class ReconcileWorkflowImpl implements ReconcileWorkflow {
  private static final Logger log = Workflow.getLogger(ReconcileWorkflowImpl.class);

  private final SessionRecordActivities records =
      Workflow.newActivityStub(SessionRecordActivities.class, SessionRetries.records());
  private final DropletActivities droplets =
      Workflow.newActivityStub(DropletActivities.class, SessionRetries.lookForAWhile());

  @Override
  public FleetReport run(Duration grace) {
    try {
      return look(grace);
    } catch (ActivityFailure failure) {
      // Who cannot be asked is unknown, and nothing is destroyed or called lost for that.
      records.recordFleet(null, SessionEffects.reasonOf(failure));
      throw failure;
    }
  }

  private FleetReport look(Duration grace) {
    var fleet = droplets.fleet();
    var claims = records.claims();
    var now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    var findings = ReconcileRules.compare(fleet, claims, grace, now);
    var destroyed = new ArrayList<String>();
    for (var orphan : findings.orphans()) {
      if (destroyed(orphan)) {
        destroyed.add(orphan.unit());
      }
    }
    for (var stray : findings.strays()) {
      var known = stray.ofUnit().map(unit -> knows(unit, stray)).orElse(false);
      log.warn("droplet {} is not the one of its session, known: {}", stray.id(), known);
    }
    var lost = new ArrayList<SessionId>();
    for (var claim : findings.missing()) {
      if (lost(claim)) {
        lost.add(claim.session());
      }
    }
    var report = new FleetReport(now, fleet.size(), claims.size(), destroyed, List.copyOf(lost));
    records.recordFleet(report, "");
    return report;
  }

  /// The records may have been restored from an older copy: Temporal has the last word on whether a
  /// session lives.
  private boolean destroyed(DropletFacts orphan) {
    if (orphan.ofUnit().map(unit -> knows(unit, orphan)).orElse(false)) {
      return false;
    }
    try {
      var _ = droplets.ensureDestroyed(orphan.unit(), orphan.id());
      return true;
    } catch (ActivityFailure failure) {
      // The next look finds it again.
      log.warn("orphan {} is not gone yet", orphan.id(), failure);
      return false;
    }
  }

  private static boolean knows(Unit unit, DropletFacts droplet) {
    try {
      session(unit.session()).dropletSeen(unit.session(), droplet);
      return true;
    } catch (SignalExternalWorkflowException | ApplicationFailure nobody) {
      return false;
    }
  }

  private boolean lost(Claim claim) {
    if (droplets.exists(claim.droplet())) {
      return false;
    }
    try {
      session(claim.session()).dropletVanished(claim.session(), claim.droplet());
      return true;
    } catch (SignalExternalWorkflowException | ApplicationFailure over) {
      log.info("session {} was over before it could be told", claim.session().text());
      return false;
    }
  }

  private static SessionWorkflow session(SessionId id) {
    return Workflow.newExternalWorkflowStub(
        SessionWorkflow.class, WorkflowIds.session(id.tag().text()));
  }
}
