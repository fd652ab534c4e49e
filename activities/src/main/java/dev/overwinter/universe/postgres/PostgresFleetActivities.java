package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.fleet.FleetRules;
import dev.overwinter.universe.fleet.Flight;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.workflow.Due;
import dev.overwinter.universe.workflow.FleetActivities;
import java.time.Instant;
import java.util.List;

/// Keeps fleets. Thread-safe.
public final class PostgresFleetActivities implements FleetActivities {
  private final Steps steps;
  private final Settler settler;

  PostgresFleetActivities(Steps steps, Settler settler) {
    this.steps = steps;
    this.settler = settler;
  }

  private record Home(String universe, long player) {}

  @Override
  public dev.overwinter.universe.workflow.Flight launch(FleetOrder order, Instant at) {
    var home =
        steps
            .sql
            .sql("select universe, player from universe_planets where id = ?")
            .param(order.planet())
            .query((row, _) -> new Home(row.getString("universe"), row.getLong("player")))
            .optional();
    if (home.isEmpty()) {
      return refused(Refusal.UNKNOWN_PLANET, "there is no such planet");
    }
    if (home.get().player() != order.player()) {
      return refused(Refusal.NOT_OWNER, "the planet is somebody else's");
    }
    var world = steps.worlds.get(home.get().universe());
    if (!world.reaches(order.target())) {
      return refused(Refusal.INVALID_COORDINATES, "Invalid coordinates");
    }
    var answer =
        settler.at(
            world,
            List.of(order.planet()),
            List.of(),
            at,
            Asker.fleet(order.fleet()),
            turn -> {
              turn.player(order.player()).seen(at);
              return Departures.launch(turn, order, at);
            });
    return new dev.overwinter.universe.workflow.Flight(answer, due(order.fleet()));
  }

  private static dev.overwinter.universe.workflow.Flight refused(Refusal refusal, String reason) {
    return new dev.overwinter.universe.workflow.Flight(
        new FleetAnswer.Refused(refusal, reason), Due.NOTHING);
  }

  private Due due(String fleet) {
    return FleetRows.find(steps.sql, fleet)
        .map(row -> new Due(row.version, row.dueAt))
        .orElse(Due.NOTHING);
  }

  @Override
  public Due advance(String fleet, Instant upTo) {
    while (true) {
      var found = FleetRows.find(steps.sql, fleet);
      if (found.isEmpty()) {
        return Due.NOTHING;
      }
      var row = found.get();
      if (row.dueAt == null || row.dueAt.isAfter(upTo)) {
        return new Due(row.version, row.dueAt);
      }
      settle(row, upTo);
    }
  }

  private void settle(FleetRow row, Instant upTo) {
    settler.reach(steps.worlds.get(row.universe), row.dueSpot, upTo, Asker.fleet(row.id));
  }

  @Override
  public dev.overwinter.universe.workflow.Flight recall(RecallRequest request, Instant at) {
    var found = FleetRows.find(steps.sql, request.fleet());
    if (found.isEmpty() || found.get().player != request.player()) {
      return refused(Refusal.NOT_FOUND, "there is no such fleet of yours");
    }
    if (found.get().state == FleetRow.State.HOLDING) {
      // Whoever holds a place takes part in all that has happened there before they leave.
      settle(found.get(), at);
    }
    var answer =
        steps.take(
            steps.worlds.get(found.get().universe),
            Asker.fleet(request.fleet()),
            turn -> {
              turn.player(request.player()).seen(at);
              return recall(turn, FleetRows.lock(turn.sql, request.fleet()).orElseThrow(), at);
            });
    return new dev.overwinter.universe.workflow.Flight(answer, due(request.fleet()));
  }

  private static FleetAnswer recall(Turn turn, FleetRow row, Instant at) {
    if (row.mission == Mission.MISSILES) {
      return new FleetAnswer.Refused(Refusal.NOT_IN_FLIGHT, "missiles do not turn round");
    }
    return switch (FleetRules.recall(row.flight(), at)) {
      case Outcome.Refused<Flight> no ->
          new FleetAnswer.Refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<Flight>(var flight) -> {
        if (row.recalledAt == null) {
          row.recalledAt = at;
          row.outcome = "called back";
          row.turn(flight.since(), java.time.Duration.between(flight.since(), flight.until()));
          FleetRows.update(turn.sql, row);
        }
        yield Departures.flying(row);
      }
    };
  }
}
