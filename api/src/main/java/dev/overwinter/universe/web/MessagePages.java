package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.ruleset.RuleSet;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
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

/// What a player is told, and what players write to each other.
@Controller
@Hidden
class MessagePages {
  private static final int MOST = 100;
  private static final List<String> FOLDERS = List.of("", "notification", "message", "circular");

  private final UniverseDoor door;
  private final MessageReads messages;
  private final PlayerReads players;
  private final UniverseOrders orders;

  MessagePages(
      UniverseDoor door, MessageReads messages, PlayerReads players, UniverseOrders orders) {
    this.door = door;
    this.messages = messages;
    this.players = players;
    this.orders = orders;
  }

  /// A message, ready to be placed.
  ///
  /// @param kind of it, for people
  /// @param text the line, or the subject
  /// @param body empty when nobody wrote it
  /// @param sender null when nobody wrote it
  /// @param report where more of it is, below the universe's pages; empty for nowhere
  record Letter(
      long id,
      String kind,
      String priority,
      String text,
      String body,
      @Nullable String sender,
      String report,
      Instant at,
      boolean read) {}

  /// A folder.
  record Folder(String key, String name, boolean here) {}

  @GetMapping("/universe/{universe}/messages")
  String list(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "") String folder,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "") String subject,
      Model model) {
    var wanted = FOLDERS.contains(folder) ? folder : "";
    return door.show(
        actor,
        universe,
        "messages",
        model,
        visit -> {
          var rules = visit.laws().rules();
          model.addAttribute(
              "letters",
              messages.of(visit.player().id(), wanted, MOST, 0).stream()
                  .map(row -> letter(rules, row))
                  .toList());
          model.addAttribute(
              "folders",
              FOLDERS.stream().map(key -> new Folder(key, name(key), key.equals(wanted))).toList());
          model.addAttribute("to", shown(to, 64));
          model.addAttribute("subject", shown(subject, 120));
          return "universe/messages";
        });
  }

  private static String shown(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  private static String name(String folder) {
    return switch (folder) {
      case "notification" -> "News";
      case "message" -> "Letters";
      case "circular" -> "Circulars";
      default -> "All";
    };
  }

  private static Letter letter(RuleSet rules, MessageReads.Message row) {
    boolean written = !"notification".equals(row.folder());
    var told = row.payload();
    return new Letter(
        row.id(),
        written ? ("circular".equals(row.folder()) ? "Circular" : "Letter") : "News",
        row.priority(),
        written ? told.path("subject").asString("") : NoticeWords.of(rules, row.type(), told),
        written ? told.path("body").asString("") : "",
        written ? (row.senderName() == null ? "somebody" : row.senderName()) : null,
        report(row),
        row.createdAt(),
        row.readAt() != null);
  }

  private static String report(MessageReads.Message row) {
    var id = row.payload().path("report_id");
    if (!id.isNumber()) {
      return "";
    }
    return switch (row.type()) {
      case "battle_report" -> "/reports/battle/" + id.asLong();
      case "espionage_report" -> "/reports/espionage/" + id.asLong();
      default -> "";
    };
  }

  @PostMapping("/universe/{universe}/messages")
  ModelAndView write(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "") String subject,
      @RequestParam(defaultValue = "") String body,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/messages",
        request,
        response,
        player -> {
          var reader =
              players
                  .named(player.universe(), to.strip())
                  .orElseThrow(() ->
                      Problem.of(
                          HttpStatus.NOT_FOUND, "There is no player " + shown(to.strip(), 64)));
          var text = body.replace("\r\n", "\n");
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey(
                          "write " + reader.id() + " " + subject + " " + text, player, key),
                      new PlayerCommand.Write(
                          player.id(), reader.id(), subject.strip(), text.strip())));
          return "Your letter to " + reader.username() + " is sent.";
        });
  }

  /// @param message which; 0 for all of them
  @PostMapping("/universe/{universe}/messages/read")
  ModelAndView read(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") long message,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/messages",
        request,
        response,
        player -> {
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey("read", player, ""),
                      new PlayerCommand.Read(
                          player.id(), message == 0 ? List.of() : List.of(message))));
          return message == 0 ? "All of it is read." : "It is read.";
        });
  }

  @PostMapping("/universe/{universe}/messages/{message}/delete")
  ModelAndView delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable long message,
      HttpServletRequest request,
      HttpServletResponse response) {
    return door.act(
        actor,
        universe,
        "/messages",
        request,
        response,
        player -> {
          var _ =
              Seated.done(
                  orders.command(
                      UniverseDoor.orderKey("discard", player, ""),
                      new PlayerCommand.Discard(player.id(), message)));
          return "It is deleted.";
        });
  }
}
