package dev.overwinter.universe.market;

import dev.overwinter.universe.planet.PlanetMove;

/// An offer stands, and its planet has given what it holds.
public record Opened(PlanetMove seller, Offer offer) {}
