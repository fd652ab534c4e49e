package dev.overwinter.universe.planet;

import dev.overwinter.universe.Posting;
import java.util.List;

/// What an accepted order makes of a planet.
///
/// @param next the planet
/// @param item the number of the item that it is about; 0 when it needed none
/// @param events what happened until the order and through it, in order
/// @param postings whose sum is the change of its stock
public record PlanetMove(
    PlanetState next, long item, List<PlanetEvent> events, List<Posting> postings) {
  public PlanetMove {
    events = List.copyOf(events);
    postings = List.copyOf(postings);
  }
}
