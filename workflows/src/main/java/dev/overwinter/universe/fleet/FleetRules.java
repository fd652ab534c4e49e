package dev.overwinter.universe.fleet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Flight.State;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends fleets, turns them back, brings them home. Ships and cargo are at one place at a time: a
/// departure takes them from the planet in the same move that gives them to the fleet.
public final class FleetRules {
  private FleetRules() {}

  /// Ships leave. What they need is checked against what the planet has at that moment.
  public static Outcome<Departure> dispatch(
      Laws laws, PlanetState planet, FleetOrder order, FleetFacts facts, Instant now) {
    var settled = PlanetRules.settle(laws, planet, now);
    var state = settled.state();
    var refusal =
        MissionRules.ships(laws, state, order)
            .or(() -> MissionRules.mission(laws, state, order, facts));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var plan =
        TravelRules.plan(
            laws,
            state.at(),
            order.target().at(),
            order.ships(),
            facts.owned(),
            state.techs(),
            order.share());
    var fuel = Math.multiplyExact(plan.fuelUnits(), Resources.MICROS);
    var unloadable = room(state, order, plan, fuel);
    if (unloadable.isPresent()) {
      return unloadable.get();
    }
    var burnt = new Posting(Posting.Kind.BURNED, Resources.of(Resource.DEUTERIUM, fuel));
    var loaded = new Posting(Posting.Kind.LOADED, order.cargo());
    var left =
        state
            .withStock(state.stock().plus(burnt.change()).plus(loaded.change()))
            .withUnits(state.units().minus(order.ships()));
    var oneWay = Duration.ofSeconds(plan.seconds());
    var flight =
        new Flight(
            order.fleet(),
            state.owner(),
            state.id(),
            new Place(state.at(), state.body()),
            order.target(),
            order.mission(),
            order.ships(),
            order.cargo(),
            fuel,
            State.OUTBOUND,
            state.settledAt(),
            state.settledAt().plus(oneWay),
            oneWay,
            hold(laws, order),
            false);
    var move = PlanetRules.moved(laws, settled, left, 0, List.of(burnt, loaded));
    return Outcome.accepted(new Departure(move, flight));
  }

  private static Duration hold(Laws laws, FleetOrder order) {
    return switch (order.mission()) {
      case COLONIZE -> Duration.ofSeconds(laws.rules().fleet().colony().seconds());
      case EXPEDITION, ACS_DEFEND -> order.hold();
      case TRANSPORT, DEPLOY, ATTACK, ACS_ATTACK, ESPIONAGE, RECYCLE, DESTROY_MOON, MISSILES ->
          Duration.ZERO;
    };
  }

  private static Optional<Outcome<Departure>> room(
      PlanetState state, FleetOrder order, FlightPlan plan, long fuel) {
    // First: what nobody has may be more than can be added up.
    if (!state.stock().covers(order.cargo())) {
      return Optional.of(Outcome.cannotPay(state.stock(), order.cargo()));
    }
    var needed = order.cargo().plus(Resources.of(Resource.DEUTERIUM, fuel));
    if (!state.stock().covers(needed)) {
      return Optional.of(
          new Outcome.Refused<>(
              Refusal.NOT_ENOUGH_FUEL,
              "the flight burns %d deuterium".formatted(plan.fuelUnits()),
              state.stock().shortOf(needed),
              Levels.NONE));
    }
    var free = plan.freeUnits();
    if (free < 0 || order.cargo().sum() > Math.multiplyExact(free, Resources.MICROS)) {
      return Optional.of(
          Outcome.refused(
              Refusal.NOT_ENOUGH_CARGO,
              "the ships have room for %d units beside their fuel".formatted(Math.max(0, free))));
    }
    return Optional.empty();
  }

  /// It is at its target: it stays for as long as its mission says, or the caller lets its mission
  /// take effect and sends it home. Only what is due changes; the same flight otherwise.
  public static Flight arrived(Flight flight, Instant now) {
    if (flight.state() != State.OUTBOUND || flight.until().isAfter(now) || flight.hold().isZero()) {
      return flight;
    }
    var at = flight.until();
    return flight.in(State.HOLDING, at, at.plus(flight.hold()));
  }

  /// Its mission is done: what is left of it flies home, or nothing does.
  ///
  /// @param ships what is left
  /// @param cargo what they carry
  /// @param at when that was
  public static Flight homeward(Flight flight, Units ships, Resources cargo, Instant at) {
    var next = flight.with(ships, cargo);
    return ships.none()
        ? next.in(State.OVER, at, at)
        : next.in(State.RETURNING, at, at.plus(flight.oneWay()));
  }

  /// It turns back: the way home takes the whole seconds that it was on its way, at least one.
  /// Asked again it is the same answer.
  public static Outcome<Flight> recall(Flight flight, Instant now) {
    return switch (flight.state()) {
      case OUTBOUND -> {
        if (!flight.until().isAfter(now)) {
          yield Outcome.refused(Refusal.ARRIVED, "the fleet has arrived");
        }
        var seconds = Math.max(1, Duration.between(flight.since(), now).toSeconds());
        yield Outcome.accepted(flight.turned().in(State.RETURNING, now, now.plusSeconds(seconds)));
      }
      case HOLDING ->
          flight.until().isAfter(now) && flight.mission() != Mission.COLONIZE
              ? Outcome.accepted(
                  flight.turned().in(State.RETURNING, now, now.plus(flight.oneWay())))
              : Outcome.refused(Refusal.ARRIVED, "the fleet has arrived");
      case RETURNING ->
          flight.recalled()
              ? Outcome.accepted(flight)
              : Outcome.refused(Refusal.ARRIVED, "the fleet is on its way home");
      case OVER -> Outcome.refused(Refusal.ARRIVED, "the fleet is no longer in space");
    };
  }

  /// It lands with all that it has, at home or where it was deployed: the planet has it from then
  /// on, and the fleet is over.
  public static PlanetMove landed(Laws laws, PlanetState planet, Flight flight, Instant at) {
    var settled = PlanetRules.settle(laws, planet, at);
    var state = settled.state();
    var unloaded = new Posting(Posting.Kind.UNLOADED, flight.cargo());
    return PlanetRules.moved(
        laws,
        settled,
        state
            .withUnits(state.units().plus(flight.ships()))
            .withStock(state.stock().plus(unloaded.change())),
        0,
        List.of(unloaded));
  }

  /// It leaves its cargo at a planet.
  public static PlanetMove delivered(Laws laws, PlanetState planet, Flight flight, Instant at) {
    return PlanetRules.put(laws, planet, Posting.Kind.UNLOADED, flight.cargo(), at);
  }

  /// Nothing of it is in space any more.
  public static Flight over(Flight flight, Instant at) {
    return flight.with(Units.NONE, Resources.NONE).in(State.OVER, at, at);
  }

  // ---- fleets that fly as one ----

  /// Another fleet joins those that attack together. All of them arrive with the slowest; a joiner
  /// may add only a part of the time that is left.
  ///
  /// @param union those that fly already, at least one, all outbound to the same target
  /// @return all of them with their new arrival
  public static Outcome<List<Flight>> join(
      Laws laws, List<Flight> union, Flight joiner, Instant now) {
    var rule = laws.rules().fleet();
    var first = union.getFirst();
    if (first.state() != State.OUTBOUND || !first.until().isAfter(now)) {
      return Outcome.refused(Refusal.ARRIVED, "the fleets have arrived");
    }
    if (!joiner.target().equals(first.target()) || joiner.mission() != Mission.ACS_ATTACK) {
      return Outcome.refused(Refusal.UNION, "the fleets go to " + first.target().at().text());
    }
    if (union.size() >= rule.unionFleets()) {
      return Outcome.refused(Refusal.UNION, "at most " + rule.unionFleets() + " fleets fly as one");
    }
    var players = new ArrayList<PlayerId>();
    union.stream().map(Flight::owner).distinct().forEach(players::add);
    if (!players.contains(joiner.owner()) && players.size() >= rule.unionPlayers()) {
      return Outcome.refused(
          Refusal.UNION, "at most " + rule.unionPlayers() + " players fly as one");
    }
    var left = Duration.between(now, first.until());
    var latest = first.until().plus(left.multipliedBy(rule.unionDelayPercent()).dividedBy(100));
    if (joiner.until().isAfter(latest)) {
      return Outcome.refused(
          Refusal.UNION, "it would be there after " + latest + ", which is too late");
    }
    var arrival = joiner.until().isAfter(first.until()) ? joiner.until() : first.until();
    var all = new ArrayList<>(union);
    all.add(joiner);
    return Outcome.accepted(
        all.stream().map(f -> f.in(State.OUTBOUND, f.since(), arrival)).toList());
  }

  /// Whether another fleet may help to defend a place: not more of them than may attack together.
  ///
  /// @param helpers whose fleets are there or on their way, one player for each fleet
  /// @return with how many fleets it is then
  public static Outcome<Integer> help(Laws laws, List<PlayerId> helpers, PlayerId joiner) {
    var rule = laws.rules().fleet();
    if (helpers.size() >= rule.unionFleets()) {
      return Outcome.refused(
          Refusal.UNION, "at most " + rule.unionFleets() + " fleets defend a place together");
    }
    if (!helpers.contains(joiner) && helpers.stream().distinct().count() >= rule.unionPlayers()) {
      return Outcome.refused(
          Refusal.UNION, "at most " + rule.unionPlayers() + " players defend a place together");
    }
    return Outcome.accepted(helpers.size() + 1);
  }

  /// Whether somebody lives where it goes.
  static boolean inhabited(FleetOrder order, FleetFacts facts) {
    return facts.targetOwner() != null && order.target().body() != Body.DEBRIS;
  }
}
