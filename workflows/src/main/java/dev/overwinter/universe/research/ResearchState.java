package dev.overwinter.universe.research;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.PlayerId;
import java.util.List;

/// What a player knows and is finding out.
///
/// @param queue its head is under way
/// @param nextItem the number of the next item: items are never numbered twice
public record ResearchState(
    PlayerId player, Levels levels, List<ResearchItem> queue, long nextItem) {
  public ResearchState {
    queue = List.copyOf(queue);
  }

  /// Somebody who knows nothing.
  public static ResearchState of(PlayerId player) {
    return new ResearchState(player, Levels.NONE, List.of(), 1);
  }

  /// The same with another queue.
  ResearchState with(List<ResearchItem> next) {
    return new ResearchState(player, levels, next, nextItem);
  }
}
