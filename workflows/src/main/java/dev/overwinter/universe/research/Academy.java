package dev.overwinter.universe.research;

import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.planet.PlanetState;
import java.util.List;

/// A player's research with all of their planets and moons: what one decision about it may touch.
///
/// @param planets in order of their ids; each settled at a moment of its own
public record Academy(ResearchState research, List<PlanetState> planets) {
  public Academy {
    planets = List.copyOf(planets);
  }

  /// One of the planets.
  ///
  /// @throws IllegalArgumentException when it is not among them
  public PlanetState planet(PlanetId id) {
    return planets.stream()
        .filter(planet -> planet.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("planet: " + id + " (expected: of the player)"));
  }

  /// The same after something happened to one planet.
  Academy with(PlanetState next) {
    return new Academy(
        research, planets.stream().map(p -> p.id().equals(next.id()) ? next : p).toList());
  }

  Academy with(ResearchState next) {
    return new Academy(next, planets);
  }
}
