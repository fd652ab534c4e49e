package dev.overwinter.universe.market;

import static dev.overwinter.universe.Worlds.CLASSIC;
import static dev.overwinter.universe.Worlds.OGAME;
import static dev.overwinter.universe.Worlds.T0;
import static dev.overwinter.universe.Worlds.accepted;
import static dev.overwinter.universe.Worlds.edited;
import static dev.overwinter.universe.Worlds.planet;
import static dev.overwinter.universe.Worlds.refusal;
import static dev.overwinter.universe.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Worlds;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarketRulesTest {
  private static final PlanetState SELLER =
      with(planet(CLASSIC, 1, new Coordinate(1, 1, 4)), 1000, 1000, 1000);
  private static final PlanetState BUYER =
      with(planet(CLASSIC, 2, new Coordinate(1, 1, 5)), 1000, 1000, 1000);

  private static OfferOrder order(long metal, long crystal) {
    return new OfferOrder(new OfferId(1), Resource.METAL, metal, Resource.CRYSTAL, crystal);
  }

  @Test
  void aTradeGivesBothWhatTheyWanted() {
    var opened = accepted(MarketRules.offer(CLASSIC, SELLER, 0, order(100, 50), T0));
    assertThat(opened.seller().next().stock()).isEqualTo(Resources.ofUnits(900, 1000, 1000));
    var traded =
        accepted(MarketRules.accept(CLASSIC, opened.offer(), opened.seller().next(), BUYER, T0));
    assertThat(traded.seller().next().stock()).isEqualTo(Resources.ofUnits(900, 1050, 1000));
    assertThat(traded.buyer().next().stock()).isEqualTo(Resources.ofUnits(1100, 950, 1000));
    assertThat(traded.offer().buyer()).isEqualTo(new PlayerId(2));
    assertThat(
            refusal(
                MarketRules.accept(
                    CLASSIC, traded.offer(), traded.seller().next(), traded.buyer().next(), T0)))
        .isEqualTo(Refusal.OFFER_NOT_OPEN);
  }

  @Test
  void whatIsNotThereIsNotOfferedAndNobodyBuysFromThemselves() {
    assertThat(refusal(MarketRules.offer(CLASSIC, SELLER, 0, order(1001, 1), T0)))
        .isEqualTo(Refusal.NOT_ENOUGH_RESOURCES);
    assertThat(refusal(MarketRules.offer(CLASSIC, SELLER, 0, order(0, 1), T0)))
        .isEqualTo(Refusal.OFFER);
    assertThat(refusal(MarketRules.offer(CLASSIC, SELLER, 0, order(1, Long.MAX_VALUE), T0)))
        .isEqualTo(Refusal.OFFER);
    var opened = accepted(MarketRules.offer(CLASSIC, SELLER, 0, order(100, 50), T0));
    var state = opened.seller().next();
    assertThat(refusal(MarketRules.accept(CLASSIC, opened.offer(), state, state, T0)))
        .isEqualTo(Refusal.OWN_OFFER);
  }

  @Test
  void soManyOffersOfAPlayerStandAndNoMore() {
    accepted(MarketRules.offer(CLASSIC, SELLER, MarketRules.MOST_OPEN - 1, order(1, 1), T0));
    assertThat(refusal(MarketRules.offer(CLASSIC, SELLER, MarketRules.MOST_OPEN, order(1, 1), T0)))
        .isEqualTo(Refusal.OFFER_LIMIT);
  }

  @Test
  void theFeeIsBurntBetweenThem() {
    var laws = Laws.of(edited("classic", Map.of("\"fee_rate\": 0", "\"fee_rate\": 0.05")));
    var opened = accepted(MarketRules.offer(laws, SELLER, 0, order(100, 50), T0));
    var traded =
        accepted(MarketRules.accept(laws, opened.offer(), opened.seller().next(), BUYER, T0));
    assertThat(traded.fee()).isEqualTo(Resources.ofUnits(0, 2, 0));
    assertThat(traded.seller().next().stock()).isEqualTo(Resources.ofUnits(900, 1048, 1000));
    var moved =
        Worlds.change(opened.seller().postings())
            .plus(Worlds.change(traded.seller().postings()))
            .plus(Worlds.change(traded.buyer().postings()))
            .plus(traded.fee());
    assertThat(moved).as("nothing made or lost by the way").isEqualTo(Resources.NONE);
  }

  @Test
  void whoTakesAnOfferBackHasItAll() {
    var opened = accepted(MarketRules.offer(CLASSIC, SELLER, 0, order(100, 50), T0));
    var state = opened.seller().next();
    assertThat(refusal(MarketRules.cancel(CLASSIC, opened.offer(), state, new PlayerId(2), T0)))
        .isEqualTo(Refusal.NOT_YOURS);
    var closed = accepted(MarketRules.cancel(CLASSIC, opened.offer(), state, new PlayerId(1), T0));
    assertThat(closed.seller().next().stock()).isEqualTo(SELLER.stock());
    assertThat(closed.offer().state()).isEqualTo(Offer.State.CANCELLED);
  }

  @Test
  void anOfferExpiresAtItsMomentHoweverLateSomebodyNotices() {
    var seller = with(planet(OGAME, Map.of()), 1000, 0, 0);
    var opened = accepted(MarketRules.offer(OGAME, seller, 0, order(100, 50), T0));
    var end = T0.plus(Duration.ofDays(7));
    var state = opened.seller().next();
    assertThat(refusal(MarketRules.expire(OGAME, opened.offer(), state, end.minusMillis(1))))
        .isEqualTo(Refusal.NOT_READY);
    var closed =
        accepted(MarketRules.expire(OGAME, opened.offer(), state, end.plus(Duration.ofDays(1))));
    assertThat(closed.offer().settledAt()).isEqualTo(end);
    assertThat(closed.seller().next().settledAt()).isEqualTo(end);
    assertThat(refusal(MarketRules.accept(OGAME, opened.offer(), state, BUYER, end)))
        .isEqualTo(Refusal.OFFER_NOT_OPEN);
  }
}
