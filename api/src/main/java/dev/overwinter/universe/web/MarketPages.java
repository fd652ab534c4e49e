package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The market: what others offer, what one offers oneself, and what came of it.
@Controller
@Hidden
class MarketPages {
  private static final int OPEN = 100;
  private static final int LATELY = 20;
  private static final long MOST = 1_000_000_000_000L;

  private final UniverseDoor door;
  private final MarketReads market;
  private final PlanetReads planets;
  private final UniverseOrders orders;

  MarketPages(UniverseDoor door, MarketReads market, PlanetReads planets, UniverseOrders orders) {
    this.door = door;
    this.market = market;
    this.planets = planets;
    this.orders = orders;
  }

  /// An offer, ready to be placed.
  ///
  /// @param rate how much of what is offered one unit of its price brings
  /// @param payable whether the planet that is looked at has the price
  record Deal(
      long id,
      boolean own,
      String seller,
      String gives,
      String givesAmount,
      String wants,
      String wantsAmount,
      String rate,
      boolean payable,
      Instant at,
      @Nullable Instant expires) {}

  /// Something that was traded.
  record Past(String text, String css, String gave, String got, Instant at) {}

  @GetMapping("/universe/{universe}/market")
  String market(@AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "market",
        model,
        visit -> {
          var rule = visit.laws().rules().market();
          var all =
              market.offers(visit.universe().id(), "open", OPEN, 0).stream()
                  .map(row -> deal(visit, row))
                  .toList();
          model.addAttribute("deals", all.stream().filter(deal -> !deal.own()).toList());
          model.addAttribute("own", all.stream().filter(Deal::own).toList());
          model.addAttribute("past", past(visit));
          model.addAttribute(
              "resources", Arrays.stream(Resource.values()).map(Resource::key).toList());
          model.addAttribute(
              "guidance",
              Arrays.stream(Resource.values())
                  .filter(rule.guidance()::containsKey)
                  .map(resource ->
                      number(rule.guidance().getOrDefault(resource, 0.0)) + " " + resource.key())
                  .collect(Collectors.joining(" : ")));
          var fee = visit.universe().settings().tradeFee();
          model.addAttribute("fee", number(100 * (fee == null ? rule.feeRate() : fee)));
          return "universe/market";
        });
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? Words.number((long) number)
        : String.format(Locale.ROOT, "%.2f", number);
  }

  private static Deal deal(Visit visit, MarketReads.Offer row) {
    long stock =
        Resource.parse(row.requestedResource())
            .map(resource -> visit.planet().state().stock().units(resource))
            .orElse(0L);
    return new Deal(
        row.id(),
        row.seller() == visit.player().id(),
        row.sellerName(),
        row.offeredResource(),
        Words.number(row.offeredAmount()),
        row.requestedResource(),
        Words.number(row.requestedAmount()),
        String.format(Locale.ROOT, "%.2f", (double) row.offeredAmount() / row.requestedAmount()),
        stock >= row.requestedAmount(),
        row.createdAt(),
        row.expiresAt());
  }

  private List<Past> past(Visit visit) {
    long player = visit.player().id();
    return market.trades(player, LATELY, 0).stream()
        .map(row -> {
          boolean bought = row.buyer() != null && row.buyer() == player;
          var offered = Words.number(row.offeredAmount()) + " " + row.offeredResource();
          var requested = Words.number(row.requestedAmount()) + " " + row.requestedResource();
          return new Past(
              bought ? "Bought" : sold(row.type()),
              "trade_completed".equals(row.type()) ? "won" : "even",
              bought ? requested : offered,
              bought ? offered : requested,
              row.at());
        })
        .toList();
  }

  private static String sold(String type) {
    return switch (type) {
      case "trade_completed" -> "Sold";
      case "offer_created" -> "Offered";
      case "offer_cancelled" -> "Taken back";
      case "offer_expired" -> "Expired";
      default -> Words.words(type);
    };
  }

  @PostMapping("/universe/{universe}/market")
  ModelAndView offer(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String gives,
      @RequestParam(name = "gives_amount", defaultValue = "0") long givesAmount,
      @RequestParam(defaultValue = "") String wants,
      @RequestParam(name = "wants_amount", defaultValue = "0") long wantsAmount,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/market",
        request,
        response,
        player -> {
          var from = resource(gives);
          var to = resource(wants);
          check(givesAmount);
          check(wantsAmount);
          var home = mine(player, planet);
          var what = "offer %d %s %d %s %d".formatted(home, gives, givesAmount, wants, wantsAmount);
          var done =
              Seated.done(
                  orders.offer(
                      new OfferOrder(
                          UniverseDoor.orderKey(what, player, key).substring(0, 22),
                          player.id(),
                          home,
                          from.key(),
                          givesAmount,
                          to.key(),
                          wantsAmount)));
          return "Offer %d is open: %s %s for %s %s."
              .formatted(
                  done.id(),
                  Words.number(givesAmount),
                  from.key(),
                  Words.number(wantsAmount),
                  to.key());
        });
  }

  private static Resource resource(String key) {
    return Resource.parse(key)
        .orElseThrow(() ->
            Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "Choose metal, crystal or deuterium"));
  }

  private static void check(long amount) {
    if (amount < 1 || amount > MOST) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT, "An amount is at least 1 and at most 10^12");
    }
  }

  private long mine(PlayerReads.Player player, long planet) {
    return planets
        .find(player.id(), planet)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Planet not found"))
        .id();
  }

  @PostMapping("/universe/{universe}/market/{offer}/accept")
  ModelAndView accept(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable long offer,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/market",
        request,
        response,
        player -> {
          var found = find(player, offer);
          var _ =
              Seated.done(
                  orders.accept(
                      new OfferRequest(
                          UniverseDoor.orderKey("accept " + found.key(), player, key),
                          player.id(),
                          mine(player, planet),
                          found.key())));
          return "The deal is done: %s %s are yours."
              .formatted(Words.number(found.offeredAmount()), found.offeredResource());
        });
  }

  @PostMapping("/universe/{universe}/market/{offer}/cancel")
  ModelAndView cancel(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable long offer,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/market",
        request,
        response,
        player -> {
          var found = find(player, offer);
          if (found.seller() != player.id()) {
            throw Problem.of(HttpStatus.NOT_FOUND, "Offer not found");
          }
          var _ =
              Seated.done(
                  orders.cancel(
                      new OfferRequest(
                          UniverseDoor.orderKey("cancel " + found.key(), player, key),
                          player.id(),
                          mine(player, planet),
                          found.key())));
          return "The offer is taken back.";
        });
  }

  private MarketReads.Offer find(PlayerReads.Player player, long offer) {
    return market
        .offer(player.universe(), offer)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Offer not found"));
  }
}
