package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.planet.PlanetRules;
import java.time.Instant;

/// Who is on vacation produces nothing and cannot be attacked. Every method belongs into a
/// transaction that has settled all of the player's planets.
final class Vacations {
  private Vacations() {}

  static PlayerAnswer change(Turn turn, PlayerCommand.Vacation command, Instant at) {
    var player = turn.player(command.player());
    player.seen(at);
    if (command.on() == player.onVacation()) {
      return new PlayerAnswer.Done(0);
    }
    var refusal = command.on() ? notYet(turn, player) : tooSoon(turn, player, at);
    if (refusal != null) {
      return refusal;
    }
    player.vacationSince = command.on() ? at : null;
    for (var planet : turn.planetsOf(player.id)) {
      var now = Turn.later(at, planet.state().settledAt());
      planet.become(PlanetRules.vacation(turn.world.laws(), planet.state(), command.on(), now));
    }
    return new PlayerAnswer.Done(0);
  }

  private static PlayerAnswer.@org.jspecify.annotations.Nullable Refused notYet(
      Turn turn, PlayerRow player) {
    return FleetRows.isAbroad(turn.sql, player.id)
        ? new PlayerAnswer.Refused(
            Refusal.TOO_SOON, "your fleets have to be home first, and your missiles at their end")
        : null;
  }

  private static PlayerAnswer.@org.jspecify.annotations.Nullable Refused tooSoon(
      Turn turn, PlayerRow player, Instant at) {
    var least = turn.world.laws().rules().score().leastVacation();
    var since = player.vacationSince;
    return since != null && at.isBefore(since.plus(least))
        ? new PlayerAnswer.Refused(
            Refusal.TOO_SOON, "a vacation lasts until " + since.plus(least) + " at least")
        : null;
  }
}
