package dev.overwinter.universe.fleet;

import dev.overwinter.universe.planet.PlanetMove;

/// An accepted order: the planet without ships, cargo and fuel, and the fleet that has them.
public record Departure(PlanetMove planet, Flight flight) {}
