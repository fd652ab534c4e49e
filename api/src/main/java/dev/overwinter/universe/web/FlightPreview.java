package dev.overwinter.universe.web;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Departure;
import dev.overwinter.universe.fleet.FleetFacts;
import dev.overwinter.universe.fleet.FleetId;
import dev.overwinter.universe.fleet.FleetLimits;
import dev.overwinter.universe.fleet.FleetOrder;
import dev.overwinter.universe.fleet.FleetRules;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.fleet.Place;
import dev.overwinter.universe.fleet.TravelRules;
import dev.overwinter.universe.score.Points;
import dev.overwinter.universe.score.ScoreRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a flight would be and what stands against it, before anybody orders it: asked of the rules
/// that will answer the order, with what the tables say now.
@Component
class FlightPreview {
  private final GalaxyReads galaxy;
  private final PlanetReads planets;
  private final PlayerReads players;
  private final FleetReads fleets;

  FlightPreview(GalaxyReads galaxy, PlanetReads planets, PlayerReads players, FleetReads fleets) {
    this.galaxy = galaxy;
    this.planets = planets;
    this.players = players;
    this.fleets = fleets;
  }

  /// A flight.
  ///
  /// @param known whether there is anything to say of it: ships, and a place
  /// @param seconds one way, for people
  /// @param arrives when it would be there
  /// @param returns when it would be home; null for one that stays
  /// @param fuel deuterium for both ways
  /// @param room what can still be loaded
  /// @param full whether less than nothing can
  /// @param who lives there; empty for nobody
  /// @param slots fleets that fly, of those that may
  /// @param why what stands against it; empty when nothing does
  record Preview(
      boolean known,
      String seconds,
      @Nullable Instant arrives,
      @Nullable Instant returns,
      String distance,
      String fuel,
      String room,
      boolean full,
      String who,
      String slots,
      String why) {}

  Preview of(Visit visit, FlightForm form) {
    var laws = visit.laws();
    var flying = fleets.flying(visit.player().id());
    var slots = flying.size() + " of " + FleetLimits.fleets(laws, visit.planet().state().techs());
    var wrong = place(visit, form);
    if (wrong.isPresent()) {
      return unknown(slots, wrong.get());
    }
    boolean ready =
        !form.ships().isEmpty()
            && form.ships().keySet().stream()
                .allMatch(key -> laws.rules().unit(key).filter(rule -> rule.flies()).isPresent());
    if (!ready) {
      return unknown(slots, "");
    }
    var from = visit.planet().state().at();
    var to = new Coordinate(form.galaxy(), form.system(), form.position());
    var owned = owned(visit, flying);
    var plan =
        TravelRules.plan(
            laws,
            from,
            to,
            new Units(form.ships()),
            owned,
            visit.planet().state().techs(),
            form.speed() / 100.0);
    var outcome = dispatch(visit, form, to, owned, flying);
    var why =
        outcome instanceof Outcome.Refused<Departure> refused
            ? Words.sentence(laws.rules(), refused.text())
            : "";
    long room = plan.freeUnits() - form.metal() - form.crystal() - form.deuterium();
    var arrives = visit.now().plusSeconds(plan.seconds());
    long stays = form.holds() ? form.hours() * 3600L : 0;
    return new Preview(
        true,
        Words.time(plan.seconds()),
        arrives,
        form.mission() == Mission.DEPLOY
            ? null
            : arrives.plusSeconds(stays).plusSeconds(plan.seconds()),
        Words.number(plan.distance()),
        Words.number(plan.fuelUnits()),
        Words.number(room),
        room < 0,
        resident(visit, form).map(GalaxyReads.Body::username).orElse(""),
        slots,
        why);
  }

  private static Preview unknown(String slots, String why) {
    return new Preview(false, "", null, null, "", "", "", false, "", slots, why);
  }

  /// What is wrong with the place; empty when the universe has it.
  private static Optional<String> place(Visit visit, FlightForm form) {
    var universe = visit.universe();
    boolean deep = form.position() == universe.positions() + 1;
    boolean there =
        form.galaxy() >= 1
            && form.galaxy() <= universe.galaxies()
            && form.system() >= 1
            && form.system() <= universe.systems()
            && form.position() >= 1
            && (form.position() <= universe.positions() || deep)
            && (!deep || form.position() == Coordinate.BEYOND);
    return there
        ? Optional.empty()
        : Optional.of(
            "This universe has galaxies 1 to %d, systems 1 to %d, positions 1 to %d."
                .formatted(universe.galaxies(), universe.systems(), universe.positions()));
  }

  private Outcome<Departure> dispatch(
      Visit visit, FlightForm form, Coordinate to, Units owned, List<FleetReads.Fleet> flying) {
    var order =
        new FleetOrder(
            new FleetId(1),
            form.mission(),
            new Place(to, body(form)),
            new Units(form.ships()),
            Resources.ofUnits(form.metal(), form.crystal(), form.deuterium()),
            form.speed() / 100.0,
            form.holds() ? Duration.ofHours(form.hours()) : Duration.ZERO);
    return FleetRules.dispatch(
        visit.laws(),
        visit.planet().state(),
        order,
        facts(visit, form, owned, flying),
        visit.now());
  }

  private static Body body(FlightForm form) {
    if (form.mission() == Mission.RECYCLE) {
      return Body.DEBRIS;
    }
    return form.moon() ? Body.MOON : Body.PLANET;
  }

  private FleetFacts facts(
      Visit visit, FlightForm form, Units owned, List<FleetReads.Fleet> flying) {
    var resident = resident(visit, form);
    long own = visit.player().id();
    long settlers = count(flying, Mission.COLONIZE);
    long planetsOwned = visit.planets().stream().filter(planet -> !planet.moon()).count();
    return new FleetFacts(
        flying.size(),
        (int) count(flying, Mission.EXPEDITION),
        (int) (planetsOwned + settlers),
        owned,
        resident.map(body -> new PlayerId(body.player())).orElse(null),
        resident.filter(GalaxyReads.Body::vacation).isPresent(),
        form.mission().hostile()
            && resident
                .filter(body -> body.player() != own)
                .filter(body -> isProtected(visit, body, own))
                .isPresent());
  }

  private static long count(List<FleetReads.Fleet> fleets, Mission mission) {
    return fleets.stream().filter(fleet -> fleet.mission() == mission).count();
  }

  private Optional<GalaxyReads.Body> resident(Visit visit, FlightForm form) {
    return galaxy.bodies(visit.universe().id(), form.galaxy(), form.system()).stream()
        .filter(body -> body.position() == form.position() && body.moon() == form.moon())
        .findFirst();
  }

  private boolean isProtected(Visit visit, GalaxyReads.Body body, long attacker) {
    var laws = visit.laws();
    return ScoreRules.protects(
        laws,
        points(visit, body.player()),
        ScoreRules.activity(laws, body.lastActiveAt(), visit.now()),
        points(visit, attacker));
  }

  /// Counted now, as an order counts them, and not as the last highscore had them.
  private Points points(Visit visit, long player) {
    var all = planets.of(player);
    var units = all.stream().map(planet -> planet.state().units()).reduce(Units.NONE, Units::plus);
    var flying =
        fleets.flying(player).stream().map(FleetReads.Fleet::units).reduce(units, Units::plus);
    return ScoreRules.points(
        visit.laws(),
        all.stream().map(planet -> planet.state().buildings()).toList(),
        players.find(player).orElseThrow().research().levels(),
        flying);
  }

  private static Units owned(Visit visit, List<FleetReads.Fleet> flying) {
    var owned = new ArrayList<Units>();
    visit.planets().forEach(planet -> owned.add(planet.state().units()));
    flying.forEach(fleet -> owned.add(fleet.units()));
    return owned.stream().reduce(Units.NONE, Units::plus);
  }
}
