package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.FleetLimits;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.Refusal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Ships through jump gates: at once, without fuel. Every method belongs into a transaction that
/// has settled both moons.
final class Jumps {
  private Jumps() {}

  static OrderAnswer jump(Turn turn, PlanetRow from, PlanetOrder.Jump jump, Instant now) {
    if (from.state().vacation()) {
      return refused(Refusal.VACATION, "nobody jumps while you are away");
    }
    var gate = turn.world.laws().rules().fleet().gate();
    var found =
        jump.toMoon() == from.id
            ? Optional.<PlanetRow>empty()
            : turn.planet(jump.toMoon()).filter(row -> row.player == from.player);
    if (gate.isEmpty() || found.isEmpty()) {
      return refused(Refusal.TARGET, "there is no other jump gate of yours");
    }
    var to = found.get();
    for (var end : List.of(from, to)) {
      var state = end.state();
      if (state.body() != Body.MOON || state.buildings().of(gate) == 0) {
        return refused(Refusal.PREREQUISITE, "both moons need a jump gate");
      }
      var ready = readyAt(turn, end.id);
      if (ready.filter(now::isBefore).isPresent()) {
        return refused(Refusal.TOO_SOON, "a jump gate rests until " + ready.get());
      }
    }
    var ships = new Units(jump.units());
    var rules = turn.world.laws().rules();
    var all =
        ships.byKey().keySet().stream()
            .allMatch(unit -> rules.unit(unit).filter(rule -> rule.flies()).isPresent());
    if (ships.none() || !all || !from.state().units().covers(ships)) {
      return refused(Refusal.NOT_ENOUGH_SHIPS, "these ships are not there");
    }
    from.become(from.state().withUnits(from.state().units().minus(ships)), List.of());
    to.become(to.state().withUnits(to.state().units().plus(ships)), List.of());
    for (var end : List.of(from, to)) {
      var rests = FleetLimits.gateRests(turn.world.laws(), end.state().buildings().of(gate));
      turn.sql
          .sql("update universe_planets set gate_ready_at = ? where id = ?")
          .params(Timestamp.from(now.plus(rests)), end.id)
          .update();
    }
    return new OrderAnswer.Accepted("", "jump", ships.sum(), Goods.NONE, Goods.NONE, now, null);
  }

  private static OrderAnswer refused(Refusal refusal, String reason) {
    return new OrderAnswer.Refused(refusal, reason);
  }

  private static Optional<Instant> readyAt(Turn turn, long moon) {
    return turn.sql
        .sql("select gate_ready_at from universe_planets where id = ?")
        .param(moon)
        .query((row, _) -> Optional.ofNullable(Rows.instant(row, "gate_ready_at")))
        .single();
  }
}
