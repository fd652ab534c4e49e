package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.Spot;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A player's fleets, and those that come.
@RestController
@RequestMapping("/api/universe/{universe}")
@Tag(name = "Universe")
class FleetsController {
  private final Seated seated;
  private final FleetReads fleets;
  private final PlanetReads planets;
  private final UniverseOrders orders;

  FleetsController(Seated seated, FleetReads fleets, PlanetReads planets, UniverseOrders orders) {
    this.seated = seated;
    this.fleets = fleets;
    this.planets = planets;
    this.orders = orders;
  }

  @GetMapping("/movements")
  @Operation(summary = "What flies, one's own and what comes to one's planets, next event first")
  List<UniverseJson.Fleet> movements(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe) {
    long player = seated.player(actor, universe).id();
    return Stream.concat(fleets.flying(player).stream(), fleets.coming(player).stream())
        .map(fleet -> UniverseJson.Fleet.of(fleet, player))
        .toList();
  }

  @GetMapping("/fleets")
  @Operation(summary = "One's fleets, newest first, those that are home included")
  List<UniverseJson.Fleet> all(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1000000) int offset) {
    long player = seated.player(actor, universe).id();
    return fleets.all(player, limit, offset).stream()
        .map(fleet -> UniverseJson.Fleet.of(fleet, player))
        .toList();
  }

  @GetMapping("/fleets/{fleet}")
  @Operation(summary = "One of them")
  UniverseJson.Fleet one(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String fleet) {
    long player = seated.player(actor, universe).id();
    return fleets
        .find(player, fleet)
        .map(found -> UniverseJson.Fleet.of(found, player))
        .orElseThrow(FleetsController::notFound);
  }

  private static Problem notFound() {
    return Problem.of(HttpStatus.NOT_FOUND, "Fleet not found");
  }

  /// @param galaxy from 1
  /// @param system from 1
  /// @param position from 1; one more than a system has is outer space
  /// @param moon the moon there; null for the planet
  record Target(
      @NotNull @Min(1) @Max(99) Integer galaxy,
      @NotNull @Min(1) @Max(9999) Integer system,
      @NotNull @Min(1) @Max(99) Integer position,
      @Nullable Boolean moon) {}

  /// @param metal whole units; null for none
  /// @param crystal likewise
  /// @param deuterium likewise
  record Cargo(
      @Min(0) @Max(1_000_000_000_000L) @Nullable Long metal,
      @Min(0) @Max(1_000_000_000_000L) @Nullable Long crystal,
      @Min(0) @Max(1_000_000_000_000L) @Nullable Long deuterium) {}

  /// @param planet where it leaves; null for the active one
  /// @param mission what for
  /// @param target where
  /// @param units ships by name
  /// @param cargo what is loaded besides fuel; null for nothing
  /// @param speedPercent null for 100
  /// @param holdSeconds how long it stays there; null for not at all
  /// @param union whose battle it joins; null for none
  /// @param aim the defence that missiles go for first; null for all alike
  record Dispatch(
      @Min(1) @Nullable Long planet,
      @NotNull Mission mission,
      @Valid @NotNull Target target,
      @NotEmpty @Size(max = 40)
          Map<
                  @Pattern(regexp = "[a-z][a-z0-9_]{0,63}") String,
                  @NotNull @Min(1) @Max(1_000_000_000) Long>
              units,
      @Valid @Nullable Cargo cargo,
      @JsonProperty("speed_percent") @Min(10) @Max(100) @Nullable Integer speedPercent,
      @JsonProperty("hold_seconds") @Min(0) @Max(360_000) @Nullable Long holdSeconds,
      @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") @Nullable String union,
      @Pattern(regexp = "[a-z][a-z0-9_]{0,63}") @Nullable String aim) {}

  /// A fleet on its way.
  ///
  /// @param fleet its id
  /// @param fuel units of deuterium that it was given
  /// @param departedAt when it left
  /// @param arrivesAt when it is there
  /// @param returnsAt when it is home; null for one that does not come back
  /// @param recalled whether it was called back
  record Flying(
      String fleet,
      long fuel,
      @JsonProperty("departed_at") Instant departedAt,
      @JsonProperty("arrives_at") Instant arrivesAt,
      @JsonProperty("returns_at") @Nullable Instant returnsAt,
      boolean recalled) {
    static Flying of(FleetAnswer.Flying flying) {
      return new Flying(
          flying.fleet(),
          flying.fuel(),
          flying.departedAt(),
          flying.arrivesAt(),
          flying.returnsAt(),
          flying.recalled());
    }
  }

  @PostMapping("/fleets")
  @Operation(
      summary = "Send a fleet",
      description =
          "All ships, cargo and fuel leave the planet, or nothing does. Missiles (MISSILES) say"
              + " what they `aim` at; an ACS_ATTACK without a `union` founds one. 409 with the code"
              + " NOT_ENOUGH_SHIPS, CARGO, FUEL, NO_SLOT, TARGET, PROTECTED, VACATION.")
  @Refuses(HttpStatus.CONFLICT)
  Flying dispatch(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Dispatch body) {
    var player = seated.player(actor, universe);
    var planet = origin(player, body.planet());
    var order =
        new FleetOrder(
            OrderKeys.id("v1 fleet", player.id(), Optional.ofNullable(key)),
            player.id(),
            planet.id(),
            body.mission(),
            spot(body.target()),
            new TreeMap<>(body.units()),
            goods(body.cargo()),
            body.speedPercent() == null ? 100 : body.speedPercent(),
            body.holdSeconds() == null ? Duration.ZERO : Duration.ofSeconds(body.holdSeconds()),
            body.union() == null ? "" : body.union(),
            body.aim() == null ? "" : body.aim());
    return Flying.of(Seated.flying(orders.dispatch(order)));
  }

  private PlanetReads.Planet origin(PlayerReads.Player player, @Nullable Long planet) {
    var found = planet == null ? planets.active(player.id()) : planets.find(player.id(), planet);
    return found.orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Planet not found"));
  }

  private static Spot spot(Target target) {
    return new Spot(
        target.galaxy(), target.system(), target.position(), Boolean.TRUE.equals(target.moon()));
  }

  private static Goods goods(@Nullable Cargo cargo) {
    return cargo == null
        ? Goods.NONE
        : new Goods(amount(cargo.metal()), amount(cargo.crystal()), amount(cargo.deuterium()));
  }

  private static long amount(@Nullable Long units) {
    return units == null ? 0 : units;
  }

  @PostMapping("/fleets/{fleet}/recall")
  @Operation(
      summary = "Call a fleet back",
      description = "It is home after as long as it has flown. The same again changes nothing.")
  @Refuses(HttpStatus.CONFLICT)
  Flying recall(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String fleet) {
    long player = seated.player(actor, universe).id();
    var found = fleets.find(player, fleet).orElseThrow(FleetsController::notFound);
    return Flying.of(Seated.flying(orders.recall(new RecallRequest(player, found.id()))));
  }
}
