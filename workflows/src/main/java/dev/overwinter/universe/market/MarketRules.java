package dev.overwinter.universe.market;

import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Outcome.Accepted;
import dev.overwinter.universe.Outcome.Refused;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Orders for the market. A move says all that has to be recorded together: the offer and one or
/// two planets.
public final class MarketRules {
  /// More than any planet will ever have; sums of several such amounts still fit.
  public static final long MOST_UNITS = 1_000_000_000_000L;

  /// So many offers of one player stand at a time. Where offers never expire nothing else bounds
  /// the rows and workflows of somebody who offers one metal for one crystal all day.
  public static final int MOST_OPEN = 50;

  private MarketRules() {}

  /// What is offered leaves the planet and is held by the offer.
  ///
  /// @param open how many offers of the same player stand already
  public static Outcome<Opened> offer(
      Laws laws, PlanetState seller, int open, OfferOrder order, Instant now) {
    if (bad(order.offeredUnits()) || bad(order.requestedUnits())) {
      return Outcome.refused(Refusal.OFFER, "amounts: 1 to " + MOST_UNITS + " whole units of each");
    }
    if (open >= MOST_OPEN) {
      return Outcome.refused(
          Refusal.OFFER_LIMIT, "a player has at most " + MOST_OPEN + " open offers");
    }
    var expiry = laws.rules().market().expiry();
    var offer =
        new Offer(
            order.offer(),
            seller.owner(),
            seller.id(),
            order.offered(),
            order.offeredUnits(),
            order.requested(),
            order.requestedUnits(),
            Offer.State.OPEN,
            now,
            expiry.isZero() ? null : now.plus(expiry),
            null,
            null);
    return switch (PlanetRules.take(laws, seller, Posting.Kind.ESCROWED, offer.escrow(), now)) {
      case Refused<PlanetMove> refused -> refused.as();
      case Accepted<PlanetMove>(var move) -> Outcome.accepted(new Opened(move, offer));
    };
  }

  private static boolean bad(long units) {
    return units < 1 || units > MOST_UNITS;
  }

  /// Somebody else accepts: both get what they wanted, less the fee, which nobody gets.
  ///
  /// @param seller the planet of the offer
  /// @param buyer a planet of whoever accepts
  public static Outcome<Traded> accept(
      Laws laws, Offer offer, PlanetState seller, PlanetState buyer, Instant now) {
    if (!open(offer, now)) {
      return Outcome.refused(Refusal.OFFER_NOT_OPEN, "the offer is not open");
    }
    if (offer.seller().equals(buyer.owner())) {
      return Outcome.refused(Refusal.OWN_OFFER, "it is your own offer");
    }
    var price = offer.price();
    return switch (PlanetRules.take(laws, buyer, Posting.Kind.PAID, price, now)) {
      case Refused<PlanetMove> refused -> refused.as();
      case Accepted<PlanetMove>(var paid) -> {
        var got = PlanetRules.put(laws, paid.next(), Posting.Kind.RELEASED, offer.escrow(), now);
        var fee = fee(laws, offer);
        var earned = PlanetRules.put(laws, seller, Posting.Kind.EARNED, price.minus(fee), now);
        yield Outcome.accepted(
            new Traded(
                earned,
                both(paid, got),
                closed(offer, Offer.State.ACCEPTED, now, buyer.owner()),
                fee));
      }
    };
  }

  /// Cut to whole units, as the seed does: small trades pay none.
  private static Resources fee(Laws laws, Offer offer) {
    var units = (long) (offer.requestedUnits() * laws.rules().market().feeRate());
    return Resources.of(offer.requested(), Math.multiplyExact(units, Resources.MICROS));
  }

  private static PlanetMove both(PlanetMove first, PlanetMove second) {
    var events = new ArrayList<>(first.events());
    events.addAll(second.events());
    var postings = new ArrayList<>(first.postings());
    postings.addAll(second.postings());
    return new PlanetMove(second.next(), 0, events, postings);
  }

  /// Its seller takes it back, and gets all of what it holds.
  public static Outcome<Closed> cancel(
      Laws laws, Offer offer, PlanetState seller, PlayerId asker, Instant now) {
    if (!offer.seller().equals(asker)) {
      return Outcome.refused(Refusal.NOT_YOURS, "it is somebody else's offer");
    }
    if (!open(offer, now)) {
      return Outcome.refused(Refusal.OFFER_NOT_OPEN, "the offer is not open");
    }
    return Outcome.accepted(back(laws, offer, seller, Offer.State.CANCELLED, now));
  }

  /// Its time is over: its seller gets all of what it holds, at that moment and not at the moment
  /// at which somebody noticed.
  public static Outcome<Closed> expire(Laws laws, Offer offer, PlanetState seller, Instant now) {
    var end = offer.expiresAt();
    if (offer.state() != Offer.State.OPEN) {
      return Outcome.refused(Refusal.OFFER_NOT_OPEN, "the offer is not open");
    }
    if (end == null || end.isAfter(now)) {
      return Outcome.refused(Refusal.NOT_READY, "the offer stands");
    }
    var at = seller.settledAt().isAfter(end) ? seller.settledAt() : end;
    return Outcome.accepted(back(laws, offer, seller, Offer.State.EXPIRED, at));
  }

  private static Closed back(
      Laws laws, Offer offer, PlanetState seller, Offer.State state, Instant now) {
    var move = PlanetRules.put(laws, seller, Posting.Kind.RELEASED, offer.escrow(), now);
    return new Closed(move, closed(offer, state, now, null));
  }

  private static boolean open(Offer offer, Instant now) {
    var end = offer.expiresAt();
    return offer.state() == Offer.State.OPEN && (end == null || end.isAfter(now));
  }

  private static Offer closed(
      Offer offer, Offer.State state, Instant now, @Nullable PlayerId buyer) {
    return new Offer(
        offer.id(),
        offer.seller(),
        offer.planet(),
        offer.offered(),
        offer.offeredUnits(),
        offer.requested(),
        offer.requestedUnits(),
        state,
        offer.createdAt(),
        offer.expiresAt(),
        now,
        buyer);
  }
}
