package dev.overwinter.universe.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a planet's workflow begins with.
///
/// @param planet universe_planets.id
/// @param dueAt what it knew when it continued as new; null at first, and then it asks
/// @param continueAfterEvents continues as new after so many events; 0 when Temporal suggests it
public record PlanetRun(long planet, @Nullable Instant dueAt, int continueAfterEvents) {

  /// The first run.
  public static PlanetRun first(long planet) {
    return new PlanetRun(planet, null, 0);
  }
}
