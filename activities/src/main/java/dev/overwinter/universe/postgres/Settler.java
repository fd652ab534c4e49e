package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.fleet.Place;
import dev.overwinter.universe.market.Closed;
import dev.overwinter.universe.market.MarketRules;
import dev.overwinter.universe.market.Offer;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.Settled;
import dev.overwinter.universe.research.Academy;
import dev.overwinter.universe.research.ResearchMove;
import dev.overwinter.universe.research.ResearchRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// The one operation under all others: makes places true for a moment. Whatever was due there is
/// done in the order of due times; at the same moment production comes first, then what is finished
/// on the planet, then offers that end, then fleets by their numbers. What was due before at other
/// places, and changes something here, is done there before: also after an outage the moments
/// decide, and not who asks first. Thread-safe.
final class Settler {
  /// More often nobody else can have been faster.
  private static final int TRIES = 10;

  private final Steps steps;
  private final Arrivals arrivals;

  Settler(Steps steps, Arrivals arrivals) {
    this.steps = steps;
    this.arrivals = arrivals;
  }

  /// Settles planets and does something with them, in one transaction; their owners are locked.
  /// Research of these owners that was due is completed before, in transactions of its own.
  ///
  /// @param ids of planets; a moon among them may have been destroyed by what was due
  /// @param players who are locked besides, for example because they get a planet
  <T> T at(
      World world,
      Collection<Long> ids,
      Collection<Long> players,
      Instant upTo,
      Asker askedBy,
      Function<Turn, T> then) {
    while (true) {
      var owners = owners(ids);
      owners.forEach(owner -> learn(world, owner, upTo));
      before(world, ids, upTo);
      var done =
          steps.take(
              world,
              askedBy,
              turn -> {
                var all = new TreeSet<>(owners);
                all.addAll(players);
                turn.players(all);
                turn.planets(ids);
                if (!isReady(turn, ids, owners, upTo)) {
                  return Optional.<T>empty();
                }
                new TreeSet<>(ids)
                    .forEach(id -> turn.planet(id).ifPresent(row -> settle(turn, row, upTo)));
                return Optional.of(then.apply(turn));
              });
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  /// What comes home to some planets before a moment is on its way home, and who fights there knows
  /// what they knew then. Every step of it is about an earlier moment than the one before, so it
  /// ends.
  private void before(World world, Collection<Long> planets, Instant upTo) {
    var again = 0;
    var last = Optional.<Elsewhere.Event>empty();
    while (true) {
      var next = Elsewhere.first(steps.sql, planets, upTo);
      if (next.isEmpty()) {
        break;
      }
      again = next.equals(last) ? again + 1 : 0;
      if (again == TRIES) {
        throw new IllegalStateException("fleet " + next.get() + " stays due");
      }
      reach(world, next.get().spot(), next.get().due(), Asker.NOBODY);
      last = next;
    }
    Elsewhere.visitors(steps.sql, planets, upTo).forEach(who -> learn(world, who));
  }

  private void learn(World world, Elsewhere.Learner who) {
    learn(world, who.player(), who.before().minusMillis(1));
  }

  /// Does what is due at a place until a moment, whether anybody lives there or not.
  void reach(World world, Spot place, Instant upTo, Asker askedBy) {
    var planet = planetAt(world, place);
    if (planet.isPresent()) {
      var _ = at(world, List.of(planet.get()), List.of(), upTo, askedBy, _ -> true);
      return;
    }
    Elsewhere.visitors(steps.sql, world.id(), place, upTo).forEach(who -> learn(world, who));
    steps.take(
        world,
        askedBy,
        turn -> {
          turn.players(FleetRows.playersDue(turn.sql, world.id(), place, upTo));
          settleVoid(turn, place, upTo);
          return true;
        });
  }

  private Optional<Long> planetAt(World world, Spot place) {
    return new Turn(steps.sql, world).planetIdAt(place);
  }

  private SortedSet<Long> owners(Collection<Long> ids) {
    return new TreeSet<>(
        steps
            .sql
            .sql("select player from universe_planets where id = any(?)")
            .param(ids.toArray(Long[]::new))
            .query((row, _) -> row.getLong(1))
            .list());
  }

  /// Nobody has ordered research or taken a planet between the look and the lock.
  private static boolean isReady(
      Turn turn, Collection<Long> ids, Collection<Long> owners, Instant upTo) {
    for (var id : ids) {
      if (turn.planet(id).filter(row -> !owners.contains(row.player)).isPresent()) {
        return false;
      }
    }
    for (var owner : owners) {
      var due = turn.player(owner).researchDue;
      if (due != null && !due.isAfter(upTo)) {
        return false;
      }
    }
    return Elsewhere.first(turn.sql, ids, upTo).isEmpty();
  }

  /// Does what fleets do at a place where nobody lives, until somebody does.
  void settleVoid(Turn turn, Spot place, Instant upTo) {
    while (turn.planetIdAt(place).isEmpty()) {
      var fleet = FleetRows.next(turn, place, upTo);
      if (fleet.isEmpty()) {
        return;
      }
      arrivals.handle(turn, Optional.empty(), fleet.get());
    }
  }

  private void settle(Turn turn, PlanetRow planet, Instant upTo) {
    var place = spot(planet);
    while (true) {
      var fleet = FleetRows.next(turn, place, upTo);
      var next = fleet.map(row -> Objects.requireNonNull(row.dueAt)).orElse(upTo);
      var offer = OfferRows.ending(turn, planet.id, next);
      if (offer.isPresent()) {
        end(turn, planet, offer.get().offer());
      } else if (fleet.isEmpty()) {
        pass(turn, planet, upTo);
        return;
      } else {
        pass(turn, planet, next);
        arrivals.handle(turn, Optional.of(planet), fleet.get());
        if (!turn.stands(planet)) {
          settleVoid(turn, place, upTo);
          return;
        }
      }
    }
  }

  /// What nobody took comes back.
  private static void end(Turn turn, PlanetRow planet, Offer offer) {
    var at = Turn.later(Objects.requireNonNull(offer.expiresAt()), planet.state().settledAt());
    pass(turn, planet, at);
    switch (MarketRules.expire(turn.world.laws(), offer, planet.state(), at)) {
      case Outcome.Refused<Closed> no ->
          throw new IllegalStateException("offer " + offer.id() + " does not end: " + no.text());
      case Outcome.Accepted<Closed>(var closed) -> {
        planet.become(closed.seller());
        closed.seller().events().forEach(event -> PlanetNews.tell(turn.letters, planet, event));
        OfferRows.close(turn, closed.offer(), Resources.NONE);
        OfferRows.trade(turn, "offer_expired", closed.offer(), offer.expiresAt());
      }
    }
  }

  /// Time passes on a planet.
  static void pass(Turn turn, PlanetRow planet, Instant upTo) {
    apply(turn, planet, PlanetRules.settle(turn.world.laws(), planet.state(), upTo));
  }

  private static void apply(Turn turn, PlanetRow planet, Settled settled) {
    planet.become(settled.state(), settled.postings());
    settled.events().forEach(event -> PlanetNews.tell(turn.letters, planet, event));
  }

  static Spot spot(PlanetRow planet) {
    var at = planet.state().at();
    return new Spot(at.galaxy(), at.system(), at.position(), planet.state().body() == Body.MOON);
  }

  static Place place(Spot spot) {
    return new Place(
        new dev.overwinter.universe.Coordinate(spot.galaxy(), spot.system(), spot.position()),
        spot.moon() ? Body.MOON : Body.PLANET);
  }

  /// Completes all research of a player that is due until a moment, item by item. A level changes
  /// what all planets produce, how all fleets fight, and what waits behind it is paid when it ends:
  /// whatever was due before then is done before.
  void learn(World world, long player, Instant upTo) {
    while (true) {
      var due = PlayerRows.researchDue(steps.sql, player);
      if (due.isEmpty() || due.get().isAfter(upTo)) {
        return;
      }
      before(world, new Turn(steps.sql, world).planetIds(player), due.get());
      Elsewhere.due(steps.sql, player, due.get())
          .forEach(planet -> settleFleets(world, planet, due.get()));
      steps.take(
          world,
          Asker.NOBODY,
          turn -> {
            var row = turn.player(player);
            var now = row.researchDue;
            if (now != null
                && !now.isAfter(due.get())
                && Elsewhere.due(turn.sql, player, now).isEmpty()
                && Elsewhere.first(turn.sql, turn.planetIds(player), now).isEmpty()) {
              // Its workflow's own timer is due as well and finds what is next.
              var _ = study(turn, row, academy -> ResearchRules.settle(world.laws(), academy, now));
            }
            return true;
          });
    }
  }

  /// Fleets may bring what the next item costs, and take it.
  private void settleFleets(World world, long planet, Instant upTo) {
    steps.take(
        world,
        Asker.NOBODY,
        turn -> {
          var owner =
              turn.sql
                  .sql("select player from universe_planets where id = ?")
                  .param(planet)
                  .query(Long.class)
                  .optional();
          owner.ifPresent(turn::player);
          turn.planet(planet).ifPresent(row -> settle(turn, row, upTo));
          return true;
        });
  }

  /// Does something with a player's research and all planets, which are locked for it.
  static ResearchMove study(Turn turn, PlayerRow player, Function<Academy, ResearchMove> what) {
    var rows = turn.planetsOf(player.id);
    var states = rows.stream().map(PlanetRow::state).toList();
    var move = what.apply(new Academy(player.research, states));
    apply(turn, player, rows, move);
    return move;
  }

  static void apply(Turn turn, PlayerRow player, List<PlanetRow> rows, ResearchMove move) {
    player.research = move.next().research();
    for (var row : rows) {
      var id = new PlanetId(row.id);
      var postings = new ArrayList<dev.overwinter.universe.Posting>();
      move.postings().stream()
          .filter(one -> one.planet().equals(id))
          .forEach(one -> postings.add(one.posting()));
      row.become(move.next().planet(id), postings);
      move.happened().stream()
          .filter(one -> one.planet().equals(id))
          .forEach(one -> PlanetNews.tell(turn.letters, row, one.event()));
    }
    move.events().forEach(event -> PlanetNews.tell(turn.letters, player.id, event));
  }
}
