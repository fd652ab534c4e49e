package dev.overwinter.universe.combat;

import java.util.Map;
import java.util.Objects;

/// Units of one owner that fight together: a fleet, or all that stays on a planet.
///
/// @param id which, once in a battle; for example the fleet's own id, or the planet's
/// @param owner whose, as reports name them
/// @param technology their owner's
/// @param units how many of each, by id; may be empty
/// @param carried what it has in its holds when it arrives
public record BattleFleet(
    String id, String owner, Technology technology, Map<String, Long> units, Goods carried) {
  public BattleFleet {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(technology, "technology");
    Objects.requireNonNull(carried, "carried");
    units = Counts.copy(units);
  }

  /// A fleet with empty holds.
  public static BattleFleet of(
      String id, String owner, Technology technology, Map<String, Long> units) {
    return new BattleFleet(id, owner, technology, units, Goods.NONE);
  }
}
