package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.order.Spot;

/// Table `universe_debris`. Every method belongs into a transaction; the row is locked from the
/// first on.
final class Debris {
  private Debris() {}

  /// What lies there.
  static Resources at(Turn turn, Spot spot) {
    return turn.sql
        .sql(
            """
            select metal, crystal, deuterium from universe_debris
            where universe = ? and galaxy = ? and system = ? and position = ? for update
            """)
        .params(turn.world.id(), spot.galaxy(), spot.system(), spot.position())
        .query((row, _) -> new Resources(row.getLong(1), row.getLong(2), row.getLong(3)))
        .optional()
        .orElse(Resources.NONE);
  }

  /// More of it.
  static void add(Turn turn, Spot spot, Resources more) {
    if (more.isNone()) {
      return;
    }
    turn.sql
        .sql(
            """
            insert into universe_debris (universe, galaxy, system, position, metal, crystal,
              deuterium, metal_made, crystal_made, deuterium_made)
            values (:universe, :galaxy, :system, :position, :metal, :crystal, :deuterium,
              :metal, :crystal, :deuterium)
            on conflict (universe, galaxy, system, position) do update set
              metal = universe_debris.metal + :metal,
              crystal = universe_debris.crystal + :crystal,
              deuterium = universe_debris.deuterium + :deuterium,
              metal_made = universe_debris.metal_made + :metal,
              crystal_made = universe_debris.crystal_made + :crystal,
              deuterium_made = universe_debris.deuterium_made + :deuterium
            """)
        .param("universe", turn.world.id())
        .param("galaxy", spot.galaxy())
        .param("system", spot.system())
        .param("position", spot.position())
        .param("metal", more.metal())
        .param("crystal", more.crystal())
        .param("deuterium", more.deuterium())
        .update();
  }

  /// Takes some of it away; there is as much.
  static void take(Turn turn, Spot spot, Resources some) {
    turn.sql
        .sql(
            """
            update universe_debris set metal = metal - ?, crystal = crystal - ?,
              deuterium = deuterium - ?
            where universe = ? and galaxy = ? and system = ? and position = ?
            """)
        .params(
            some.metal(),
            some.crystal(),
            some.deuterium(),
            turn.world.id(),
            spot.galaxy(),
            spot.system(),
            spot.position())
        .update();
  }
}
