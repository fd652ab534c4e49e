package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.fleet.Place;
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
/// on the planet, then fleets by their numbers. Thread-safe.
final class Settler {
  private final Steps steps;
  private final Arrivals arrivals;

  Settler(Steps steps, Arrivals arrivals) {
    this.steps = steps;
    this.arrivals = arrivals;
  }

  /// Settles planets and does something with them, in one transaction; their owners are locked.
  /// Research of these owners that was due is completed before, in transactions of its own.
  ///
  /// @param ids of planets that are there
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
                new TreeSet<>(ids).forEach(id -> settle(turn, turn.planet(id).orElseThrow(), upTo));
                return Optional.of(then.apply(turn));
              });
      if (done.isPresent()) {
        return done.get();
      }
    }
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
      if (!owners.contains(turn.planet(id).orElseThrow().player)) {
        return false;
      }
    }
    for (var owner : owners) {
      var due = turn.player(owner).researchDue;
      if (due != null && !due.isAfter(upTo)) {
        return false;
      }
    }
    return true;
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
    for (var fleet = FleetRows.next(turn, place, upTo);
        fleet.isPresent();
        fleet = FleetRows.next(turn, place, upTo)) {
      pass(turn, planet, Objects.requireNonNull(fleet.get().dueAt));
      arrivals.handle(turn, Optional.of(planet), fleet.get());
      if (!turn.stands(planet)) {
        settleVoid(turn, place, upTo);
        return;
      }
    }
    pass(turn, planet, upTo);
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

  /// Completes all research of a player that is due until a moment, item by item. What waits behind
  /// an item is paid by its planet when the item ends: that planet is settled before.
  void learn(World world, long player, Instant upTo) {
    while (true) {
      var due = PlayerRows.researchDue(steps.sql, player);
      if (due.isEmpty() || due.get().isAfter(upTo)) {
        return;
      }
      payer(player).ifPresent(planet -> settleFleets(world, planet, due.get()));
      steps.take(
          world,
          Asker.NOBODY,
          turn -> {
            var row = turn.player(player);
            var now = row.researchDue;
            if (now != null && !now.isAfter(upTo)) {
              // Its workflow's own timer is due as well and finds what is next.
              var _ = study(turn, row, academy -> ResearchRules.settle(world.laws(), academy, now));
            }
            return true;
          });
    }
  }

  private Optional<Long> payer(long player) {
    return PlayerRows.research(steps.sql, player).queue().stream()
        .skip(1)
        .findFirst()
        .filter(item -> item.start() == null)
        .map(item -> item.planet().number());
  }

  /// Fleets may bring what the next item costs.
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
