package dev.overwinter.universe.fleet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;
import java.util.Optional;

/// Whether ships may go where they are sent, and for what. Each question is answered with the first
/// thing that stands against it, or with nothing.
final class MissionRules {
  private static final Duration LEAST_HOLD = Duration.ofHours(1);
  private static final Duration LONGEST_HOLD = Duration.ofHours(32);

  private MissionRules() {}

  /// Whether these ships can leave at all.
  static Optional<Outcome<Departure>> ships(Laws laws, PlanetState state, FleetOrder order) {
    if (state.vacation()) {
      return refused(Refusal.VACATION, "no fleet leaves while you are away");
    }
    if (!(order.share() > 0 && order.share() <= 1)) {
      return refused(Refusal.SPEED, "speed: " + order.share() + " (expected: > 0, <= 1)");
    }
    if (order.ships().none()) {
      return refused(Refusal.NO_SHIPS, "no ships were named");
    }
    for (var key : order.ships().byKey().keySet()) {
      var unit = laws.rules().unit(key);
      if (unit.isEmpty()) {
        return refused(Refusal.UNKNOWN_UNIT, "there is no unit " + key);
      }
      if (!unit.get().flies()) {
        return refused(Refusal.CANNOT_FLY, key + " does not fly");
      }
      if (state.units().of(key) < order.ships().of(key)) {
        return refused(
            Refusal.SHIPS_NOT_THERE,
            "%d %s stationed, %d named"
                .formatted(state.units().of(key), key, order.ships().of(key)));
      }
    }
    return order.cargo().isNatural()
        ? Optional.empty()
        : refused(Refusal.COUNT, "cargo below zero");
  }

  /// Whether they may go there for that.
  static Optional<Outcome<Departure>> mission(
      Laws laws, PlanetState state, FleetOrder order, FleetFacts facts) {
    var rule = laws.rules().fleet();
    var mission = order.mission();
    if (!rule.missions().contains(mission.key()) || mission == Mission.MISSILES) {
      return refused(Refusal.MISSION, "fleets are not sent to " + mission.key() + " here");
    }
    if (order.target().at().equals(state.at()) && order.target().body() == state.body()) {
      return refused(Refusal.SAME_PLACE, "the fleet is there already");
    }
    if (order.target().at().beyond() != (mission == Mission.EXPEDITION)) {
      return refused(Refusal.COORDINATES, "expeditions go to deep space, and nothing else does");
    }
    var needed = rule.needs().get(mission.key());
    if (needed != null && order.ships().of(needed) == 0) {
      return refused(Refusal.NO_SHIPS, mission.key() + " takes a " + needed);
    }
    if (facts.flying() >= FleetLimits.fleets(laws, state.techs())) {
      return refused(
          Refusal.NO_FLEET_SLOT,
          "all " + FleetLimits.fleets(laws, state.techs()) + " fleet slots are in use");
    }
    return target(laws, state, order, facts);
  }

  private static Optional<Outcome<Departure>> target(
      Laws laws, PlanetState state, FleetOrder order, FleetFacts facts) {
    return switch (order.mission()) {
      case TRANSPORT -> mayBeEmpty(laws, order) ? Optional.empty() : inhabited(order, facts);
      case DEPLOY ->
          inhabited(order, facts)
              .or(() ->
                  state.owner().equals(facts.targetOwner())
                      ? Optional.empty()
                      : refused(Refusal.NOT_YOURS, "only your own planets take your ships"));
      case ACS_DEFEND -> inhabited(order, facts).or(() -> notAway(facts)).or(() -> hold(order));
      case ATTACK, ACS_ATTACK -> hostile(state, order, facts);
      case ESPIONAGE ->
          mayBeEmpty(laws, order) && facts.targetOwner() == null
              ? Optional.empty()
              : hostile(state, order, facts);
      case DESTROY_MOON ->
          order.target().body() == Body.MOON
              ? hostile(state, order, facts)
              : refused(Refusal.TARGET, "only moons are destroyed");
      case COLONIZE -> colony(laws, state, order, facts);
      case RECYCLE ->
          order.target().body() == Body.DEBRIS
              ? Optional.empty()
              : refused(Refusal.TARGET, "only debris is recycled");
      case EXPEDITION ->
          facts.expeditions() < FleetLimits.expeditions(laws, state.techs())
              ? hold(order)
              : refused(
                  Refusal.NO_EXPEDITION_SLOT,
                  "expeditions at a time: " + FleetLimits.expeditions(laws, state.techs()));
      case MISSILES -> refused(Refusal.MISSION, "missiles are not ships");
    };
  }

  private static boolean mayBeEmpty(Laws laws, FleetOrder order) {
    return laws.rules().fleet().emptyTargets().contains(order.mission().key());
  }

  /// Who stays has to say for how long.
  private static Optional<Outcome<Departure>> hold(FleetOrder order) {
    var hold = order.hold();
    return hold.compareTo(LEAST_HOLD) < 0 || hold.compareTo(LONGEST_HOLD) > 0
        ? refused(
            Refusal.COUNT,
            "hold: %s (expected: %d to %d hours)"
                .formatted(hold, LEAST_HOLD.toHours(), LONGEST_HOLD.toHours()))
        : Optional.empty();
  }

  private static Optional<Outcome<Departure>> inhabited(FleetOrder order, FleetFacts facts) {
    return FleetRules.inhabited(order, facts)
        ? Optional.empty()
        : refused(Refusal.TARGET, "nobody lives at " + order.target().at().text());
  }

  private static Optional<Outcome<Departure>> notAway(FleetFacts facts) {
    return facts.targetAway()
        ? refused(Refusal.PROTECTED, "its owner is on vacation")
        : Optional.empty();
  }

  private static Optional<Outcome<Departure>> hostile(
      PlanetState state, FleetOrder order, FleetFacts facts) {
    var nobody = inhabited(order, facts).or(() -> notAway(facts));
    if (nobody.isPresent()) {
      return nobody;
    }
    if (state.owner().equals(facts.targetOwner())) {
      return refused(Refusal.TARGET, "it is your own");
    }
    return facts.targetProtected()
        ? refused(Refusal.PROTECTED, "its owner has far fewer points than you")
        : Optional.empty();
  }

  private static Optional<Outcome<Departure>> colony(
      Laws laws, PlanetState state, FleetOrder order, FleetFacts facts) {
    var at = order.target().at();
    if (order.target().body() != Body.PLANET) {
      return refused(Refusal.TARGET, "only planets are settled");
    }
    if (facts.targetOwner() != null) {
      return refused(Refusal.OCCUPIED, at.text() + " is occupied");
    }
    var missing = FleetLimits.missingFor(laws, at, state.techs());
    if (!missing.none()) {
      return Optional.of(Outcome.requires(missing));
    }
    var most = FleetLimits.planets(laws, state.techs());
    return facts.planets() < most
        ? Optional.empty()
        : refused(Refusal.PLANET_LIMIT, "planets with what you know: " + most);
  }

  private static Optional<Outcome<Departure>> refused(Refusal reason, String text) {
    return Optional.of(Outcome.refused(reason, text));
  }
}
