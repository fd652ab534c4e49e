package dev.overwinter.universe.market;

import dev.overwinter.universe.planet.PlanetMove;

/// An offer was taken back or has expired, and its planet has what it held again.
public record Closed(PlanetMove seller, Offer offer) {}
