package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.ruleset.RuleSet;
import dev.overwinter.universe.ruleset.UnitRule;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Sends fleets, shows where they are, calls them back.
@Controller
@Hidden
class FleetPages {
  private static final int LATELY = 20;

  private final UniverseDoor door;
  private final PlanetReads planets;
  private final FleetReads fleets;
  private final UnionReads unions;
  private final FlightPreview preview;
  private final UniverseOrders orders;

  FleetPages(
      UniverseDoor door,
      PlanetReads planets,
      FleetReads fleets,
      UnionReads unions,
      FlightPreview preview,
      UniverseOrders orders) {
    this.door = door;
    this.planets = planets;
    this.fleets = fleets;
    this.unions = unions;
    this.preview = preview;
    this.orders = orders;
  }

  /// A kind of ship on the planet.
  ///
  /// @param count how many there are
  /// @param chosen how many were chosen; 0 for none
  record Ship(String key, String name, String about, long count, String shown, long chosen) {}

  /// A mission of this universe.
  record Errand(String key, String name, boolean chosen) {}

  /// Shows the form and, when it says enough, what the flight would be: the same with and without a
  /// script.
  @GetMapping("/universe/{universe}/fleet")
  String form(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam Map<String, String> fields,
      Model model) {
    return door.show(
        actor,
        universe,
        "fleet",
        model,
        visit -> {
          var rules = visit.laws().rules();
          var form = FlightForm.of(fields, visit.planet());
          model.addAttribute("form", form);
          model.addAttribute("ships", ships(visit, form));
          model.addAttribute("errands", errands(rules, form));
          model.addAttribute(
              "speeds",
              IntStream.rangeClosed(1, 10).map(tenth -> 110 - tenth * 10).boxed().toList());
          model.addAttribute("hasMoons", moons(rules));
          model.addAttribute("holds", holds(rules));
          model.addAttribute("unions", unions.open(visit.player().id()));
          model.addAttribute("aims", missile(rules).isPresent() ? aims(rules) : List.of());
          model.addAttribute("preview", preview.of(visit, form));
          model.addAttribute("positions", visit.universe().positions() + (holds(rules) ? 1 : 0));
          model.addAttribute("galaxies", visit.universe().galaxies());
          model.addAttribute("systems", visit.universe().systems());
          return "universe/fleet";
        });
  }

  private static List<Ship> ships(Visit visit, FlightForm form) {
    var units = visit.planet().state().units();
    return visit.laws().rules().units().entrySet().stream()
        .filter(unit ->
            unit.getValue().flies()
                || missile(visit.laws().rules()).filter(unit.getKey()::equals).isPresent())
        .filter(unit -> units.of(unit.getKey()) > 0)
        .map(unit ->
            new Ship(
                unit.getKey(),
                unit.getValue().name(),
                Words.about(unit.getKey()),
                units.of(unit.getKey()),
                Words.number(units.of(unit.getKey())),
                Math.min(form.ships(unit.getKey()), units.of(unit.getKey()))))
        .toList();
  }

  private static List<Errand> errands(RuleSet rules, FlightForm form) {
    return rules.fleet().missions().stream()
        .flatMap(key -> Mission.parse(key).stream())
        .map(mission ->
            new Errand(mission.key(), Voyage.mission(mission.name()), mission == form.mission()))
        .toList();
  }

  /// What flies to others with the mission MISSILES.
  private static Optional<String> missile(RuleSet rules) {
    return rules.fleet().missions().contains(Mission.MISSILES.key())
        ? Optional.ofNullable(rules.fleet().needs().get(Mission.MISSILES.key()))
        : Optional.empty();
  }

  /// Something that can be aimed at.
  record Aim(String key, String name) {}

  private static List<Aim> aims(RuleSet rules) {
    return rules.units().entrySet().stream()
        .filter(unit -> unit.getValue().role() == UnitRule.Role.DEFENCE)
        .map(unit -> new Aim(unit.getKey(), unit.getValue().name()))
        .toList();
  }

  private static boolean moons(RuleSet rules) {
    return !rules.fleet().phalanx().isEmpty();
  }

  private static boolean holds(RuleSet rules) {
    return rules.fleet().missions().contains(Mission.EXPEDITION.key());
  }

  @PostMapping("/universe/{universe}/fleet")
  ModelAndView send(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam Map<String, String> fields,
      HttpServletRequest request,
      HttpServletResponse response) {
    var sent = new boolean[1];
    var page =
        door.act(
            actor,
            universe,
            "/movements",
            request,
            response,
            player -> {
              var told = send(player, fields);
              sent[0] = true;
              return told;
            });
    return sent[0]
        ? page
        : UniverseDoor.redirect("/universe/" + universe + "/fleet" + again(fields));
  }

  /// What was written stays written when it is refused.
  private static String again(Map<String, String> fields) {
    var query = org.springframework.web.util.UriComponentsBuilder.newInstance();
    fields.entrySet().stream()
        .filter(field -> field.getKey().matches("ship\\.[a-z_]{1,64}|[a-z]{1,12}"))
        .filter(field ->
            !field.getKey().equals("key") && field.getValue().matches("[A-Za-z0-9_-]{1,64}"))
        .forEach(field -> query.queryParam(field.getKey(), field.getValue()));
    return query.build().toUriString();
  }

  private String send(PlayerReads.Player player, Map<String, String> fields) {
    var planet =
        Optional.ofNullable(fields.get("planet"))
            .filter(id -> id.matches("[0-9]{1,18}"))
            .flatMap(id -> planets.find(player.id(), Long.parseLong(id)))
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Planet not found"));
    var form = FlightForm.of(fields, planet);
    var key = Objects.toString(fields.get("key"), "");
    var order =
        new FleetOrder(
            UniverseDoor.orderKey("fleet " + planet.id() + " " + form, player, key)
                .substring(0, 22),
            player.id(),
            planet.id(),
            form.mission(),
            new Spot(form.galaxy(), form.system(), form.position(), form.moon()),
            form.ships(),
            new Goods(form.metal(), form.crystal(), form.deuterium()),
            form.speed(),
            form.holds() ? Duration.ofHours(form.hours()) : Duration.ZERO,
            form.mission() == Mission.ACS_ATTACK ? form.union() : "",
            form.mission() == Mission.MISSILES ? form.aim() : "");
    var flying = Seated.flying(orders.dispatch(order));
    return "The fleet has left; it is there in %s and has burnt %s deuterium."
        .formatted(
            Words.time(
                Math.max(0, Duration.between(flying.departedAt(), flying.arrivesAt()).toSeconds())),
            Words.number(flying.fuel()));
  }

  @GetMapping("/universe/{universe}/movements")
  String movements(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "movements",
        model,
        visit -> {
          long player = visit.player().id();
          var rules = visit.laws().rules();
          model.addAttribute(
              "voyages",
              Stream.concat(fleets.coming(player).stream(), fleets.flying(player).stream())
                  .map(fleet -> Voyage.of(rules, fleet, player, visit.now()))
                  .sorted(
                      Comparator.comparing(
                          Voyage::until, Comparator.nullsLast(Comparator.naturalOrder())))
                  .toList());
          model.addAttribute(
              "lately",
              fleets.all(player, LATELY * 2, 0).stream()
                  .filter(fleet -> List.of("HOME", "LOST").contains(fleet.state()))
                  .limit(LATELY)
                  .map(fleet -> Voyage.of(rules, fleet, player, visit.now()))
                  .toList());
          return "universe/movements";
        });
  }

  @PostMapping("/universe/{universe}/movements/{fleet}/recall")
  ModelAndView recall(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable String fleet,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/movements",
        request,
        response,
        player -> {
          var found =
              fleets
                  .find(player.id(), fleet)
                  .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Fleet not found"));
          var flying = Seated.flying(orders.recall(new RecallRequest(player.id(), found.id())));
          return flying.returnsAt() == null
              ? "The fleet turns round."
              : "The fleet turns round and flies home.";
        });
  }
}
