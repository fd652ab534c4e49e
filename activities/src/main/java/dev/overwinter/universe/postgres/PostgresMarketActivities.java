package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.market.Closed;
import dev.overwinter.universe.market.MarketRules;
import dev.overwinter.universe.market.Offer;
import dev.overwinter.universe.market.OfferId;
import dev.overwinter.universe.market.Opened;
import dev.overwinter.universe.market.Traded;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.workflow.Dealt;
import dev.overwinter.universe.workflow.Due;
import dev.overwinter.universe.workflow.MarketActivities;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keeps the market. Thread-safe.
public final class PostgresMarketActivities implements MarketActivities {
  private final Steps steps;
  private final Settler settler;

  PostgresMarketActivities(Steps steps, Settler settler) {
    this.steps = steps;
    this.settler = settler;
  }

  private Optional<World> world(long planet, long player) {
    return steps
        .sql
        .sql("select universe from universe_planets where id = ? and player = ?")
        .params(planet, player)
        .query(String.class)
        .optional()
        .map(steps.worlds::get);
  }

  private Dealt dealt(OfferAnswer answer, String offer) {
    var row = OfferRows.find(steps.sql, offer);
    return row.map(found -> new Dealt(answer, found.open(), found.due()))
        .orElseGet(() -> new Dealt(answer, false, Due.NOTHING));
  }

  private static OfferAnswer refused(Refusal refusal, String reason) {
    return new OfferAnswer.Refused(refusal, reason);
  }

  @Override
  public Dealt open(OfferOrder order, Instant at) {
    var world = world(order.planet(), order.player());
    var offered = Resource.parse(order.offeredResource());
    var requested = Resource.parse(order.requestedResource());
    if (world.isEmpty()) {
      return dealt(refused(Refusal.UNKNOWN_PLANET, "there is no such planet of yours"), "");
    }
    if (offered.isEmpty() || requested.isEmpty()) {
      return dealt(refused(Refusal.UNKNOWN_THING, "there is no such resource"), "");
    }
    var answer =
        settler.at(
            world.get(),
            List.of(order.planet()),
            List.of(),
            at,
            Asker.NOBODY,
            turn -> open(turn, order, offered.get(), requested.get(), at));
    return dealt(answer, order.offer());
  }

  private static OfferAnswer open(
      Turn turn, OfferOrder order, Resource offered, Resource requested, Instant at) {
    turn.player(order.player()).seen(at);
    var known = OfferRows.lock(turn.sql, order.offer());
    if (known.isPresent()) {
      return known.get().offer().seller().number() == order.player()
              && !Orders.isOther(turn.sql, key(order), order.player(), order)
          ? known.get().answer()
          : refused(Refusal.KEY_CONFLICT, "the key is another offer's");
    }
    var row = turn.planet(order.planet()).orElseThrow();
    var now = Turn.later(at, row.state().settledAt());
    // Exact: whoever opens another one has to lock the player first.
    var open = OfferRows.open(turn.sql, order.player());
    var id = OfferRows.nextId(turn.sql);
    var rules =
        new dev.overwinter.universe.market.OfferOrder(
            new OfferId(id), offered, order.offeredAmount(), requested, order.requestedAmount());
    return switch (MarketRules.offer(turn.world.laws(), row.state(), open, rules, now)) {
      case Outcome.Refused<Opened> no -> refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<Opened>(var opened) -> {
        become(turn, row, opened.seller());
        OfferRows.insert(turn, order.offer(), opened.offer());
        Orders.keep(turn.sql, key(order), order.player(), order, now);
        OfferRows.trade(turn, "offer_created", opened.offer(), now);
        yield new OfferAnswer.Done(id, "open", now, opened.offer().expiresAt());
      }
    };
  }

  private static String key(OfferOrder order) {
    return "offer/" + order.offer();
  }

  private static void become(Turn turn, PlanetRow row, PlanetMove move) {
    row.become(move);
    move.events().forEach(event -> PlanetNews.tell(turn.letters, row, event));
  }

  @Override
  public Dealt accept(OfferRequest request, Instant at) {
    var world = world(request.planet(), request.player());
    if (world.isEmpty()) {
      return dealt(
          refused(Refusal.UNKNOWN_PLANET, "there is no such planet of yours"), request.offer());
    }
    return deal(
        request,
        world.get(),
        at,
        List.of(request.planet()),
        turn -> {
          var found = OfferRows.lock(turn.sql, request.offer()).orElseThrow();
          return accept(turn, found, request, at);
        });
  }

  private static OfferAnswer accept(
      Turn turn, OfferRows.Row found, OfferRequest request, Instant at) {
    var seller = turn.planet(found.offer().planet().number()).orElseThrow();
    var buyer = turn.planet(request.planet()).orElseThrow();
    var now = Turn.later(at, Turn.later(seller.state().settledAt(), buyer.state().settledAt()));
    var outcome =
        MarketRules.accept(turn.world.laws(), found.offer(), seller.state(), buyer.state(), now);
    return switch (outcome) {
      case Outcome.Refused<Traded> no -> refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<Traded>(var traded) -> {
        become(turn, seller, traded.seller());
        become(turn, buyer, traded.buyer());
        OfferRows.close(turn, traded.offer(), traded.fee());
        OfferRows.trade(turn, "trade_completed", traded.offer(), now);
        yield new OfferAnswer.Done(found.id(), "accepted", now, null);
      }
    };
  }

  @Override
  public Dealt cancel(OfferRequest request, Instant at) {
    var known = OfferRows.find(steps.sql, request.offer());
    if (known.isEmpty()) {
      return dealt(refused(Refusal.NOT_FOUND, "there is no such offer"), request.offer());
    }
    return deal(
        request,
        steps.worlds.get(known.get().universe()),
        at,
        List.of(),
        turn -> {
          var found = OfferRows.lock(turn.sql, request.offer()).orElseThrow();
          var row = turn.planet(found.offer().planet().number()).orElseThrow();
          var now = Turn.later(at, row.state().settledAt());
          var asker = new PlayerId(request.player());
          return close(
              turn,
              row,
              MarketRules.cancel(turn.world.laws(), found.offer(), row.state(), asker, now),
              "offer_cancelled",
              now);
        });
  }

  /// With the planet of the offer, and others.
  private Dealt deal(
      OfferRequest request,
      World world,
      Instant at,
      List<Long> others,
      Function<Turn, OfferAnswer> work) {
    var known = OfferRows.find(steps.sql, request.offer());
    if (known.isEmpty() || !known.get().universe().equals(world.id())) {
      return dealt(refused(Refusal.NOT_FOUND, "there is no such offer"), request.offer());
    }
    var planets = new java.util.TreeSet<>(others);
    planets.add(known.get().offer().planet().number());
    var answer =
        settler.at(
            world,
            planets,
            List.of(request.player()),
            at,
            Asker.NOBODY,
            turn -> {
              turn.player(request.player()).seen(at);
              return Orders.answer(
                  turn.sql,
                  request.key(),
                  request.player(),
                  request,
                  at,
                  OfferAnswer.class,
                  OfferAnswer.Refused::new,
                  () -> work.apply(turn));
            });
    return dealt(answer, request.offer());
  }

  private static OfferAnswer close(
      Turn turn, PlanetRow row, Outcome<Closed> outcome, String type, Instant now) {
    return switch (outcome) {
      case Outcome.Refused<Closed> no -> refused(Refusals.of(no.reason()), no.text());
      case Outcome.Accepted<Closed>(var closed) -> {
        become(turn, row, closed.seller());
        OfferRows.close(turn, closed.offer(), dev.overwinter.universe.Resources.NONE);
        OfferRows.trade(turn, type, closed.offer(), now);
        yield new OfferAnswer.Done(
            closed.offer().id().number(), OfferRows.status(closed.offer().state()), now, null);
      }
    };
  }

  @Override
  public Dealt expire(String offer, Instant at) {
    var known = OfferRows.find(steps.sql, offer);
    if (known.isEmpty()) {
      return dealt(refused(Refusal.NOT_FOUND, "there is no such offer"), offer);
    }
    Offer found = known.get().offer();
    var end = found.expiresAt();
    if (found.state() != Offer.State.OPEN || end == null || end.isAfter(at)) {
      return dealt(known.get().answer(), offer);
    }
    var answer =
        settler.at(
            steps.worlds.get(known.get().universe()),
            List.of(found.planet().number()),
            List.of(),
            at,
            Asker.NOBODY,
            // It has ended by now: settling does that.
            turn -> OfferRows.find(turn.sql, offer).orElseThrow().answer());
    return dealt(answer, offer);
  }
}
