package dev.overwinter.universe.web;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.planet.BuildRules;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Knows of some orders that they will be refused, by the rules that would refuse them and the row
/// as it is: who cannot pay need not keep a workflow busy. It never accepts anything.
@Component
class Foresight {
  private final JdbcClient sql;
  private final Clock clock;

  Foresight(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Why an order will be refused; empty when it may be accepted.
  ///
  /// @param planet as it was read a moment ago
  /// @param order that bears no key of its caller: a repeated one is answered as the first time
  Optional<String> refusal(PlanetReads.Planet planet, PlanetOrder order) {
    if (!(order instanceof PlanetOrder.Build(var building))) {
      return Optional.empty();
    }
    var now = clock.instant();
    return BuildRules.build(planet.laws(), planet.state(), building, now)
            instanceof Outcome.Refused<?> no
        ? Optional.of(no.text()).filter(_ -> !isSomebodyThere(planet, now))
        : Optional.empty();
  }

  /// Whether a fleet has arrived that nobody has settled yet: it may have brought what is missing.
  private boolean isSomebodyThere(PlanetReads.Planet planet, Instant now) {
    return sql.sql(
            """
            SELECT EXISTS (SELECT FROM universe_fleets
             WHERE universe = ? AND due_galaxy = ? AND due_system = ? AND due_position = ?
               AND due_moon = ? AND due_at <= ?)
            """)
        .params(
            planet.universe().id(),
            planet.galaxy(),
            planet.system(),
            planet.position(),
            planet.moon(),
            Timestamp.from(now))
        .query(Boolean.class)
        .single();
  }
}
