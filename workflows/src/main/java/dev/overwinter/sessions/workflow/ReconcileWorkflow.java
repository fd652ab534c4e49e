package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.FleetReport;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/// Compares the provider's droplets with our sessions, once, and ends; started by the schedule
/// `reconcile-fleet` with the overlap policy SKIP.
///
/// A droplet of ours without a session is destroyed after a grace, once neither the records nor
/// Temporal know its session. A session whose droplet is gone (GET says 404) is told. What bears no
/// tag of ours is not even listed.
@WorkflowInterface
public interface ReconcileWorkflow {

  /// Looks, destroys, tells, and ends.
  ///
  /// @param grace how old a droplet without a session must be
  @WorkflowMethod(name = "ReconcileFleet")
  FleetReport run(Duration grace);
}
