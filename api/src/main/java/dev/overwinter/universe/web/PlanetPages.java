package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.ruleset.RuleSet;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Buildings, research, ships and defences: what there is, what can be ordered, and the orders.
@Controller
@Hidden
class PlanetPages {
  private final UniverseDoor door;
  private final UniverseReads universes;
  private final PlanetReads planets;
  private final WorkCards cards;
  private final UniverseOrders orders;

  PlanetPages(
      UniverseDoor door,
      UniverseReads universes,
      PlanetReads planets,
      WorkCards cards,
      UniverseOrders orders) {
    this.door = door;
    this.universes = universes;
    this.planets = planets;
    this.cards = cards;
    this.orders = orders;
  }

  @GetMapping("/universe/{universe}/buildings")
  String buildings(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "buildings",
        model,
        visit -> {
          var rules = visit.laws().rules();
          model.addAttribute("queue", QueueView.builds(rules, visit.planet().state()));
          model.addAttribute("groups", cards.buildings(visit));
          model.addAttribute("refund", rules.builds().refundPercent());
          return "universe/buildings";
        });
  }

  @GetMapping("/universe/{universe}/research")
  String research(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "research",
        model,
        visit -> {
          var rules = visit.laws().rules();
          model.addAttribute(
              "queue", QueueView.research(rules, cards.known(visit).queue(), visit.now()));
          model.addAttribute("groups", cards.research(visit));
          model.addAttribute("refund", rules.studies().refundPercent());
          return "universe/research";
        });
  }

  @GetMapping("/universe/{universe}/shipyard")
  String shipyard(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "shipyard",
        model,
        visit -> {
          var rules = visit.laws().rules();
          model.addAttribute("queue", QueueView.yard(rules, visit.planet().state()));
          model.addAttribute("groups", cards.units(visit));
          model.addAttribute("refund", rules.yard().refundPercent());
          model.addAttribute(
              "yard", visit.planet().state().buildings().of(rules.yard().building()));
          model.addAttribute("yardName", Words.name(rules, rules.yard().building()));
          return "universe/shipyard";
        });
  }

  @PostMapping("/universe/{universe}/build")
  ModelAndView build(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String thing,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        actor,
        universe,
        "/buildings",
        planet,
        new PlanetOrder.Build(called(thing)),
        key,
        request,
        response);
  }

  @PostMapping("/universe/{universe}/demolish")
  ModelAndView demolish(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String thing,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        actor,
        universe,
        "/buildings",
        planet,
        new PlanetOrder.Demolish(called(thing)),
        key,
        request,
        response);
  }

  @PostMapping("/universe/{universe}/make")
  ModelAndView make(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String thing,
      @RequestParam(defaultValue = "0") long count,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        actor,
        universe,
        "/shipyard",
        planet,
        new PlanetOrder.Make(called(thing), count),
        key,
        request,
        response);
  }

  @PostMapping("/universe/{universe}/cancel")
  ModelAndView cancel(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam PlanetOrder.Queue queue,
      @RequestParam(defaultValue = "") String item,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    var back =
        switch (queue) {
          case BUILD -> "/buildings";
          case UNITS -> "/shipyard";
        };
    return order(
        actor, universe, back, planet, new PlanetOrder.Cancel(queue, item), key, request, response);
  }

  /// Nobody's order reaches another's planet, not even its workflow.
  private long mine(PlayerReads.Player player, long planet) {
    return planets
        .find(player.id(), planet)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such planet of yours"))
        .id();
  }

  private static String called(String thing) {
    if (!OlderOrders.THING.matcher(thing).matches()) {
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "There is nothing of this name");
    }
    return thing;
  }

  private ModelAndView order(
      Actor actor,
      String universe,
      String back,
      long planet,
      PlanetOrder order,
      String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    Function<PlayerReads.Player, OrderAnswer> give =
        player ->
            orders.planet(
                new PlanetRequest(
                    UniverseDoor.orderKey(planet + " " + order, player, key),
                    player.id(),
                    mine(player, planet),
                    order));
    return door.act(
        actor,
        universe,
        back,
        request,
        response,
        player ->
            told(
                universes.of(universe).laws().rules(), order, Seated.accepted(give.apply(player))));
  }

  @PostMapping("/universe/{universe}/research")
  ModelAndView study(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String thing,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return study(
        actor, universe, planet, new ResearchOrder.Begin(called(thing)), key, request, response);
  }

  @PostMapping("/universe/{universe}/research/cancel")
  ModelAndView cancelStudy(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String item,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return study(actor, universe, planet, new ResearchOrder.Cancel(item), key, request, response);
  }

  private ModelAndView study(
      Actor actor,
      String universe,
      long planet,
      ResearchOrder order,
      String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/research",
        request,
        response,
        player -> {
          var answer =
              Seated.accepted(
                  orders.research(
                      new ResearchRequest(
                          UniverseDoor.orderKey(planet + " " + order, player, key),
                          player.id(),
                          mine(player, planet),
                          order)));
          var name = Words.name(universes.of(universe).laws().rules(), answer.thing());
          return switch (order) {
            case ResearchOrder.Begin _ ->
                "%s %d is ordered%s.".formatted(name, answer.amount(), cost(answer));
            case ResearchOrder.Cancel _ -> "%s is cancelled%s.".formatted(name, back(answer));
          };
        });
  }

  private static String told(RuleSet rules, PlanetOrder order, UniverseJson.Accepted answer) {
    var name = Words.name(rules, answer.thing());
    return switch (order) {
      case PlanetOrder.Build _ ->
          "%s %d is ordered%s.".formatted(name, answer.amount(), cost(answer));
      case PlanetOrder.Demolish _ ->
          "%s goes down to level %d%s%s."
              .formatted(name, answer.amount(), cost(answer), back(answer));
      case PlanetOrder.Make _ ->
          "%s × %s ordered%s.".formatted(name, Words.number(answer.amount()), cost(answer));
      case PlanetOrder.Cancel _, PlanetOrder.CancelAt _ ->
          "%s is cancelled%s.".formatted(name, back(answer));
      case PlanetOrder.Jump _ -> "The ships have jumped.";
    };
  }

  private static String cost(UniverseJson.Accepted answer) {
    var paid = amounts(answer.paid());
    return paid.isEmpty() ? "" : " for " + paid;
  }

  private static String back(UniverseJson.Accepted answer) {
    var refunded = amounts(answer.refunded());
    return refunded.isEmpty() ? "" : "; " + refunded + " came back";
  }

  private static String amounts(Amounts amounts) {
    var text = new StringBuilder();
    add(text, amounts.metal(), "metal");
    add(text, amounts.crystal(), "crystal");
    add(text, amounts.deuterium(), "deuterium");
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static void add(StringBuilder text, long amount, String resource) {
    if (amount > 0) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(Words.number(amount))
          .append(' ')
          .append(resource);
    }
  }
}
