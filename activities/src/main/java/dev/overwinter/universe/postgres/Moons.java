package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.MoonRules;
import dev.overwinter.universe.fleet.TravelRules;
import dev.overwinter.universe.order.Spot;
import java.time.Instant;

/// Moons that are fired at. Every method belongs into a transaction that has locked the moon, its
/// owner and the fleet.
final class Moons {
  private static final String DEATHSTAR = "deathstar";

  private Moons() {}

  /// Deathstars that have won fire at a moon; it is gone, or they are, or both, or neither.
  static void destroy(Turn turn, PlanetRow moon, FleetRow fleet, Instant at, long seed) {
    var attempt =
        MoonRules.destroy(Math.max(1, moon.state().size()), fleet.units.of(DEATHSTAR), seed);
    if (attempt.deathstarsLost()) {
      lose(turn, fleet, at);
    }
    if (attempt.destroyed()) {
      raze(turn, moon);
    }
    var news = FleetNews.of(fleet, at);
    news.put("destroyed", attempt.destroyed());
    news.put("deathstars_lost", attempt.deathstarsLost());
    news.put("destroy_percent", attempt.destroyPercent());
    news.put("loss_percent", attempt.lossPercent());
    for (var player : new long[] {fleet.player, moon.player}) {
      turn.letters.event(player, "moon_attacked", news, at);
      turn.letters.notice(player, "moon_attacked", news, "critical", at);
    }
  }

  /// What others of the fleet cannot carry is lost with them.
  private static void lose(Turn turn, FleetRow fleet, Instant at) {
    fleet.units = fleet.units.minus(Units.of(DEATHSTAR, fleet.units.of(DEATHSTAR)));
    var techs = turn.techs(fleet.player, at);
    var room = TravelRules.cargoUnits(turn.world.laws(), fleet.units, techs);
    var kept = TravelRules.carried(fleet.cargo(), room);
    fleet.load(Freight.Reason.LOST, fleet.cargo().minus(kept));
    if (fleet.units.none()) {
      fleet.end(FleetRow.State.LOST, "destroyed");
    }
  }

  /// Whatever is due at the moon finds nobody there and turns away; what is on its way home to it
  /// lands on its planet. Offers of it are its planet's from now on.
  private static void raze(Turn turn, PlanetRow moon) {
    var spot = Settler.spot(moon);
    var planet = turn.planetIdAt(Spot.planet(spot.galaxy(), spot.system(), spot.position()));
    var owner = turn.player(moon.player);
    if (planet.isPresent()) {
      turn.sql
          .sql("update universe_offers set seller_planet = ? where seller_planet = ?")
          .params(planet.get(), moon.id)
          .update();
    }
    if (owner.activePlanet != null && owner.activePlanet == moon.id) {
      owner.activePlanet = planet.orElse(null);
    }
    turn.raze(moon);
  }
}
