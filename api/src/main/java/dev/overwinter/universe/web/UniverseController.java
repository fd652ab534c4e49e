package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.ruleset.RuleSet;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Universes, their maps and their players.
@RestController
@RequestMapping("/api/universe")
@Tag(name = "Universe")
class UniverseController {
  private final Seated seated;
  private final UniverseReads universes;
  private final PlayerReads players;
  private final PlanetReads planets;
  private final GalaxyReads galaxy;
  private final MessageReads messages;
  private final EventReads events;
  private final UniverseOrders orders;

  UniverseController(
      Seated seated,
      UniverseReads universes,
      PlayerReads players,
      PlanetReads planets,
      GalaxyReads galaxy,
      MessageReads messages,
      EventReads events,
      UniverseOrders orders) {
    this.seated = seated;
    this.universes = universes;
    this.players = players;
    this.planets = planets;
    this.galaxy = galaxy;
    this.messages = messages;
    this.events = events;
    this.orders = orders;
  }

  @GetMapping
  @Operation(summary = "All universes")
  List<UniverseJson.World> all() {
    return universes.all().stream()
        .map(universe -> UniverseJson.World.of(universe, players.count(universe.id())))
        .toList();
  }

  @GetMapping("/{universe}")
  @Operation(summary = "One universe")
  UniverseJson.World one(@PathVariable String universe) {
    var found = seated.universe(universe);
    return UniverseJson.World.of(found, players.count(found.id()));
  }

  /// A building or technology.
  ///
  /// @param name for people
  /// @param cost of the first level
  /// @param growth how many times dearer each level is
  /// @param requires other levels, by name
  record Work(String name, Amounts cost, double growth, Map<String, Integer> requires) {}

  /// A ship, defence or missile.
  ///
  /// @param name for people
  /// @param role SHIP, DEFENCE or MISSILE
  /// @param cost of one
  /// @param attack without research, as all of these
  /// @param requires levels, by name
  record Unit(
      String name,
      String role,
      Amounts cost,
      long structure,
      long shield,
      long attack,
      long cargo,
      Map<String, Integer> requires) {}

  /// What holds in a universe.
  ///
  /// @param name of the rule set
  /// @param title for people
  record Rules(
      String name,
      String title,
      Map<String, Work> buildings,
      Map<String, Work> research,
      Map<String, Unit> units) {}

  @GetMapping("/{universe}/rules")
  @Operation(summary = "What can be built, researched and flown, and what it costs")
  Rules rules(@PathVariable String universe) {
    return rules(seated.universe(universe).laws().rules());
  }

  private static Rules rules(RuleSet rules) {
    var buildings = new LinkedHashMap<String, Work>();
    rules
        .buildings()
        .forEach((key, rule) ->
            buildings.put(
                key,
                new Work(
                    rule.name(),
                    Amounts.of(rule.cost().each()),
                    rule.growth(),
                    rule.requires().byKey())));
    var research = new LinkedHashMap<String, Work>();
    rules
        .research()
        .forEach((key, rule) ->
            research.put(
                key,
                new Work(
                    rule.name(),
                    Amounts.of(rule.cost().each()),
                    rule.growth(),
                    rule.requires().byKey())));
    var units = new LinkedHashMap<String, Unit>();
    rules
        .units()
        .forEach((key, rule) ->
            units.put(
                key,
                new Unit(
                    rule.name(),
                    rule.role().name(),
                    Amounts.of(rule.cost().each()),
                    rule.structure(),
                    rule.shield(),
                    rule.attack(),
                    rule.cargo(),
                    rule.requires().byKey())));
    return new Rules(rules.name(), rules.title(), buildings, research, units);
  }

  @PostMapping("/{universe}/players")
  @Operation(
      summary = "Play in a universe",
      description = "Asked again, answers with the same player. They are called as the account is.")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Me join(@AuthenticationPrincipal Actor actor, @PathVariable String universe) {
    var found = seated.universe(universe);
    if (actor.isLocal()) {
      throw Problem.of(HttpStatus.CONFLICT, "Only accounts play. Log in.").code("NO_ACCOUNT");
    }
    var _ =
        Seated.done(
            orders.command(
                "enrol:" + found.id() + ":" + actor.accountId(),
                new PlayerCommand.Enrol(found.id(), actor.accountId(), actor.name())));
    return me(actor, universe);
  }

  @GetMapping("/{universe}/me")
  @Operation(summary = "Who one is there")
  UniverseJson.Me me(@AuthenticationPrincipal Actor actor, @PathVariable String universe) {
    return me(seated.player(actor, universe));
  }

  private UniverseJson.Me me(PlayerReads.Player player) {
    var planet = planets.active(player.id());
    var known = planet.map(found -> found.state().techs()).orElse(player.research().levels());
    return new UniverseJson.Me(
        player.id(),
        player.universe(),
        player.username(),
        player.points(),
        player.rank(),
        player.activePlanet(),
        player.needsStartChoice(),
        player.vacationSince(),
        known.byKey(),
        player.research().queue().stream()
            .filter(item ->
                planet
                    .filter(found -> OlderPlayers.isOver(item, found.state().settledAt()))
                    .isEmpty())
            .map(item ->
                new UniverseJson.Item(
                    String.valueOf(item.number()),
                    item.tech(),
                    item.level(),
                    false,
                    Amounts.of(item.paid()),
                    item.start(),
                    item.end()))
            .toList(),
        messages.unread(player.id()),
        events.newest(player.id()));
  }

  /// @param galaxy from 1
  /// @param system from 1
  /// @param position null for the first that is free
  /// @param name null for the usual one
  record Start(
      @NotNull @Min(1) @Max(99) Integer galaxy,
      @NotNull @Min(1) @Max(9999) Integer system,
      @Min(1) @Max(99) @Nullable Integer position,
      @Size(min = 1, max = 40) @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*") @Nullable String name) {}

  @PostMapping("/{universe}/start")
  @Operation(
      summary = "Choose the first planet, once",
      description = "409 with the code OCCUPIED, SYSTEM_FULL or ALREADY_CHOSEN.")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Me start(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Start body) {
    var player = seated.player(actor, universe);
    var answer =
        Seated.done(
            orders.command(
                PlanetsController.key("start", player, key),
                new PlayerCommand.ChooseStart(
                    player.id(), body.galaxy(), body.system(), body.position(), body.name())));
    if (!(answer instanceof PlayerAnswer.Settled)) {
      throw new IllegalStateException("start: " + answer);
    }
    return me(actor, universe);
  }

  /// @param on whether one goes, or comes back
  record Away(@NotNull Boolean on) {}

  @PutMapping("/{universe}/vacation")
  @Operation(
      summary = "Go on vacation, or come back",
      description =
          "Nothing is produced and nobody attacks meanwhile. It lasts at least as long as the"
              + " universe says, and no own fleet may be out.")
  @Refuses(HttpStatus.CONFLICT)
  UniverseJson.Me vacation(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Away body) {
    var player = seated.player(actor, universe);
    var _ =
        Seated.done(
            orders.command(
                PlanetsController.key("vacation", player, key),
                new PlayerCommand.Vacation(player.id(), body.on())));
    return me(actor, universe);
  }

  /// A system as everybody sees it.
  record Starsystem(
      int galaxy, int system, List<GalaxyReads.Body> bodies, List<GalaxyReads.Debris> debris) {}

  @GetMapping("/{universe}/galaxy/{galaxy}/{system}")
  @Operation(summary = "A system of the map", description = "Debris is in millionths of a unit.")
  Starsystem system(
      @PathVariable String universe,
      @PathVariable("galaxy") @Min(1) @Max(99) int g,
      @PathVariable("system") @Min(1) @Max(9999) int s) {
    var found = seated.universe(universe);
    if (g > found.galaxies() || s > found.systems()) {
      throw Problem.of(
          HttpStatus.NOT_FOUND,
          "There are %d galaxies of %d systems".formatted(found.galaxies(), found.systems()));
    }
    return new Starsystem(g, s, galaxy.bodies(found.id(), g, s), galaxy.debris(found.id(), g, s));
  }

  @GetMapping("/{universe}/highscore")
  @Operation(summary = "The best players, best first")
  List<PlayerReads.Ranked> highscore(
      @PathVariable String universe,
      @RequestParam(defaultValue = "total") @Pattern(regexp = "total|economy|research|military")
          String by,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1000000) int offset) {
    return players.highscore(seated.universe(universe).id(), by, limit, offset);
  }
}
