package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What only moons can do: see others' fleets, and move ships at once.
@RestController
@RequestMapping("/api/universe/{universe}/moons/{moon}")
@Tag(name = "Universe")
class MoonsController {
  private final Seated seated;
  private final PlanetReads planets;
  private final UniverseOrders orders;

  MoonsController(Seated seated, PlanetReads planets, UniverseOrders orders) {
    this.seated = seated;
    this.planets = planets;
    this.orders = orders;
  }

  private PlanetReads.Planet mine(PlayerReads.Player player, long moon) {
    return planets
        .find(player.id(), moon)
        .filter(PlanetReads.Planet::moon)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Moon not found"));
  }

  /// @param galaxy from 1
  /// @param system from 1
  /// @param position from 1
  record Look(
      @NotNull @Min(1) @Max(99) Integer galaxy,
      @NotNull @Min(1) @Max(9999) Integer system,
      @NotNull @Min(1) @Max(99) Integer position) {}

  /// A fleet that the phalanx saw.
  ///
  /// @param returning whether it flies home
  /// @param from where it left
  /// @param to where it goes
  /// @param at when it is there
  /// @param ships how many
  record Sighting(
      String fleet,
      Mission mission,
      boolean returning,
      UniverseJson.Place from,
      UniverseJson.Place to,
      Instant at,
      long ships) {
    static Sighting of(PlayerAnswer.Movement seen) {
      return new Sighting(
          seen.fleet(),
          seen.mission(),
          seen.returning(),
          UniverseJson.Place.of(seen.from()),
          UniverseJson.Place.of(seen.to()),
          seen.at(),
          seen.ships());
    }
  }

  /// @param sightings next event first
  record Echo(List<Sighting> sightings) {}

  @PostMapping("/phalanx")
  @Operation(
      summary = "See the fleets that fly to or from a planet",
      description =
          "Costs deuterium of the moon. 409 with the code PREREQUISITE without a phalanx, TARGET"
              + " beyond its reach, INSUFFICIENT_RESOURCES without deuterium; nothing is paid"
              + " then.")
  @Refuses(HttpStatus.CONFLICT)
  Echo look(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long moon,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Look body) {
    var player = seated.player(actor, universe);
    var from = mine(player, moon);
    var target = Spot.planet(body.galaxy(), body.system(), body.position());
    return new Echo(
        seen(
                orders.command(
                    PlanetsController.key("phalanx", player, key),
                    new PlayerCommand.Phalanx(player.id(), from.id(), target)))
            .stream()
            .map(Sighting::of)
            .toList());
  }

  /// What a phalanx saw, unless it was refused.
  static List<PlayerAnswer.Movement> seen(PlayerAnswer answer) {
    return Seated.done(answer) instanceof PlayerAnswer.Echo(var movements) ? movements : List.of();
  }

  /// @param to another moon of one's own
  /// @param units ships by name
  record Leap(
      @NotNull @Min(1) Long to,
      @NotEmpty @Size(max = 40)
          Map<
                  @Pattern(regexp = "[a-z][a-z0-9_]{0,63}") String,
                  @NotNull @Min(1) @Max(1_000_000_000) Long>
              units) {}

  @PostMapping("/jump")
  @Operation(
      summary = "Move ships through the jump gates of two moons, at once and without fuel",
      description =
          "Both gates rest afterwards. 409 with the code PREREQUISITE without gates, TOO_SOON while"
              + " one rests, NOT_ENOUGH_SHIPS, TARGET.")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Accepted jump(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long moon,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Leap body) {
    var player = seated.player(actor, universe);
    var from = mine(player, moon);
    var to = mine(player, body.to());
    return Seated.accepted(
        orders.planet(
            new PlanetRequest(
                PlanetsController.key("jump", player, key),
                player.id(),
                from.id(),
                new PlanetOrder.Jump(to.id(), new TreeMap<>(body.units())))));
  }
}
