package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.combat.MissileRules;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.ruleset.UnitRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Missiles that arrive. Every method belongs into a transaction.
final class Missiles {
  static final String ATTACKING = "interplanetary_missile";
  private static final String INTERCEPTING = "anti_ballistic_missile";

  private Missiles() {}

  /// They hit what is not defended; nothing of them is left.
  static void strike(Turn turn, PlanetRow target, FleetRow missiles, Instant at) {
    if (target.player == missiles.player || turn.player(target.player).onVacation()) {
      missiles.units = Units.NONE;
      missiles.end(FleetRow.State.LOST, "found no enemy");
      return;
    }
    var rules = turn.world.laws().rules();
    var units = target.state().units();
    var defences = new TreeMap<String, Long>();
    units.forEach((unit, count) -> {
      if (rules.unit(unit).filter(r -> r.role() == UnitRule.Role.DEFENCE).isPresent()) {
        defences.put(unit, count);
      }
    });
    var planet = planetOf(turn, target);
    var impact =
        MissileRules.OGAME.strike(
            new MissileRules.Strike(
                missiles.units.of(ATTACKING),
                turn.techs(missiles.player, at).of("weapons"),
                missiles.aim,
                turn.techs(target.player, at).of("armour"),
                units.of(INTERCEPTING),
                planet.map(row -> row.state().units().of(INTERCEPTING)).orElse(0L),
                defences),
            Armouries.of(rules));
    target.become(
        target
            .state()
            .withUnits(
                units
                    .minus(new Units(impact.destroyed()))
                    .minus(Units.of(INTERCEPTING, impact.interceptorsSpent()))),
        List.of());
    planet.ifPresent(row ->
        row.become(
            row.state()
                .withUnits(
                    row.state()
                        .units()
                        .minus(Units.of(INTERCEPTING, impact.planetInterceptorsSpent()))),
            List.of()));
    missiles.units = Units.NONE;
    missiles.end(
        FleetRow.State.LOST,
        "%d intercepted, %d defences destroyed"
            .formatted(
                impact.intercepted(),
                impact.destroyed().values().stream().mapToLong(Long::longValue).sum()));
    var news = FleetNews.of(missiles, at);
    news.put("intercepted", impact.intercepted());
    news.put("destroyed", impact.destroyed());
    turn.letters.event(missiles.player, "missile_report", news, at);
    turn.letters.notice(missiles.player, "missile_report", news, "normal", at);
    turn.letters.event(target.player, "missile_report", news, at);
    turn.letters.notice(target.player, "missile_report", news, "critical", at);
  }

  /// The planet of a moon guards it; empty for a planet. Locked after the moon, which has the
  /// higher id: whoever locks both in the other order is made to try again.
  private static Optional<PlanetRow> planetOf(Turn turn, PlanetRow target) {
    var spot = Settler.spot(target);
    if (!spot.moon()) {
      return Optional.empty();
    }
    return turn.planetIdAt(Spot.planet(spot.galaxy(), spot.system(), spot.position()))
        .flatMap(turn::planet);
  }
}
