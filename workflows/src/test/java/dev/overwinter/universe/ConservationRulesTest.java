package dev.overwinter.universe;

import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Outcome.Accepted;
import dev.overwinter.universe.fleet.Departure;
import dev.overwinter.universe.fleet.FleetFacts;
import dev.overwinter.universe.fleet.FleetId;
import dev.overwinter.universe.fleet.FleetOrder;
import dev.overwinter.universe.fleet.FleetRules;
import dev.overwinter.universe.fleet.Flight;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.fleet.Place;
import dev.overwinter.universe.market.Closed;
import dev.overwinter.universe.market.MarketRules;
import dev.overwinter.universe.market.Offer;
import dev.overwinter.universe.market.OfferId;
import dev.overwinter.universe.market.OfferOrder;
import dev.overwinter.universe.market.Opened;
import dev.overwinter.universe.market.Traded;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.shipyard.YardRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is ordered, traded, flown and cancelled, in whatever order: what there is and what was
/// spent is what was produced and given, to the micro-unit.
final class ConservationRulesTest {

  enum Act {
    BUILD_MINE,
    BUILD_PLANT,
    DEMOLISH,
    CANCEL,
    SHIPS,
    OFFER,
    ACCEPT,
    TAKE_BACK,
    SEND,
    RECALL,
    LAND,
    SETTLE
  }

  record Step(Act act, int who, long millis, long amount) {}

  @Provide
  Arbitrary<List<Step>> evenings() {
    return Combinators.combine(
            Arbitraries.of(Act.class),
            Arbitraries.integers().between(0, 1),
            Arbitraries.longs().between(0, 3_000_000),
            Arbitraries.longs().between(1, 900))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  @Property(tries = 150)
  void nothingIsMadeOrLost(@ForAll("evenings") List<Step> evening) {
    live(OGAME, evening);
  }

  @Property(tries = 150)
  void norInTheClassicWorld(@ForAll("evenings") List<Step> evening) {
    live(Worlds.CLASSIC, evening);
  }

  private static void live(Laws laws, List<Step> evening) {
    var world = new Realm(laws);
    for (var step : evening) {
      world.take(step);
      world.prove();
    }
  }

  /// Two players, their offers, their fleets, and the book of all postings.
  private static final class Realm {
    private final Laws laws;
    private final PlanetState[] planets = new PlanetState[2];
    private final List<Offer> offers = new ArrayList<>();
    private final List<Flight> flights = new ArrayList<>();
    private final Map<Posting.Kind, Resources> book = new EnumMap<>(Posting.Kind.class);
    private Resources fees = Resources.NONE;
    private Instant now = T0;
    private long next = 1;

    private Realm(Laws laws) {
      this.laws = laws;
      for (var who = 0; who < 2; who++) {
        var founded = Worlds.founded(laws, who + 1, new Coordinate(1, 1, 4 + who));
        book(founded.postings());
        planets[who] =
            founded
                .next()
                .withBuildings(
                    new Levels(
                        Map.of(
                            "metal_mine",
                            8,
                            "crystal_mine",
                            7,
                            "deuterium_synthesizer",
                            3,
                            "solar_plant",
                            9,
                            "fusion_reactor",
                            2,
                            "shipyard",
                            2,
                            "robot_factory",
                            2)))
                .withTechs(new Levels(Map.of("combustion", 2, "computer", 5)), List.of())
                .withUnits(Units.of(ship(), 9));
      }
    }

    private String ship() {
      return laws.rules().units().containsKey("small_cargo") ? "small_cargo" : "battleship";
    }

    private void take(Step step) {
      now = now.plusMillis(step.millis());
      var who = step.who();
      var planet = planets[who];
      switch (step.act()) {
        case BUILD_MINE -> moved(who, BuildRules.build(laws, planet, "metal_mine", now));
        case BUILD_PLANT -> moved(who, BuildRules.build(laws, planet, "solar_plant", now));
        case DEMOLISH -> moved(who, BuildRules.demolish(laws, planet, "crystal_mine", now));
        case CANCEL ->
            moved(who, BuildRules.cancel(laws, planet, BuildRules.numberAt(planet, 0), now));
        case SHIPS ->
            moved(
                who, YardRules.order(laws, planet, "light_fighter", 1 + step.amount() % 3, 0, now));
        case OFFER -> offer(who, step.amount());
        case ACCEPT -> accept(who);
        case TAKE_BACK -> takeBack(who);
        case SEND -> send(who, step.amount());
        case RECALL -> recall();
        case LAND -> land();
        case SETTLE -> {
          var settled = PlanetRules.settle(laws, planet, now);
          book(settled.postings());
          planets[who] = settled.state();
        }
      }
    }

    private void moved(int who, Outcome<PlanetMove> outcome) {
      if (outcome instanceof Accepted<PlanetMove>(var move)) {
        applied(who, move);
      }
    }

    private void applied(int who, PlanetMove move) {
      book(move.postings());
      planets[who] = move.next();
    }

    private void offer(int who, long amount) {
      var order =
          new OfferOrder(
              new OfferId(next++), Resource.METAL, amount, Resource.CRYSTAL, amount / 2 + 1);
      if (MarketRules.offer(laws, planets[who], 0, order, now) instanceof Accepted<?>(var opened)) {
        var move = (Opened) opened;
        applied(who, move.seller());
        offers.add(move.offer());
      }
    }

    private void accept(int who) {
      if (offers.isEmpty()) {
        return;
      }
      var offer = offers.getFirst();
      var seller = (int) offer.seller().number() - 1;
      var outcome = MarketRules.accept(laws, offer, planets[seller], planets[who], now);
      if (outcome instanceof Accepted<?>(var accepted)) {
        var traded = (Traded) accepted;
        applied(seller, traded.seller());
        applied(who, traded.buyer());
        fees = fees.plus(traded.fee());
        offers.removeFirst();
      }
    }

    private void takeBack(int who) {
      if (offers.isEmpty()) {
        return;
      }
      var offer = offers.getLast();
      var outcome = MarketRules.cancel(laws, offer, planets[who], planets[who].owner(), now);
      if (outcome instanceof Accepted<?>(var accepted)) {
        applied(who, ((Closed) accepted).seller());
        offers.removeLast();
      }
    }

    private void send(int who, long amount) {
      var order =
          new FleetOrder(
              new FleetId(next++),
              Mission.TRANSPORT,
              Place.planet(planets[1 - who].at()),
              Units.of(ship(), 1),
              Resources.ofUnits(amount, amount / 3, amount / 9),
              1,
              Duration.ZERO);
      var facts =
          new FleetFacts(flights.size(), 0, 1, Units.NONE, planets[1 - who].owner(), false, false);
      var outcome = FleetRules.dispatch(laws, planets[who], order, facts, now);
      if (outcome instanceof Accepted<?>(var accepted)) {
        var departure = (Departure) accepted;
        applied(who, departure.planet());
        flights.add(departure.flight());
      }
    }

    private void recall() {
      if (!flights.isEmpty()
          && FleetRules.recall(flights.getFirst(), now) instanceof Accepted<Flight>(var turned)) {
        flights.set(0, turned);
      }
    }

    private void land() {
      if (flights.isEmpty()) {
        return;
      }
      var flight = flights.removeFirst();
      var home = (int) flight.home().number() - 1;
      applied(home, FleetRules.landed(laws, planets[home], flight, now));
    }

    private void book(List<Posting> postings) {
      postings.forEach(p -> book.merge(p.kind(), p.amount(), Resources::plus));
    }

    private Resources booked(Posting.Kind kind) {
      return book.getOrDefault(kind, Resources.NONE);
    }

    private void prove() {
      var escrow = offers.stream().map(Offer::escrow).reduce(Resources.NONE, Resources::plus);
      var cargo = flights.stream().map(Flight::cargo).reduce(Resources.NONE, Resources::plus);
      var there = planets[0].stock().plus(planets[1].stock()).plus(escrow).plus(cargo);
      var gone =
          booked(Posting.Kind.SPENT)
              .minus(booked(Posting.Kind.REFUNDED))
              .plus(booked(Posting.Kind.BURNED))
              .plus(fees);
      assertThat(there.plus(gone))
          .isEqualTo(booked(Posting.Kind.PRODUCED).plus(booked(Posting.Kind.GRANTED)));
    }
  }
}
