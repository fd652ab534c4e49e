package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The older paths of the market.
@Component
class OlderMarket {
  private static final String INVALID = "Invalid offer or insufficient resources";
  private static final String NOT_OPEN =
      "Offer not found, not open, or insufficient funds/self-trade";
  private static final Set<String> ALL = Set.of("all", "*");
  private static final Set<String> STATUSES = Set.of("open", "accepted", "cancelled", "expired");

  private final MarketReads market;
  private final PlayerReads players;
  private final UniverseReads universes;
  private final UniverseOrders orders;
  private final String universe;

  OlderMarket(
      MarketReads market,
      PlayerReads players,
      UniverseReads universes,
      UniverseOrders orders,
      ApiConfig config) {
    this.market = market;
    this.players = players;
    this.universes = universes;
    this.orders = orders;
    this.universe = config.universe().universe();
  }

  List<OlderRoute> routes() {
    return List.of(
        OlderRoute.of("GET", "/market/guidance", OlderRoute.Needs.NOTHING, _ -> guidance()),
        OlderRoute.of("GET", "/trade/offers", OlderRoute.Needs.NOTHING, this::offers),
        OlderRoute.of("POST", "/trade/offers", OlderRoute.Needs.PLAYER, this::offer),
        OlderRoute.of("POST", "/trade/accept/{offer}", OlderRoute.Needs.PLAYER, this::accept),
        OlderRoute.of("DELETE", "/trade/offers/{offer}", OlderRoute.Needs.PLAYER, this::cancel),
        OlderRoute.of("GET", "/player/{id}/trade/history", OlderRoute.Needs.SELF, this::history));
  }

  private OlderReply guidance() {
    var found = universes.find(universe);
    if (found.isEmpty()) {
      return OlderReply.no(404, "There is no universe yet");
    }
    var rules = found.get().laws().rules().market();
    var ratios = new LinkedHashMap<String, Double>();
    rules.guidance().forEach((resource, ratio) -> ratios.put(resource.key(), ratio));
    var own = found.get().settings().tradeFee();
    return OlderReply.ok(
        Fields.of(
            "exchange_ratios",
            ratios,
            "transaction_fee_rate",
            own == null ? rules.feeRate() : own));
  }

  private OlderReply offers(OlderCall call) {
    var status = call.text("status", "open");
    int most = call.number("limit", 50, 1, 1_000);
    int skip = call.number("offset", 0, 0, OlderCall.FARTHEST);
    if (!ALL.contains(status) && !STATUSES.contains(status)) {
      return OlderReply.ok(Map.of("offers", List.of())); // nothing ever has another status
    }
    var rows = market.offers(universe, ALL.contains(status) ? "" : status, most, skip);
    return OlderReply.ok(Map.of("offers", rows.stream().map(OlderMarket::json).toList()));
  }

  static Map<String, @Nullable Object> json(MarketReads.Offer offer) {
    return Fields.of(
        "id", offer.id(),
        "seller_user_id", offer.seller(),
        "offered_resource", offer.offeredResource(),
        "offered_amount", offer.offeredAmount(),
        "requested_resource", offer.requestedResource(),
        "requested_amount", offer.requestedAmount(),
        "status", offer.status(),
        "created_at", Fields.time(offer.createdAt()),
        "accepted_by", offer.acceptedBy(),
        "accepted_at", Fields.time(offer.acceptedAt()));
  }

  private OlderReply offer(OlderCall call) {
    var offered = call.word("offered_resource");
    var requested = call.word("requested_resource");
    if (offered.isEmpty() || requested.isEmpty()) {
      return OlderReply.no(400, "offered_resource and requested_resource are required");
    }
    var give = call.whole("offered_amount");
    var take = call.whole("requested_amount");
    if (give.isEmpty() || take.isEmpty()) {
      return OlderReply.no(400, "offered_amount and requested_amount must be integers");
    }
    if (Resource.parse(offered.get()).isEmpty()
        || Resource.parse(requested.get()).isEmpty()
        || give.get() <= 0
        || take.get() <= 0) {
      return refused(
          INVALID, "two of metal, crystal and deuterium, and amounts above 0 were expected");
    }
    var key = OrderKeys.id("offer", call);
    var answer =
        orders.offer(
            new OfferOrder(
                key,
                call.player(),
                activePlanet(call.player()),
                offered.get(),
                give.get(),
                requested.get(),
                take.get()));
    return switch (answer) {
      case OfferAnswer.Done done ->
          OlderReply.ok(
              Fields.of(
                  "id", done.id(),
                  "seller_user_id", call.player(),
                  "offered_resource", offered.get(),
                  "offered_amount", give.get(),
                  "requested_resource", requested.get(),
                  "requested_amount", take.get(),
                  "status", done.status(),
                  "created_at", Fields.time(done.at()),
                  "expires_at", Fields.time(done.expiresAt())));
      case OfferAnswer.Refused(var _, var reason) -> refused(INVALID, reason);
    };
  }

  private long activePlanet(long player) {
    return Optional.ofNullable(
            players.find(player).orElseThrow(OlderMarket::unknown).activePlanet())
        .orElseThrow(() -> OlderRefusal.of(400, "Choose a starter planet first"));
  }

  private static OlderRefusal unknown() {
    return OlderRefusal.of(404, "Player not found");
  }

  /// The words that clients know, and beside them what it really was.
  private static OlderReply refused(String detail, String reason) {
    return new OlderReply(400, Map.of("detail", detail, "reason", reason), Map.of());
  }

  private OlderReply accept(OlderCall call) {
    var found = market.offer(universe, call.number("offer"));
    if (found.isEmpty()) {
      return refused(NOT_OPEN, "there is no such offer");
    }
    var offer = found.get();
    var answer =
        orders.accept(
            new OfferRequest(
                OrderKeys.key("accept " + offer.key(), call),
                call.player(),
                activePlanet(call.player()),
                offer.key()));
    return switch (answer) {
      case OfferAnswer.Done _ -> OlderReply.ok(Fields.of("accepted", true, "offer_id", offer.id()));
      case OfferAnswer.Refused(var _, var reason) ->
          acceptedBefore(call, offer.id())
              ? OlderReply.ok(Fields.of("accepted", true, "offer_id", offer.id()))
              : refused(NOT_OPEN, reason);
    };
  }

  /// Whether somebody asks again for what they have got.
  private boolean acceptedBefore(OlderCall call, long offer) {
    return call.idempotencyKey().isPresent()
        && market
            .offer(universe, offer)
            .filter(row -> Long.valueOf(call.player()).equals(row.acceptedBy()))
            .isPresent();
  }

  private OlderReply cancel(OlderCall call) {
    var offer =
        market
            .offer(universe, call.number("offer"))
            .orElseThrow(() -> OlderRefusal.of(404, "Offer not found"));
    if (offer.seller() != call.player()) {
      return OlderReply.no(404, "Offer not found");
    }
    var answer =
        orders.cancel(
            new OfferRequest(
                OrderKeys.key("cancel " + offer.key(), call),
                call.player(),
                offer.seller(),
                offer.key()));
    return switch (answer) {
      case OfferAnswer.Done _ ->
          OlderReply.ok(Fields.of("cancelled", true, "offer_id", offer.id()));
      case OfferAnswer.Refused(var _, var reason) -> OlderReply.no(400, reason);
    };
  }

  private OlderReply history(OlderCall call) {
    int most = call.number("limit", 50, 1, 200);
    int skip = call.number("offset", 0, 0, Integer.MAX_VALUE);
    var rows = market.trades(call.player(), most, skip);
    return OlderReply.ok(Map.of("events", rows.stream().map(OlderMarket::json).toList()));
  }

  private static Map<String, @Nullable Object> json(MarketReads.Trade trade) {
    return Fields.of(
        "id", trade.id(),
        "type", trade.type(),
        "offer_id", trade.offer(),
        "seller_user_id", trade.seller(),
        "buyer_user_id", trade.buyer(),
        "offered_resource", trade.offeredResource(),
        "offered_amount", trade.offeredAmount(),
        "requested_resource", trade.requestedResource(),
        "requested_amount", trade.requestedAmount(),
        "status", trade.status(),
        "timestamp", Fields.time(trade.at()));
  }
}
