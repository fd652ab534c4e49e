package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.order.AllianceOrder;
import dev.overwinter.universe.order.AllianceRight;
import dev.overwinter.universe.order.PlayerCommand;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// One's alliance, or the way into one.
@Controller
@Hidden
class AlliancePages {
  private static final int MOST = 50;

  private static final List<Right> RIGHTS =
      List.of(
          new Right("APPLICATIONS", "decides who comes in"),
          new Right("KICK", "turns members out"),
          new Right("CIRCULAR", "writes to all"),
          new Right("EDIT", "changes the description"),
          new Right("ROLES", "makes and gives roles"));

  /// A right.
  ///
  /// @param about for people
  record Right(String key, String about) {}

  private final UniverseDoor door;
  private final AllianceReads alliances;
  private final UniverseOrders orders;

  AlliancePages(UniverseDoor door, AllianceReads alliances, UniverseOrders orders) {
    this.door = door;
    this.alliances = alliances;
    this.orders = orders;
  }

  @GetMapping("/universe/{universe}/alliance")
  String alliance(
      @AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "alliance",
        model,
        visit -> {
          long player = visit.player().id();
          model.addAttribute("me", player);
          var seat = alliances.seat(player);
          if (seat.isEmpty()) {
            model.addAttribute("alliances", alliances.of(visit.universe().id(), MOST));
            model.addAttribute("applied", alliances.appliedTo(player).orElse(0L));
            return "universe/alliances";
          }
          mine(seat.get(), model);
          return "universe/alliance";
        });
  }

  private void mine(AllianceReads.Seat seat, Model model) {
    model.addAttribute("alliance", alliances.find(seat.alliance()).orElseThrow());
    model.addAttribute("members", alliances.members(seat.alliance()));
    model.addAttribute("role", seat.role());
    model.addAttribute("mayEdit", seat.may(AllianceRight.EDIT));
    model.addAttribute("mayKick", seat.may(AllianceRight.KICK));
    model.addAttribute("mayWrite", seat.may(AllianceRight.CIRCULAR));
    model.addAttribute("mayRule", seat.may(AllianceRight.ROLES));
    model.addAttribute("roles", alliances.roles(seat.alliance()));
    model.addAttribute("rights", RIGHTS);
    boolean decides = seat.may(AllianceRight.APPLICATIONS);
    model.addAttribute(
        "applications", decides ? alliances.applications(seat.alliance()) : List.of());
  }

  /// @param what which form it is
  @PostMapping("/universe/{universe}/alliance/{what}")
  ModelAndView order(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable String what,
      @RequestParam Map<String, String> fields,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/alliance",
        request,
        response,
        player -> {
          var order = read(what, fields);
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey(
                          "ally " + order, player, fields.getOrDefault("key", "")),
                      new PlayerCommand.Ally(player.id(), order)));
          return told(order);
        });
  }

  private static AllianceOrder read(String what, Map<String, String> fields) {
    return switch (what) {
      case "found" ->
          new AllianceOrder.Found(
              text(fields, "tag"), text(fields, "name"), text(fields, "description"));
      case "apply" -> new AllianceOrder.Apply(number(fields, "alliance"), text(fields, "text"));
      case "leave" -> new AllianceOrder.Leave();
      case "edit" ->
          new AllianceOrder.Edit(text(fields, "description"), "on".equals(fields.get("open")));
      case "decide" ->
          new AllianceOrder.Decide(number(fields, "player"), "yes".equals(fields.get("answer")));
      case "kick" -> new AllianceOrder.Kick(number(fields, "player"));
      case "role" -> new AllianceOrder.Role(text(fields, "name"), rights(fields));
      case "give" -> new AllianceOrder.Give(number(fields, "player"), text(fields, "role"));
      case "circular" -> new AllianceOrder.Circular(text(fields, "subject"), text(fields, "body"));
      default -> throw Problem.of(HttpStatus.NOT_FOUND, "There is no such form");
    };
  }

  private static List<AllianceRight> rights(Map<String, String> fields) {
    return Arrays.stream(AllianceRight.values())
        .filter(right -> "on".equals(fields.get("right." + right.name())))
        .toList();
  }

  private static String text(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "").replace("\r\n", "\n").strip();
  }

  private static long number(Map<String, String> fields, String name) {
    var text = fields.getOrDefault(name, "");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static String told(AllianceOrder order) {
    return switch (order) {
      case AllianceOrder.Found found -> found.name() + " is founded.";
      case AllianceOrder.Apply _ -> "You have applied.";
      case AllianceOrder.Leave _ -> "You have left.";
      case AllianceOrder.Edit _ -> "It is changed.";
      case AllianceOrder.Decide decide -> decide.accept() ? "They belong to you now." : "Declined.";
      case AllianceOrder.Kick _ -> "They are turned out.";
      case AllianceOrder.Circular _ -> "It is sent to every member.";
      case AllianceOrder.Role _, AllianceOrder.Give _ -> "The role is changed.";
    };
  }
}
