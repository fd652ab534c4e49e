package dev.overwinter.universe.market;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetMove;

/// An offer was accepted: both planets after it, and what the house burnt between them.
///
/// @param fee micro-units of what the buyer paid that the seller does not get
public record Traded(PlanetMove seller, PlanetMove buyer, Offer offer, Resources fee) {}
