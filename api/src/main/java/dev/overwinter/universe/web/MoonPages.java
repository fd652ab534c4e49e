package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Spot;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// What only moons can do, and invitations to joint attacks.
@Controller
@Hidden
class MoonPages {
  private final UniverseDoor door;
  private final PlayerReads players;
  private final PlanetReads planets;
  private final UniverseOrders orders;

  MoonPages(UniverseDoor door, PlayerReads players, PlanetReads planets, UniverseOrders orders) {
    this.door = door;
    this.players = players;
    this.planets = planets;
    this.orders = orders;
  }

  /// A fleet that the phalanx saw, for people.
  record Sighting(String mission, String way, String from, String to, String ships, Instant at) {
    static Sighting of(PlayerAnswer.Movement seen) {
      return new Sighting(
          Voyage.mission(seen.mission().name()),
          seen.returning() ? "flying home" : "on its way",
          seen.from().text(),
          seen.to().text(),
          Words.number(seen.ships()),
          seen.at());
    }
  }

  /// A kind of ship on the moon.
  record Ship(String key, String name, long count, String shown) {}

  @GetMapping("/universe/{universe}/moon")
  String moon(@AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "moon",
        model,
        visit -> {
          var state = visit.planet().state();
          return page(
              visit,
              model,
              Spot.planet(state.at().galaxy(), state.at().system(), state.at().position()));
        });
  }

  private static String page(Visit visit, Model model, Spot target) {
    var rules = visit.laws().rules();
    var state = visit.planet().state();
    boolean moon = visit.planet().moon();
    model.addAttribute("target", target);
    model.addAttribute("moon", moon);
    model.addAttribute(
        "phalanx", moon ? state.buildings().byKey().getOrDefault(rules.fleet().phalanx(), 0) : 0);
    model.addAttribute("price", Words.number(rules.fleet().phalanxFuel()));
    model.addAttribute(
        "gate", moon ? state.buildings().byKey().getOrDefault(rules.fleet().gate(), 0) : 0);
    model.addAttribute(
        "moons",
        visit.planets().stream()
            .filter(other -> other.moon() && other.id() != visit.planet().id())
            .map(other -> WorldView.Tab.of(other, visit.planet().id()))
            .toList());
    model.addAttribute(
        "ships",
        rules.units().entrySet().stream()
            .filter(unit -> unit.getValue().flies() && state.units().of(unit.getKey()) > 0)
            .map(unit -> {
              long count = state.units().of(unit.getKey());
              return new Ship(unit.getKey(), unit.getValue().name(), count, Words.number(count));
            })
            .toList());
    return "universe/moon";
  }

  /// What was seen is shown at once: the same page sent again shows the same, and costs nothing.
  @PostMapping("/universe/{universe}/moon/phalanx")
  String look(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam Map<String, String> fields,
      Model model) {
    return door.show(
        actor,
        universe,
        "moon",
        model,
        visit -> {
          var form = FlightForm.of(fields, visit.planet());
          var target = Spot.planet(form.galaxy(), form.system(), form.position());
          try {
            model.addAttribute("echo", look(visit.player(), fields, target));
          } catch (Problem e) {
            var detail = Optional.ofNullable(e.getBody().getDetail()).orElse("It did not work.");
            model.addAttribute("why", Words.sentence(visit.laws().rules(), detail));
          }
          return page(visit, model, target);
        });
  }

  private List<Sighting> look(PlayerReads.Player player, Map<String, String> fields, Spot target) {
    var moon = mine(player, fields.getOrDefault("planet", ""));
    var key =
        UniverseDoor.orderKey(
            "phalanx " + moon.id() + " " + target, player, fields.getOrDefault("key", ""));
    return MoonsController.seen(
            orders.command(key, new PlayerCommand.Phalanx(player.id(), moon.id(), target)))
        .stream()
        .map(Sighting::of)
        .toList();
  }

  private PlanetReads.Planet mine(PlayerReads.Player player, String id) {
    return Optional.of(id)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .flatMap(text -> planets.find(player.id(), Long.parseLong(text)))
        .filter(PlanetReads.Planet::moon)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Moon not found"));
  }

  @PostMapping("/universe/{universe}/moon/jump")
  ModelAndView jump(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam Map<String, String> fields,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/moon",
        request,
        response,
        player -> {
          var from = mine(player, fields.getOrDefault("planet", ""));
          var to = mine(player, fields.getOrDefault("to", ""));
          SortedMap<String, Long> ships = new TreeMap<>(FlightForm.of(fields, from).ships());
          var order = new PlanetOrder.Jump(to.id(), ships);
          var key =
              UniverseDoor.orderKey(
                  "jump " + from.id() + " " + order, player, fields.getOrDefault("key", ""));
          var _ =
              Seated.accepted(orders.planet(new PlanetRequest(key, player.id(), from.id(), order)));
          return "The ships are at " + to.name() + ". Both gates rest now.";
        });
  }

  @PostMapping("/universe/{universe}/unions/{union}/invite")
  ModelAndView invite(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable String union,
      @RequestParam Map<String, String> fields,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/movements",
        request,
        response,
        player -> {
          var name = fields.getOrDefault("name", "").strip();
          var guest =
              players
                  .named(player.universe(), name)
                  .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "there is no such player"));
          var command = new PlayerCommand.Invite(player.id(), union, guest.id());
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey(
                          command.toString(), player, fields.getOrDefault("key", "")),
                      command));
          return guest.username() + " may join this attack now.";
        });
  }
}
