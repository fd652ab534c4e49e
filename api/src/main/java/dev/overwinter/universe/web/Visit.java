package dev.overwinter.universe.web;

import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.research.Academy;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Somebody who looks at a page of their universe.
///
/// @param universe where
/// @param player who
/// @param planets theirs, all of them settled to now
/// @param planet the one that they look at
/// @param now when
record Visit(
    UniverseReads.Universe universe,
    PlayerReads.Player player,
    List<PlanetReads.Planet> planets,
    PlanetReads.Planet planet,
    Instant now) {

  Laws laws() {
    return universe.laws();
  }

  /// Their research and planets, as one decision about research takes them.
  Academy academy() {
    return new Academy(
        player.research(),
        planets.stream()
            .map(PlanetReads.Planet::state)
            .sorted(Comparator.comparing(state -> state.id()))
            .toList());
  }

  PlayerId owner() {
    return new PlayerId(player.id());
  }
}
