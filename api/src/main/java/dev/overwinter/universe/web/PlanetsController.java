package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// A player's planets and research, and orders to them. An order is answered by what became of it;
/// with an Idempotency-Key it can be repeated and is carried out once.
@RestController
@RequestMapping("/api/universe/{universe}")
@Tag(name = "Universe")
class PlanetsController {
  static final String KEY = "[\\x21-\\x7e]{1,200}";
  static final String KEY_WORDS = "must be 1 to 200 visible characters";
  private static final String NAME = "[a-z][a-z0-9_]{0,63}";

  private final Seated seated;
  private final PlanetReads planets;
  private final UniverseOrders orders;

  PlanetsController(Seated seated, PlanetReads planets, UniverseOrders orders) {
    this.seated = seated;
    this.planets = planets;
    this.orders = orders;
  }

  @GetMapping("/planets")
  @Operation(summary = "One's planets and moons, as they are now")
  List<UniverseJson.Planet> all(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe) {
    return planets.of(seated.player(actor, universe).id()).stream()
        .map(UniverseJson.Planet::of)
        .toList();
  }

  @GetMapping("/planets/{planet}")
  @Operation(summary = "One of them")
  UniverseJson.Planet one(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long planet) {
    return UniverseJson.Planet.of(mine(seated.player(actor, universe), planet));
  }

  private PlanetReads.Planet mine(PlayerReads.Player player, long planet) {
    return planets.find(player.id(), planet).orElseThrow(PlanetsController::notFound);
  }

  private static Problem notFound() {
    return Problem.of(HttpStatus.NOT_FOUND, "Planet not found");
  }

  /// @param name 1 to 40 characters; null to leave it
  /// @param active true to make it the one that paths without a planet mean; null to leave it
  record Change(
      @Size(min = 1, max = 40) @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*") @Nullable String name,
      @Nullable Boolean active) {}

  @PatchMapping("/planets/{planet}")
  @Operation(summary = "Rename a planet, or make it the active one")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Planet change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long planet,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Change body) {
    var player = seated.player(actor, universe);
    var _ = mine(player, planet);
    if (body.name() != null) {
      var _ =
          Seated.done(
              orders.command(
                  key("rename " + planet, player, key),
                  new PlayerCommand.Rename(player.id(), planet, body.name())));
    }
    if (Boolean.TRUE.equals(body.active())) {
      var _ =
          Seated.done(
              orders.command(
                  key("select " + planet, player, key),
                  new PlayerCommand.Select(player.id(), planet)));
    }
    return UniverseJson.Planet.of(mine(player, planet));
  }

  /// What can be told a planet.
  enum Kind {
    /// One level more of a building.
    BUILD,
    /// One level less.
    DEMOLISH,
    /// Ships or defences.
    MAKE
  }

  /// @param kind what
  /// @param thing a name of the rules, for example `metal_mine`
  /// @param count how many; only for `MAKE`
  record PlanetOrderBody(
      @NotNull Kind kind,
      @NotNull @Pattern(regexp = NAME) String thing,
      @Min(1) @Max(1_000_000_000) @Nullable Long count) {}

  @PostMapping("/planets/{planet}/orders")
  @Operation(
      summary = "Build, take down, or make units",
      description =
          "409 says why not as things stand, with a code: INSUFFICIENT_RESOURCES, PREREQUISITE,"
              + " QUEUE_FULL, LIMIT, BUSY, NO_FIELDS, IN_USE, VACATION. Nothing was charged then.")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Accepted order(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long planet,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody PlanetOrderBody body) {
    var player = seated.player(actor, universe);
    var _ = mine(player, planet);
    var order =
        switch (body.kind()) {
          case BUILD -> new PlanetOrder.Build(body.thing());
          case DEMOLISH -> new PlanetOrder.Demolish(body.thing());
          case MAKE -> new PlanetOrder.Make(body.thing(), body.count() == null ? 1 : body.count());
        };
    return Seated.accepted(
        orders.planet(new PlanetRequest(key("order", player, key), player.id(), planet, order)));
  }

  static String key(String what, PlayerReads.Player player, @Nullable String key) {
    return OrderKeys.of("v1 " + what, player.id(), Optional.ofNullable(key));
  }

  /// The queues of a planet.
  enum Queue {
    BUILD,
    UNITS
  }

  @DeleteMapping("/planets/{planet}/queues/{queue}/{item}")
  @Operation(
      summary = "Cancel an item of a queue, by its id",
      description = "What comes back of its price is `refunded`.")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Accepted cancel(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long planet,
      @PathVariable Queue queue,
      @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String item,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_WORDS)
          @Nullable String key) {
    var player = seated.player(actor, universe);
    var _ = mine(player, planet);
    var order = new PlanetOrder.Cancel(PlanetOrder.Queue.valueOf(queue.name()), item);
    return Seated.accepted(
        orders.planet(
            new PlanetRequest(key("cancel " + item, player, key), player.id(), planet, order)));
  }

  /// @param research a name of the rules, for example `laser`
  /// @param planet which one pays; null for the active one
  record ResearchBody(
      @NotNull @Pattern(regexp = NAME) String research,
      @JsonProperty("planet") @Min(1) @Nullable Long planet) {}

  @PostMapping("/research")
  @Operation(summary = "Research one level more")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Accepted research(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody ResearchBody body) {
    var player = seated.player(actor, universe);
    var planet = paying(player, body.planet());
    return Seated.accepted(
        orders.research(
            new ResearchRequest(
                key("research", player, key),
                player.id(),
                planet.id(),
                new ResearchOrder.Begin(body.research()))));
  }

  @DeleteMapping("/research/{item}")
  @Operation(summary = "Cancel research, by its id in the queue")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Accepted cancelResearch(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String item,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_WORDS)
          @Nullable String key) {
    var player = seated.player(actor, universe);
    var planet = paying(player, null);
    return Seated.accepted(
        orders.research(
            new ResearchRequest(
                key("cancel research " + item, player, key),
                player.id(),
                planet.id(),
                new ResearchOrder.Cancel(item))));
  }

  private PlanetReads.Planet paying(PlayerReads.Player player, @Nullable Long planet) {
    return planet == null
        ? planets
            .active(player.id())
            .orElseThrow(() ->
                Problem.of(HttpStatus.CONFLICT, "Choose a first planet first: POST …/start")
                    .code("NO_PLANET"))
        : mine(player, planet);
  }
}
