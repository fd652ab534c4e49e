package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.ResearchRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;

/// Planets and research in PostgreSQL. Every method is one transaction and safe to repeat; while
/// the database is away each throws a retryable failure. They run as local activities with two
/// seconds: they must not wait for anything but the database.
@ActivityInterface(namePrefix = "Planet_")
public interface PlanetActivities {

  /// Settles the planet, and then carries the order out or refuses it. A key that was answered
  /// before is answered again.
  ///
  /// @param at when it was ordered; a planet that is settled further already takes its own moment
  @ActivityMethod
  Ordered order(PlanetRequest request, Instant at);

  /// Does what was due on the planet and what arrived there, in the order of due times.
  @ActivityMethod
  Due settle(long planet, Instant upTo);

  /// Settles the planet that pays and the research, and then carries the order out or refuses it. A
  /// key that was answered before is answered again.
  @ActivityMethod
  Ordered orderResearch(ResearchRequest request, Instant at);

  /// Completes what was due, after all planets of the player were settled to that very moment: a
  /// level changes what they produce.
  @ActivityMethod
  Due settleResearch(long player, Instant upTo);
}
