package dev.overwinter.universe.research;

import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.planet.PlanetEvent;
import java.util.List;

/// What an order or the passing of time makes of a player's research and planets.
///
/// @param next research, and the planets, of which those that took part have changed
/// @param item the number of the item that it is about; 0 for none
/// @param events of research, in order
/// @param happened on the planets on the way, in order of each planet
/// @param postings of the planets, in order
public record ResearchMove(
    Academy next,
    long item,
    List<ResearchEvent> events,
    List<OnPlanet> happened,
    List<PlanetPosting> postings) {
  public ResearchMove {
    events = List.copyOf(events);
    happened = List.copyOf(happened);
    postings = List.copyOf(postings);
  }

  /// An event and where.
  public record OnPlanet(PlanetId planet, PlanetEvent event) {}

  /// A posting and of whose stock.
  public record PlanetPosting(PlanetId planet, Posting posting) {}
}
