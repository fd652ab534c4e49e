package dev.overwinter.universe.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.universe.ruleset.Laws;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.servlet.ModelAndView;

/// Leads people to the pages of a universe: those who play there to what they asked for, all others
/// to where they can begin; and their forms to orders, whose refusals they read on the next page.
@Component
class UniverseDoor {
  private static final int PLACES = 60;

  private final Seated seated;
  private final PlayerReads players;
  private final PlanetReads planets;
  private final GalaxyReads galaxy;
  private final FleetReads fleets;
  private final MessageReads messages;
  private final Presence presence;
  private final Clock clock;

  UniverseDoor(
      Seated seated,
      PlayerReads players,
      PlanetReads planets,
      GalaxyReads galaxy,
      FleetReads fleets,
      MessageReads messages,
      Presence presence,
      Clock clock) {
    this.seated = seated;
    this.players = players;
    this.planets = planets;
    this.galaxy = galaxy;
    this.fleets = fleets;
    this.messages = messages;
    this.presence = presence;
    this.clock = clock;
  }

  /// Shows a page.
  ///
  /// @param section its name in the way around
  /// @param page adds what the page needs and names its template
  String show(
      Actor actor, String universe, String section, Model model, Function<Visit, String> page) {
    var found = seated.universe(universe);
    var player = players.of(found.id(), actor.accountId());
    if (player.isEmpty()) {
      model.addAttribute("universe", found);
      model.addAttribute("rules", found.laws().rules().title());
      model.addAttribute("players", Words.number(players.count(found.id())));
      model.addAttribute("mayPlay", !actor.isLocal());
      return "universe/join";
    }
    presence.looked(player.get().id());
    var visit = visit(found, player.get());
    if (visit.isEmpty()) {
      start(found, model);
      return "universe/start";
    }
    model.addAttribute("world", world(visit.get(), section));
    return page.apply(visit.get());
  }

  private Optional<Visit> visit(UniverseReads.Universe universe, PlayerReads.Player player) {
    var all = new ArrayList<>(planets.of(player.id()));
    all.sort(
        Comparator.comparingInt(PlanetReads.Planet::galaxy)
            .thenComparingInt(PlanetReads.Planet::system)
            .thenComparingInt(PlanetReads.Planet::position)
            .thenComparing(PlanetReads.Planet::moon));
    var active = player.activePlanet();
    return all.stream()
        .filter(planet -> active != null && planet.id() == active)
        .findFirst()
        .or(() -> all.stream().findFirst())
        .map(planet -> new Visit(universe, player, all, planet, now(planet)));
  }

  /// Never before the moment that its planet is settled to.
  private Instant now(PlanetReads.Planet planet) {
    var now = clock.instant();
    return now.isBefore(planet.state().settledAt()) ? planet.state().settledAt() : now;
  }

  private void start(UniverseReads.Universe universe, Model model) {
    model.addAttribute("universe", universe);
    model.addAttribute("places", galaxy.available(universe.id(), 1, 1, PLACES, 0));
    model.addAttribute("key", key());
  }

  private WorldView world(Visit visit, String section) {
    long player = visit.player().id();
    var laws = visit.laws();
    var state = visit.planet().state();
    return new WorldView(
        visit.universe().id(),
        visit.universe().name(),
        section,
        visit.player().username(),
        WorldView.Tab.of(visit.planet(), visit.planet().id()),
        visit.planets().stream()
            .map(planet -> WorldView.Tab.of(planet, visit.planet().id()))
            .toList(),
        WorldView.stock(laws, state),
        WorldView.power(laws, state),
        messages.unread(player),
        fleets.coming(player).stream().filter(fleet -> fleet.mission().hostile()).count(),
        fleets.flying(player).size(),
        key(),
        visit.player().vacationSince() != null);
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  /// Carries a form out and leads to the next page, which says how it has ended.
  ///
  /// @param back the page after it, below the universe's
  /// @param work answers with one line for people, or throws what is shown to them
  ModelAndView act(
      Actor actor,
      String universe,
      String back,
      HttpServletRequest request,
      HttpServletResponse response,
      Function<PlayerReads.Player, String> work) {
    var found = seated.universe(universe);
    try {
      var player = seated.player(actor, universe);
      if (request.getParameterMap().values().stream()
          .flatMap(Arrays::stream)
          .anyMatch(value -> value.indexOf('\0') >= 0)) {
        // No table can keep it, and an order with it would never be answered.
        throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "no text may have such a character");
      }
      Notice.good(work.apply(player)).leave(request, response);
    } catch (Problem e) {
      refuse(found.laws(), e, request, response);
    }
    return redirect("/universe/" + found.id() + back);
  }

  /// Leaves a refusal for the next page.
  static void refuse(
      Laws laws, Problem problem, HttpServletRequest request, HttpServletResponse response) {
    var detail = problem.getBody().getDetail();
    Notice.bad(detail == null ? "It did not work." : Words.sentence(laws.rules(), detail))
        .leave(request, response);
    AuditInterceptor.result(request, problem.getStatusCode().value());
  }

  static ModelAndView redirect(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }

  /// What makes an order of a form the same one when it is sent twice.
  ///
  /// @param what kind of order, and everything that it says
  /// @param key of the page; whatever a browser has made of it
  static String orderKey(String what, PlayerReads.Player player, String key) {
    return OrderKeys.of(
        "page " + what,
        player.id(),
        Optional.of(key).filter(given -> given.matches("[A-Za-z0-9-]{1,64}")));
  }
}
