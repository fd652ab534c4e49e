package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.RecallRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;

/// Fleets in PostgreSQL. Every method is one transaction and safe to repeat; while the database is
/// away each throws a retryable failure.
@ActivityInterface(namePrefix = "Fleet_")
public interface FleetActivities {

  /// Settles the origin, takes ships, cargo and fuel out of it, all of them or none, and makes the
  /// fleet; or refuses. A fleet that is there already is answered again.
  @ActivityMethod
  Flight launch(FleetOrder order, Instant at);

  /// Settles the place where its next event is due, and so whatever else was due there before:
  /// arrival with all that follows, the end of its stay, its return.
  @ActivityMethod
  Due advance(String fleet, Instant upTo);

  /// Turns it round, unless it has arrived. One that was turned already is answered again.
  @ActivityMethod
  Flight recall(RecallRequest request, Instant at);
}
