package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.FleetLimits;
import dev.overwinter.universe.fleet.TravelRules;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What fleets do where they arrive. Every method belongs into a transaction that has locked the
/// fleet, and the planet, if one is there, is settled to the moment of the arrival. Thread-safe.
final class Arrivals {
  private final Battles battles;

  Arrivals(Battles battles) {
    this.battles = battles;
  }

  /// The next event of a fleet, which is due here; afterwards it has another one, elsewhere or
  /// later, or none.
  ///
  /// @param here the planet or moon of the place; empty when nobody lives there
  void handle(Turn turn, Optional<PlanetRow> here, FleetRow fleet) {
    var at = Objects.requireNonNull(fleet.dueAt, "due");
    switch (fleet.state) {
      case OUTBOUND -> arrive(turn, here, fleet, at);
      case HOLDING -> leave(turn, here, fleet, at);
      case RETURNING -> comeHome(turn, here, fleet, at);
      case HOME, LOST -> throw new IllegalStateException("fleet " + fleet.id + " is over");
    }
    FleetRows.update(turn.sql, fleet);
  }

  private void arrive(Turn turn, Optional<PlanetRow> here, FleetRow fleet, Instant at) {
    switch (fleet.mission) {
      case TRANSPORT ->
          here.ifPresentOrElse(
              planet -> deliver(turn, planet, fleet, at),
              () -> turnAway(fleet, at, "nobody lives there any more"));
      case DEPLOY ->
          here.filter(planet -> planet.player == fleet.player)
              .ifPresentOrElse(
                  planet -> land(turn, planet, fleet, at, "deployed"),
                  () -> turnAway(fleet, at, "the planet is not yours any more"));
      case RECYCLE -> recycle(turn, fleet, at);
      case COLONIZE -> {
        var seconds = turn.world.laws().rules().fleet().colony().seconds();
        if (seconds > 0) {
          fleet.hold(at.plusSeconds(seconds));
        } else {
          colonize(turn, here, fleet, at);
        }
      }
      case EXPEDITION, ACS_DEFEND ->
          // Who was not told to stay looks round and leaves.
          fleet.hold(Objects.requireNonNullElse(fleet.holdsUntil, at));
      case ATTACK, ACS_ATTACK, DESTROY_MOON ->
          here.ifPresentOrElse(
              planet -> battles.attack(turn, planet, fleet, at),
              () -> turnAway(fleet, at, "nobody lives there any more"));
      case ESPIONAGE ->
          here.ifPresentOrElse(
              planet -> battles.spy(turn, planet, fleet, at),
              () -> {
                Spying.seeNobody(turn, fleet, at);
                turnAway(fleet, at, "nobody lives there");
              });
      case MISSILES ->
          here.ifPresentOrElse(
              planet -> Missiles.strike(turn, planet, fleet, at),
              () -> fleet.end(FleetRow.State.LOST, "nobody lives there any more"));
    }
  }

  private void leave(Turn turn, Optional<PlanetRow> here, FleetRow fleet, Instant at) {
    switch (fleet.mission) {
      case COLONIZE -> colonize(turn, here, fleet, at);
      case EXPEDITION -> battles.explore(turn, fleet, at);
      case ACS_DEFEND -> turnAway(fleet, at, "has defended");
      case TRANSPORT, DEPLOY, RECYCLE, ATTACK, ACS_ATTACK, DESTROY_MOON, ESPIONAGE, MISSILES ->
          throw new IllegalStateException(fleet.mission + " does not stay");
    }
  }

  /// It flies home with all that it has.
  static void turnAway(FleetRow fleet, Instant at, String why) {
    fleet.outcome = why;
    fleet.turn(at, fleet.oneWay());
  }

  private static void become(Turn turn, PlanetRow planet, PlanetMove move) {
    planet.become(move);
    move.events().forEach(event -> PlanetNews.tell(turn.letters, planet, event));
  }

  private static void unload(Turn turn, PlanetRow planet, FleetRow fleet, Instant at) {
    var cargo = fleet.cargo();
    become(
        turn,
        planet,
        PlanetRules.put(turn.world.laws(), planet.state(), Posting.Kind.UNLOADED, cargo, at));
    fleet.load(Freight.Reason.UNLOADED, cargo);
  }

  private static void deliver(Turn turn, PlanetRow planet, FleetRow fleet, Instant at) {
    var cargo = fleet.cargo();
    unload(turn, planet, fleet, at);
    turnAway(fleet, at, "delivered");
    var news = FleetNews.of(fleet, at);
    news.put("metal", cargo.metal() / Resources.MICROS);
    news.put("crystal", cargo.crystal() / Resources.MICROS);
    news.put("deuterium", cargo.deuterium() / Resources.MICROS);
    turn.letters.event(fleet.player, "fleet_delivered", news, at);
    if (planet.player != fleet.player) {
      turn.letters.event(planet.player, "fleet_delivered", news, at);
      turn.letters.notice(planet.player, "transport_received", news, "info", at);
    }
  }

  /// All of it stays.
  private static void land(Turn turn, PlanetRow planet, FleetRow fleet, Instant at, String why) {
    unload(turn, planet, fleet, at);
    become(turn, planet, PlanetRules.station(turn.world.laws(), planet.state(), fleet.units, at));
    fleet.units = Units.NONE;
    fleet.end(FleetRow.State.HOME, why);
    turn.letters.event(fleet.player, "fleet_home", FleetNews.of(fleet, at), at);
  }

  private static void comeHome(Turn turn, Optional<PlanetRow> here, FleetRow fleet, Instant at) {
    if (here.isPresent() && here.get().player == fleet.player) {
      land(turn, here.get(), fleet, at, "");
      return;
    }
    // A moon that is gone: its planet takes what was the moon's.
    if (fleet.dueSpot.moon()) {
      var planet = fleet.dueSpot;
      fleet.dueSpot = Spot.planet(planet.galaxy(), planet.system(), planet.position());
      turn.tellFleet(fleet.id);
      return;
    }
    fleet.load(Freight.Reason.LOST, fleet.cargo());
    fleet.units = Units.NONE;
    fleet.end(FleetRow.State.LOST, "there is no home any more");
  }

  private static void recycle(Turn turn, FleetRow fleet, Instant at) {
    var spot = fleet.target;
    var there = Debris.at(turn, spot);
    var room = room(turn, fleet);
    var taken = TravelRules.carried(there, room / Resources.MICROS);
    if (!taken.isNone()) {
      Debris.take(turn, spot, taken);
      fleet.load(Freight.Reason.SALVAGED, taken);
    }
    turnAway(fleet, at, taken.isNone() ? "there was no debris" : "salvaged " + taken.text());
    turn.letters.event(fleet.player, "fleet_recycled", FleetNews.of(fleet, at), at);
  }

  /// What still fits into its holds, in micro-units.
  static long room(Turn turn, FleetRow fleet) {
    var techs = turn.techs(fleet.player, Objects.requireNonNull(fleet.dueAt));
    var all =
        Math.multiplyExact(
            TravelRules.cargoUnits(turn.world.laws(), fleet.units, techs), Resources.MICROS);
    return Math.max(0, all - fleet.cargo().sum());
  }

  private static void colonize(Turn turn, Optional<PlanetRow> here, FleetRow fleet, Instant at) {
    // Before any lock of who sent it: the planet is locked already, and players come first.
    if (here.isPresent()) {
      turnAway(fleet, at, "the coordinate is another planet's");
      return;
    }
    var laws = turn.world.laws();
    var colony = laws.rules().fleet().colony();
    var owner = turn.player(fleet.player);
    var techs = turn.techs(fleet.player, at);
    var target = fleet.target;
    var place = new Coordinate(target.galaxy(), target.system(), target.position());
    if (Places.count(turn, fleet.player) >= FleetLimits.planets(laws, techs)) {
      turnAway(fleet, at, "no more planets with what you know");
    } else if (!FleetLimits.missingFor(laws, place, techs).none()) {
      turnAway(fleet, at, "nobody can live there with what you know");
    } else if (fleet.units.of(colony.ship()) == 0) {
      turnAway(fleet, at, "there is no " + colony.ship() + " left");
    } else {
      var made = Places.found(turn, owner, target, "Colony", false, at);
      if (made.isEmpty()) {
        turnAway(fleet, at, "the coordinate is another planet's");
        return;
      }
      settled(turn, made.get(), fleet, colony.ship(), at);
    }
  }

  private static void settled(
      Turn turn, PlanetRow planet, FleetRow fleet, String ship, Instant at) {
    unload(turn, planet, fleet, at);
    fleet.units = fleet.units.minus(Units.of(ship, 1));
    fleet.outcome = "colonised";
    if (fleet.units.none()) {
      fleet.end(FleetRow.State.HOME, "colonised");
    } else {
      fleet.turn(at, fleet.oneWay());
    }
    var news = FleetNews.of(fleet, at);
    news.put("planet_id", planet.id);
    turn.letters.event(fleet.player, "planet_colonized", news, at);
    turn.letters.notice(fleet.player, "planet_colonized", news, "info", at);
  }
}
