package dev.overwinter.universe.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.research.ResearchRules;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

/// The way into a universe, and what happens on one's planets there.
@Controller
@Hidden
class OverviewPages {
  private static final int NEXT_FLEETS = 5;

  private final UniverseDoor door;
  private final Seated seated;
  private final UniverseReads universes;
  private final PlayerReads players;
  private final FleetReads fleets;
  private final UniverseOrders orders;

  OverviewPages(
      UniverseDoor door,
      Seated seated,
      UniverseReads universes,
      PlayerReads players,
      FleetReads fleets,
      UniverseOrders orders) {
    this.door = door;
    this.seated = seated;
    this.universes = universes;
    this.players = players;
    this.fleets = fleets;
    this.orders = orders;
  }

  /// A universe in the list of all.
  ///
  /// @param speed how much faster it runs, for people; empty when it does not
  /// @param plays whether who looks plays there
  record Choice(
      String id, String name, String rules, String speed, String players, boolean plays) {}

  @GetMapping("/universe")
  Object all(@AuthenticationPrincipal Actor actor, Model model) {
    var all = universes.all();
    if (all.size() == 1) {
      return UniverseDoor.redirect("/universe/" + all.getFirst().id());
    }
    model.addAttribute("universes", all.stream().map(universe -> choice(actor, universe)).toList());
    return "universe/list";
  }

  private Choice choice(Actor actor, UniverseReads.Universe universe) {
    var speed = universe.laws().speeds().economy();
    return new Choice(
        universe.id(),
        universe.name(),
        universe.laws().rules().title(),
        speed == 1 ? "" : "× " + (speed == Math.rint(speed) ? Words.number((long) speed) : speed),
        Words.number(players.count(universe.id())),
        players.of(universe.id(), actor.accountId()).isPresent());
  }

  /// What a planet is like, for people.
  ///
  /// @param levels how many are built
  record Land(String temperature, String size, String levels) {}

  @GetMapping("/universe/{universe}")
  String overview(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "overview",
        model,
        visit -> {
          add(visit, model);
          return "universe/overview";
        });
  }

  private void add(Visit visit, Model model) {
    var rules = visit.laws().rules();
    var planet = visit.planet();
    var research =
        ResearchRules.settle(visit.laws(), visit.academy(), visit.now()).next().research();
    model.addAttribute("land", land(planet));
    model.addAttribute("builds", QueueView.builds(rules, planet.state()));
    model.addAttribute("yard", QueueView.yard(rules, planet.state()));
    model.addAttribute("studies", QueueView.research(rules, research.queue(), visit.now()));
    model.addAttribute("units", Words.counts(rules, planet.state().units().byKey()));
    model.addAttribute("voyages", voyages(visit));
    model.addAttribute("points", Words.number(visit.player().points().total()));
    var rank = visit.player().rank();
    model.addAttribute("rank", rank == null ? "–" : Words.number(rank));
    model.addAttribute("others", Words.number(players.count(visit.universe().id())));
    model.addAttribute("vacationSince", visit.player().vacationSince());
  }

  private static Land land(PlanetReads.Planet planet) {
    boolean one = planet.temperatureLeast() == planet.temperatureMost();
    return new Land(
        one
            ? planet.temperatureMost() + " °C"
            : planet.temperatureLeast() + " to " + planet.temperatureMost() + " °C",
        Words.number(planet.size()),
        Words.number(planet.state().buildings().sum()));
  }

  private List<Voyage> voyages(Visit visit) {
    long player = visit.player().id();
    var rules = visit.laws().rules();
    return Stream.concat(fleets.coming(player).stream(), fleets.flying(player).stream())
        .map(fleet -> Voyage.of(rules, fleet, player, visit.now()))
        .sorted(
            Comparator.comparing(Voyage::hostile)
                .reversed()
                .thenComparing(Voyage::until, Comparator.nullsLast(Comparator.naturalOrder())))
        .limit(NEXT_FLEETS)
        .toList();
  }

  @PostMapping("/universe/{universe}/join")
  ModelAndView join(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      HttpServletRequest request,
      HttpServletResponse response) {
    var found = seated.universe(universe);
    try {
      if (actor.isLocal()) {
        throw Problem.of(HttpStatus.CONFLICT, "Only accounts play. Log in with one.");
      }
      var _ =
          Seated.done(
              orders.command(
                  "enrol:" + found.id() + ":" + actor.accountId(),
                  new PlayerCommand.Enrol(found.id(), actor.accountId(), actor.name())));
      Notice.good("Welcome to " + found.name() + ", " + actor.name() + ".")
          .leave(request, response);
    } catch (Problem e) {
      UniverseDoor.refuse(found.laws(), e, request, response);
    }
    return UniverseDoor.redirect("/universe/" + found.id());
  }

  @PostMapping("/universe/{universe}/start")
  ModelAndView start(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") int galaxy,
      @RequestParam(defaultValue = "0") int system,
      @RequestParam(required = false) @Nullable Integer position,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "",
        request,
        response,
        player -> {
          var called = name.isBlank() ? null : called(name);
          var what = "start " + galaxy + ":" + system + ":" + position + " " + called;
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey(what, player, key),
                      new PlayerCommand.ChooseStart(
                          player.id(), galaxy, system, position, called)));
          return "Your first planet is settled.";
        });
  }

  @PostMapping("/universe/{universe}/planet")
  ModelAndView select(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "overview") String section,
      HttpServletRequest request,
      HttpServletResponse response) {
    var back = section.matches("[a-z]{1,20}") && !"overview".equals(section) ? "/" + section : "";
    return door.act(
        actor,
        universe,
        back,
        request,
        response,
        player -> {
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey("select", player, ""),
                      new PlayerCommand.Select(player.id(), planet)));
          return "You look at another planet now.";
        });
  }

  /// What no table can keep, or no page show, is no name.
  private static String called(String name) {
    if (!name.strip().matches("[^\\p{Cntrl}\\p{Cs}]{1,40}")) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT, "a name has 1 to 40 characters that can be shown");
    }
    return name.strip();
  }

  @PostMapping("/universe/{universe}/rename")
  ModelAndView rename(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long planet,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "",
        request,
        response,
        player -> {
          var called = called(name);
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey("rename " + planet + " " + called, player, key),
                      new PlayerCommand.Rename(player.id(), planet, called)));
          return "It is called " + called + " now.";
        });
  }

  @PostMapping("/universe/{universe}/vacation")
  ModelAndView vacation(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "false") boolean on,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "",
        request,
        response,
        player -> {
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey("vacation " + on, player, key),
                      new PlayerCommand.Vacation(player.id(), on)));
          return on
              ? "You are on vacation: nothing is produced, and nobody attacks you."
              : "You are back.";
        });
  }
}
