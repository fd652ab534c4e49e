package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The market. What is offered has left its planet until somebody takes it, its owner takes it
/// back, or it expires: one of these happens, once.
@RestController
@RequestMapping("/api/universe/{universe}")
@Tag(name = "Universe")
class MarketController {
  private final Seated seated;
  private final MarketReads market;
  private final PlanetReads planets;
  private final UniverseOrders orders;

  MarketController(Seated seated, MarketReads market, PlanetReads planets, UniverseOrders orders) {
    this.seated = seated;
    this.market = market;
    this.planets = planets;
    this.orders = orders;
  }

  /// An offer.
  ///
  /// @param seller player
  /// @param sellerName for people
  /// @param offeredAmount whole units
  /// @param requestedAmount whole units
  /// @param status open, accepted, cancelled or expired
  /// @param acceptedBy null while nobody has it
  /// @param expiresAt null for never
  record Offer(
      long id,
      long seller,
      @JsonProperty("seller_name") String sellerName,
      @JsonProperty("offered_resource") String offeredResource,
      @JsonProperty("offered_amount") long offeredAmount,
      @JsonProperty("requested_resource") String requestedResource,
      @JsonProperty("requested_amount") long requestedAmount,
      String status,
      @JsonProperty("accepted_by") @Nullable Long acceptedBy,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("expires_at") @Nullable Instant expiresAt) {
    static Offer of(MarketReads.Offer row) {
      return new Offer(
          row.id(),
          row.seller(),
          row.sellerName(),
          row.offeredResource(),
          row.offeredAmount(),
          row.requestedResource(),
          row.requestedAmount(),
          row.status(),
          row.acceptedBy(),
          row.createdAt(),
          row.expiresAt());
    }
  }

  @GetMapping("/offers")
  @Operation(summary = "Offers, newest first")
  List<Offer> offers(
      @PathVariable String universe,
      @RequestParam(defaultValue = "open") @Pattern(regexp = "open|accepted|cancelled|expired|all")
          String status,
      @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1000000) int offset) {
    var found = seated.universe(universe);
    return market.offers(found.id(), "all".equals(status) ? "" : status, limit, offset).stream()
        .map(Offer::of)
        .toList();
  }

  /// @param planet where it leaves; null for the active one
  record NewOffer(
      @Min(1) @Nullable Long planet,
      @JsonProperty("offered_resource") @NotNull Resource offeredResource,
      @JsonProperty("offered_amount") @NotNull @Min(1) @Max(1_000_000_000_000L) Long offeredAmount,
      @JsonProperty("requested_resource") @NotNull Resource requestedResource,
      @JsonProperty("requested_amount") @NotNull @Min(1) @Max(1_000_000_000_000L)
          Long requestedAmount) {}

  /// @param id of the offer
  /// @param status open, accepted or cancelled
  /// @param at since when
  /// @param expiresAt null when it never does, or is not open
  record Dealt(
      long id, String status, Instant at, @JsonProperty("expires_at") @Nullable Instant expiresAt) {
    static Dealt of(OfferAnswer.Done done) {
      return new Dealt(done.id(), done.status(), done.at(), done.expiresAt());
    }
  }

  @PostMapping("/offers")
  @Operation(summary = "Offer resources of a planet")
  @Refuses(HttpStatus.CONFLICT)
  Dealt offer(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody NewOffer body) {
    var player = seated.player(actor, universe);
    return Dealt.of(
        Seated.done(
            orders.offer(
                new OfferOrder(
                    OrderKeys.id("v1 offer", player.id(), Optional.ofNullable(key)),
                    player.id(),
                    planet(player, body.planet()),
                    word(body.offeredResource()),
                    body.offeredAmount(),
                    word(body.requestedResource()),
                    body.requestedAmount()))));
  }

  private static String word(Resource resource) {
    return resource.name().toLowerCase(Locale.ROOT);
  }

  private long planet(PlayerReads.Player player, @Nullable Long planet) {
    var found = planet == null ? planets.active(player.id()) : planets.find(player.id(), planet);
    return found.orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Planet not found")).id();
  }

  @PostMapping("/offers/{offer}/accept")
  @Operation(
      summary = "Take an offer",
      description =
          "The price leaves the active planet, and the goods arrive there. 409 with the code"
              + " NOT_OPEN, SELF_TRADE or INSUFFICIENT_RESOURCES.")
  @Refuses(HttpStatus.CONFLICT)
  Dealt accept(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long offer,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key) {
    var player = seated.player(actor, universe);
    var found = find(player, offer);
    var answer =
        orders.accept(
            new OfferRequest(
                PlanetsController.key("accept " + found.key(), player, key),
                player.id(),
                planet(player, null),
                found.key()));
    if (key != null
        && answer instanceof OfferAnswer.Refused(Refusal why, _)
        && why == Refusal.NOT_OPEN) {
      // Asked again after it was over: who has got it is told so again.
      var now = find(player, offer);
      if (Long.valueOf(player.id()).equals(now.acceptedBy()) && now.acceptedAt() != null) {
        return new Dealt(now.id(), now.status(), now.acceptedAt(), null);
      }
    }
    return Dealt.of(Seated.done(answer));
  }

  private MarketReads.Offer find(PlayerReads.Player player, long offer) {
    return market
        .offer(player.universe(), offer)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Offer not found"));
  }

  @DeleteMapping("/offers/{offer}")
  @Operation(summary = "Take one's own offer back")
  @Refuses(HttpStatus.CONFLICT)
  Dealt cancel(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long offer,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key) {
    var player = seated.player(actor, universe);
    var found = find(player, offer);
    if (found.seller() != player.id()) {
      throw Problem.of(HttpStatus.NOT_FOUND, "Offer not found");
    }
    return Dealt.of(
        Seated.done(
            orders.cancel(
                new OfferRequest(
                    PlanetsController.key("cancel " + found.key(), player, key),
                    player.id(),
                    planet(player, null),
                    found.key()))));
  }
}
