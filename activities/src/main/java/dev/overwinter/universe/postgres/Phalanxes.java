package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.fleet.FleetLimits;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import java.time.Instant;
import java.util.Objects;

/// What a phalanx sees. Every method belongs into a transaction that has settled its moon.
final class Phalanxes {
  private Phalanxes() {}

  static PlayerAnswer look(Turn turn, PlayerCommand.Phalanx command, Instant at) {
    var laws = turn.world.laws();
    var rule = laws.rules().fleet();
    var moon = turn.planet(command.moon()).orElseThrow();
    var now = Turn.later(at, moon.state().settledAt());
    var level = rule.phalanx().isEmpty() ? 0 : moon.state().buildings().of(rule.phalanx());
    if (level == 0) {
      return PlayerCommands.refused(Refusal.PREREQUISITE, "there is no phalanx");
    }
    var spot = command.target();
    if (!turn.world.has(spot) || spot.moon()) {
      return PlayerCommands.refused(Refusal.INVALID_COORDINATES, "only planets can be seen");
    }
    var target = new Coordinate(spot.galaxy(), spot.system(), spot.position());
    if (!FleetLimits.phalanxSees(moon.state().at(), level, target)) {
      return PlayerCommands.refused(Refusal.TARGET, "the phalanx does not see so far");
    }
    var fuel = new Resources(0, 0, Math.multiplyExact(rule.phalanxFuel(), Resources.MICROS));
    return switch (PlanetRules.take(laws, moon.state(), Posting.Kind.SPENT, fuel, now)) {
      case Outcome.Refused<PlanetMove> no ->
          PlayerCommands.refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<PlanetMove>(var move) -> {
        moon.become(move);
        yield new PlayerAnswer.Echo(
            turn
                .sql
                .sql(
                    """
                    select * from universe_fleets
                    where universe = :universe and due_at is not null and (
                      (target_galaxy = :galaxy and target_system = :system
                        and target_position = :position and not target_moon)
                      or (origin_galaxy = :galaxy and origin_system = :system
                        and origin_position = :position and not origin_moon))
                    order by due_at, number
                    """)
                .param("universe", turn.world.id())
                .param("galaxy", spot.galaxy())
                .param("system", spot.system())
                .param("position", spot.position())
                .query(FleetRow::of)
                .list()
                .stream()
                .map(Phalanxes::movement)
                .toList());
      }
    };
  }

  private static PlayerAnswer.Movement movement(FleetRow fleet) {
    return new PlayerAnswer.Movement(
        fleet.id,
        fleet.mission,
        fleet.state == FleetRow.State.RETURNING,
        fleet.origin,
        fleet.target,
        Objects.requireNonNull(fleet.dueAt),
        fleet.units.sum());
  }
}
