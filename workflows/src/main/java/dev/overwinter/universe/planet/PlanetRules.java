package dev.overwinter.universe.planet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.planet.PlanetState.Rest;
import dev.overwinter.universe.planet.PlanetState.TechAhead;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries a planet through time, and moves resources in and out of it. Pure: the same state and
/// moment give the same answer, whoever asks and however often.
public final class PlanetRules {
  private PlanetRules() {}

  /// A new planet or moon.
  ///
  /// @param first whether it is its owner's first
  public static PlanetMove founded(
      Laws laws,
      PlanetId id,
      PlayerId owner,
      String name,
      Coordinate at,
      Body body,
      int temperature,
      int size,
      boolean first,
      Levels techs,
      List<TechAhead> ahead,
      Instant now) {
    var start = laws.rules().start();
    var planet = body == Body.PLANET;
    var granted = planet ? start.granted(first) : Resources.NONE;
    var buildings = first ? start.buildings() : start.colonyBuildings();
    var state =
        new PlanetState(
            id,
            owner,
            name,
            at,
            body,
            temperature,
            size,
            planet ? buildings : Levels.NONE,
            Units.NONE,
            techs,
            ahead,
            granted,
            Rest.NONE,
            now,
            List.of(),
            List.of(),
            1,
            Notices.NONE,
            false);
    var postings =
        granted.isNone() ? List.<Posting>of() : List.of(new Posting(Posting.Kind.GRANTED, granted));
    return new PlanetMove(state, 0, List.of(), postings);
  }

  /// The planet at a later moment, with all that has happened until then, that moment included. A
  /// moment that is not later changes nothing. Settling in steps leaves the same planet, the same
  /// events and the same sum of postings as settling at once.
  public static Settled settle(Laws laws, PlanetState planet, Instant upTo) {
    return new Passage(laws, planet).until(upTo.truncatedTo(ChronoUnit.MILLIS));
  }

  /// The next moment at which anything changes: an item is due, a store is full, the deuterium is
  /// burnt, a unit that counts is delivered. Empty when nothing ever does.
  ///
  /// @param planet settled
  public static Optional<Instant> nextDue(Laws laws, PlanetState planet) {
    return Passage.nextChange(planet, laws, Rates.of(laws, planet));
  }

  /// The next moment at which something is finished: what a timer has to wait for. Full stores and
  /// dry reactors are news that a reader computes as well.
  ///
  /// @param planet settled
  public static Optional<Instant> nextCompletion(PlanetState planet) {
    return Passage.nextItem(planet);
  }

  /// What happens to its stock while nothing changes.
  ///
  /// @param planet settled
  public static Rates rates(Laws laws, PlanetState planet) {
    return Rates.of(laws, planet);
  }

  /// Puts resources in; what is more than a store holds stays.
  ///
  /// @param kind where they come from
  public static PlanetMove put(
      Laws laws, PlanetState planet, Posting.Kind kind, Resources amount, Instant now) {
    var posting = new Posting(kind, amount);
    var settled = settle(laws, planet, now);
    var state = settled.state();
    return moved(
        laws, settled, state.withStock(state.stock().plus(posting.change())), 0, List.of(posting));
  }

  /// Takes resources out; refused when there is less.
  ///
  /// @param kind where they go
  public static Outcome<PlanetMove> take(
      Laws laws, PlanetState planet, Posting.Kind kind, Resources amount, Instant now) {
    var settled = settle(laws, planet, now);
    if (!settled.state().stock().covers(amount)) {
      return Outcome.cannotPay(settled.state().stock(), amount);
    }
    return Outcome.accepted(put(laws, planet, kind, amount, now));
  }

  /// Stations units.
  public static PlanetMove station(Laws laws, PlanetState planet, Units units, Instant now) {
    var settled = settle(laws, planet, now);
    var state = settled.state();
    return moved(laws, settled, state.withUnits(state.units().plus(units)), 0, List.of());
  }

  /// Tells it what its owner is going to know. Safe to repeat.
  public static PlanetState expect(PlanetState planet, TechAhead tech) {
    if (planet.techsAhead().contains(tech)) {
      return planet;
    }
    var ahead = new ArrayList<>(planet.techsAhead());
    ahead.add(tech);
    return planet.withTechs(planet.techs(), ahead);
  }

  /// Takes that back. Safe to repeat.
  public static PlanetState expectNoMore(PlanetState planet, TechAhead tech) {
    return planet.withTechs(
        planet.techs(), planet.techsAhead().stream().filter(t -> !t.equals(tech)).toList());
  }

  /// Its owner leaves or comes back: nothing is produced or burnt in between.
  public static PlanetMove vacation(Laws laws, PlanetState planet, boolean away, Instant now) {
    var settled = settle(laws, planet, now);
    return moved(laws, settled, settled.state().withVacation(away), 0, List.of());
  }

  /// A move that follows a settlement; what it makes of conditions is told at that moment.
  ///
  /// @param postings of the move itself, whose sum the next state has already
  public static PlanetMove moved(
      Laws laws, Settled settled, PlanetState next, long item, List<Posting> postings) {
    var events = new ArrayList<>(settled.events());
    var told = Conditions.told(laws, next, Rates.of(laws, next), events);
    var all = new ArrayList<>(settled.postings());
    postings.stream().filter(posting -> !posting.amount().isNone()).forEach(all::add);
    return new PlanetMove(told, item, events, all);
  }

  /// How long a resource will last or take, for people: empty when it never gets there.
  ///
  /// @param planet settled
  /// @param units whole units that are wanted
  public static Optional<Duration> untilThere(
      Laws laws, PlanetState planet, Resource resource, long units) {
    var missing = Math.multiplyExact(units, Resources.MICROS) - planet.stock().of(resource);
    if (missing <= 0) {
      return Optional.of(Duration.ZERO);
    }
    var rates = Rates.of(laws, planet);
    var rate = rates.net().of(resource);
    var room = rates.room().of(resource);
    if (rate <= 0 || planet.stock().of(resource) + missing > room) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(Accrual.millisToGain(missing, rate, 0)));
  }
}
