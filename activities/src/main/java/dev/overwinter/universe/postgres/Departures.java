package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.MissileRules;
import dev.overwinter.universe.fleet.Departure;
import dev.overwinter.universe.fleet.FleetFacts;
import dev.overwinter.universe.fleet.FleetId;
import dev.overwinter.universe.fleet.FleetRules;
import dev.overwinter.universe.fleet.Flight;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.fleet.Place;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.score.ScoreRules;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fleets that leave. Every method belongs into a transaction that has settled their planet.
final class Departures {
  private static final int LONGEST_HOLD_HOURS = 32;

  private Departures() {}

  static FleetAnswer launch(Turn turn, FleetOrder order, Instant at) {
    var known = FleetRows.lock(turn.sql, order.fleet());
    if (known.isPresent()) {
      return known.get().player == order.player()
              && !Orders.isOther(turn.sql, key(order), order.player(), order)
          ? flying(known.get())
          : refused(Refusal.KEY_CONFLICT, "the id is another fleet's");
    }
    var row = turn.planet(order.planet()).orElseThrow();
    var now = Turn.later(at, row.state().settledAt());
    if (order.hold().isNegative() || order.hold().toHours() > LONGEST_HOLD_HOURS) {
      return refused(Refusal.INVALID, "a fleet stays at most " + LONGEST_HOLD_HOURS + " hours");
    }
    if (order.mission() == Mission.MISSILES) {
      return missiles(turn, row, order, now);
    }
    var number = number(turn);
    return switch (dispatch(turn, row, order, number, now)) {
      case Outcome.Refused<Departure> no -> refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<Departure>(var departure) -> depart(turn, row, order, departure, now);
    };
  }

  /// Not the same as the key of a planet's order that happens to be spelt alike.
  private static String key(FleetOrder order) {
    return "fleet/" + order.fleet();
  }

  private static FleetAnswer refused(Refusal refusal, String reason) {
    return new FleetAnswer.Refused(refusal, reason);
  }

  static FleetAnswer flying(FleetRow row) {
    return new FleetAnswer.Flying(
        row.id,
        row.fuel / Resources.MICROS,
        row.departsAt,
        row.arrivesAt,
        row.returnsAt,
        row.recalledAt != null);
  }

  private static long number(Turn turn) {
    return turn.sql.sql("select nextval('universe_fleet_numbers')").query(Long.class).single();
  }

  private static Outcome<Departure> dispatch(
      Turn turn, PlanetRow row, FleetOrder order, long number, Instant now) {
    var cargo = order.cargo();
    return FleetRules.dispatch(
        turn.world.laws(),
        row.state(),
        new dev.overwinter.universe.fleet.FleetOrder(
            new FleetId(number),
            order.mission(),
            target(order),
            new Units(order.units()),
            Resources.ofUnits(cargo.metal(), cargo.crystal(), cargo.deuterium()),
            order.speedPercent() / 100.0,
            order.hold()),
        facts(turn, row, order, now),
        now);
  }

  /// Debris is at the place of its planet.
  private static Place target(FleetOrder order) {
    var spot = order.target();
    var at = new Coordinate(spot.galaxy(), spot.system(), spot.position());
    return order.mission() == Mission.RECYCLE
        ? new Place(at, Body.DEBRIS)
        : new Place(at, spot.moon() ? Body.MOON : Body.PLANET);
  }

  private record Target(long planet, long player, boolean away, Instant seen) {}

  /// As it is now; what it is when the fleet arrives is looked at again then.
  private static Optional<Target> target(Turn turn, Spot spot) {
    return turn.sql
        .sql(
            """
            select planet.id, planet.player, owner.vacation_since, owner.last_active_at
            from universe_planets planet join universe_players owner on owner.id = planet.player
            where planet.universe = ? and galaxy = ? and system = ? and position = ? and moon = ?
            """)
        .params(turn.world.id(), spot.galaxy(), spot.system(), spot.position(), spot.moon())
        .query((found, _) ->
            new Target(
                found.getLong(1),
                found.getLong(2),
                found.getTimestamp(3) != null,
                found.getTimestamp(4).toInstant()))
        .optional();
  }

  private static FleetFacts facts(Turn turn, PlanetRow row, FleetOrder order, Instant now) {
    var target = target(turn, order.target());
    var owned =
        turn
            .sql
            .sql("select state from universe_planets where player = ?")
            .param(row.player)
            .query((found, _) -> UniverseJson.read(found.getString(1), PlanetState.class).units())
            .list()
            .stream()
            .reduce(Units.NONE, Units::plus);
    var colonies = FleetRows.flying(turn.sql, row.player, Mission.COLONIZE.name());
    return new FleetFacts(
        FleetRows.flying(turn.sql, row.player, ""),
        FleetRows.flying(turn.sql, row.player, Mission.EXPEDITION.name()),
        Places.count(turn, row.player) + colonies,
        owned,
        target.map(one -> new PlayerId(one.player())).orElse(null),
        target.filter(Target::away).isPresent(),
        order.mission().hostile()
            && target
                .filter(one -> one.player() != row.player)
                .filter(one -> isProtected(turn, one, row.player, now))
                .isPresent());
  }

  private static boolean isProtected(Turn turn, Target target, long attacker, Instant now) {
    var laws = turn.world.laws();
    return ScoreRules.protects(
        laws,
        Scores.of(turn.sql, laws, target.player()),
        ScoreRules.activity(laws, target.seen(), now),
        Scores.of(turn.sql, laws, attacker));
  }

  private static FleetAnswer depart(
      Turn turn, PlanetRow row, FleetOrder order, Departure departure, Instant now) {
    var flight = departure.flight();
    String union = null;
    var arrival = flight.until();
    if (order.mission() == Mission.ACS_DEFEND
        && help(turn, order) instanceof Outcome.Refused<Integer> no) {
      return refused(Refusals.of(no.reason()), no.text());
    }
    if (order.mission() == Mission.ACS_ATTACK) {
      union = order.union().isEmpty() ? order.fleet() : order.union();
      switch (join(turn, union, order, flight, now)) {
        case Outcome.Refused<Instant> no -> {
          return refused(Refusals.of(no.reason()), no.text());
        }
        case Outcome.Accepted<Instant>(var together) -> arrival = together;
      }
    }
    row.become(departure.planet());
    departure.planet().events().forEach(event -> PlanetNews.tell(turn.letters, row, event));
    insert(turn, row, order, flight, arrival, union);
    announce(turn, row, order, arrival, now);
    return flying(FleetRows.find(turn.sql, order.fleet()).orElseThrow());
  }

  private static Outcome<Integer> help(Turn turn, FleetOrder order) {
    var helpers = FleetRows.helpers(turn, order.target());
    return FleetRules.help(turn.world.laws(), helpers, new PlayerId(order.player()));
  }

  /// Founds a union, or joins one that waits: all of it arrives together.
  private static Outcome<Instant> join(
      Turn turn, String id, FleetOrder order, Flight flight, Instant now) {
    var union = Unions.lock(turn.sql, id);
    if (union.isEmpty() && order.union().isEmpty()) {
      Unions.found(turn, id, order.player(), order.target(), flight.until(), now);
      return Outcome.accepted(flight.until());
    }
    if (union.isEmpty() || !union.get().invited().contains(order.player())) {
      return Outcome.refused(
          dev.overwinter.universe.Refusal.UNION, "you are not invited to such a union");
    }
    var flying = FleetRows.union(turn, id);
    if (flying.isEmpty()) {
      return Outcome.refused(dev.overwinter.universe.Refusal.ARRIVED, "the fleets have arrived");
    }
    var joined =
        FleetRules.join(
            turn.world.laws(), flying.stream().map(FleetRow::flight).toList(), flight, now);
    return switch (joined) {
      case Outcome.Refused<List<Flight>> no -> no.as();
      case Outcome.Accepted<List<Flight>>(var all) -> {
        var arrival = all.getFirst().until();
        FleetRows.delay(turn.sql, id, arrival);
        Unions.delay(turn.sql, id, arrival);
        yield Outcome.accepted(arrival);
      }
    };
  }

  private static void insert(
      Turn turn,
      PlanetRow row,
      FleetOrder order,
      Flight flight,
      Instant arrival,
      @Nullable String union) {
    var holds = flight.hold().isZero() ? null : arrival.plus(flight.hold());
    var oneWay = java.time.Duration.between(flight.since(), arrival);
    var stays = order.mission() == Mission.DEPLOY || order.mission() == Mission.MISSILES;
    var returns = stays ? null : Objects.requireNonNullElse(holds, arrival).plus(oneWay);
    var freight = Freight.EMPTY.and(Freight.Reason.LOADED, flight.cargo());
    var origin = Settler.spot(row);
    var target = order.target();
    var owner = target(turn, target);
    turn.sql
        .sql(
            """
            insert into universe_fleets (id, number, universe, player, mission, state,
              origin_planet, origin_galaxy, origin_system, origin_position, origin_moon,
              target_galaxy, target_system, target_position, target_moon, target_planet,
              target_player, units, units_sent, metal, crystal, deuterium, fuel, books,
              speed_percent, departs_at, arrives_at, holds_until, returns_at, due_at, due_galaxy,
              due_system, due_position, due_moon, union_id, aim)
            values (:id, :number, :universe, :player, :mission, 'OUTBOUND',
              :planet, :oGalaxy, :oSystem, :oPosition, :oMoon,
              :galaxy, :system, :position, :moon, :targetPlanet,
              :targetPlayer, :units::jsonb, :units::jsonb, :metal, :crystal, :deuterium, :fuel,
              :books::jsonb, :speed, :departs, :arrives, :holds, :returns, :arrives, :galaxy,
              :system, :position, :moon, :union, :aim)
            """)
        .param("id", order.fleet())
        .param("number", flight.id().number())
        .param("universe", turn.world.id())
        .param("player", order.player())
        .param("mission", order.mission().name())
        .param("planet", row.id)
        .param("oGalaxy", origin.galaxy())
        .param("oSystem", origin.system())
        .param("oPosition", origin.position())
        .param("oMoon", origin.moon())
        .param("galaxy", target.galaxy())
        .param("system", target.system())
        .param("position", target.position())
        .param("moon", target.moon() && order.mission() != Mission.RECYCLE)
        .param("targetPlanet", owner.map(Target::planet).orElse(null))
        .param("targetPlayer", owner.map(Target::player).orElse(null))
        .param("units", UniverseJson.of(flight.ships()))
        .param("metal", flight.cargo().metal())
        .param("crystal", flight.cargo().crystal())
        .param("deuterium", flight.cargo().deuterium())
        .param("fuel", flight.fuel())
        .param("books", freight.json())
        .param("speed", order.speedPercent())
        .param("departs", Timestamp.from(flight.since()))
        .param("arrives", Timestamp.from(arrival))
        .param("holds", Rows.stamp(holds))
        .param("returns", Rows.stamp(returns))
        .param("union", union)
        .param("aim", order.mission() == Mission.MISSILES ? order.aim() : "")
        .update();
    Orders.keep(turn.sql, key(order), order.player(), order, flight.since());
  }

  /// Whoever is attacked sees it coming.
  private static void announce(
      Turn turn, PlanetRow row, FleetOrder order, Instant arrival, Instant now) {
    var warned =
        order.mission().hostile() && order.mission() != Mission.ESPIONAGE
            ? target(turn, order.target())
            : Optional.<Target>empty();
    warned
        .filter(target -> target.player() != order.player())
        .ifPresent(target -> {
          var news = new java.util.LinkedHashMap<String, Object>();
          news.put("attacker_user_id", order.player());
          news.put("origin", Turn.location(Settler.spot(row)));
          news.put("target", Turn.location(order.target()));
          news.put("eta", arrival);
          news.put("ts", now);
          turn.letters.event(target.player(), "incoming_attack", news, now);
          turn.letters.notice(target.player(), "incoming_attack", news, "critical", now);
        });
  }

  /// Missiles need neither slot nor fuel, and do not come back.
  private static FleetAnswer missiles(Turn turn, PlanetRow row, FleetOrder order, Instant now) {
    var laws = turn.world.laws();
    var count = order.units().getOrDefault(Missiles.ATTACKING, 0L);
    if (row.state().vacation()) {
      return refused(Refusal.VACATION, "no missile leaves while you are away");
    }
    if (!laws.rules().fleet().missions().contains(Mission.MISSILES.key())) {
      return refused(Refusal.UNKNOWN_THING, "there are no missiles here");
    }
    if (count < 1 || order.units().size() != 1) {
      return refused(Refusal.NOT_ENOUGH_SHIPS, "name a number of " + Missiles.ATTACKING);
    }
    if (row.state().units().of(Missiles.ATTACKING) < count) {
      return refused(Refusal.NOT_ENOUGH_SHIPS, "there are not so many missiles");
    }
    var defence =
        laws.rules()
            .unit(order.aim())
            .filter(unit -> unit.role() == dev.overwinter.universe.ruleset.UnitRule.Role.DEFENCE);
    if (!order.aim().isEmpty() && defence.isEmpty()) {
      return refused(Refusal.UNKNOWN_THING, "there is no defence " + order.aim());
    }
    var target = target(turn, order.target());
    if (target.isEmpty() || target.get().player() == order.player()) {
      return refused(Refusal.TARGET, "nobody else lives there");
    }
    if (target.get().away() || isProtected(turn, target.get(), order.player(), now)) {
      return refused(Refusal.PROTECTED, "its owner is protected, or away");
    }
    var from = row.state().at();
    var straight = Math.abs(from.system() - order.target().system());
    var systems = Math.min(straight, Coordinate.SYSTEMS - straight);
    var range = MissileRules.OGAME.range(turn.techs(order.player(), now).of("impulse"));
    if (from.galaxy() != order.target().galaxy() || systems > range) {
      return refused(Refusal.TARGET, "missiles reach " + Math.max(0, range) + " systems far");
    }
    var units = Units.of(Missiles.ATTACKING, count);
    row.become(row.state().withUnits(row.state().units().minus(units)), List.of());
    var speed = (int) Math.max(1, Math.round(laws.speeds().fleet()));
    var oneWay = MissileRules.OGAME.flight(systems, speed);
    var flight =
        new Flight(
            new FleetId(number(turn)),
            new PlayerId(order.player()),
            row.state().id(),
            Settler.place(Settler.spot(row)),
            Settler.place(order.target()),
            Mission.MISSILES,
            units,
            Resources.NONE,
            0,
            Flight.State.OUTBOUND,
            now,
            now.plus(oneWay),
            oneWay,
            java.time.Duration.ZERO,
            false);
    insert(turn, row, order, flight, flight.until(), null);
    announce(turn, row, order, flight.until(), now);
    return flying(FleetRows.find(turn.sql, order.fleet()).orElseThrow());
  }
}
