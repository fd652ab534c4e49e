package dev.overwinter.universe.planet;

import dev.overwinter.universe.Posting;
import java.util.List;

/// A planet at a later moment, and how it came there.
///
/// @param events in the order in which they happened
/// @param postings whose sum is the change of its stock
public record Settled(PlanetState state, List<PlanetEvent> events, List<Posting> postings) {
  public Settled {
    events = List.copyOf(events);
    postings = List.copyOf(postings);
  }
}
