package dev.overwinter.rooms.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.rooms.RoomId;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Where rooms begin: a new one, one's own, or one of somebody's code or link. For strangers as
/// well.
@Controller
@Hidden
class RoomHomePages {
  private static final int MOST_ROOMS = 24;

  /// What a link to a room looks like, wherever it was made.
  private static final Pattern LINK =
      Pattern.compile("(?:.*/r/)?([0-9A-Za-z][0-9A-Za-z_-]{0,63})/?(?:\\?(.*))?");

  private static final Pattern INVITE = Pattern.compile("(?:^|&)invite=([0-9A-Za-z_-]{1,200})");

  private final RoomsController rooms;
  private final RoomCallers callers;
  private final RoomCodeLinks logins;
  private final RoomReads reads;

  RoomHomePages(RoomsController rooms, RoomCallers callers, RoomCodeLinks logins, RoomReads reads) {
    this.rooms = rooms;
    this.callers = callers;
    this.logins = logins;
    this.reads = reads;
  }

  /// What was typed into the form that makes a room, and why it was not made.
  record Typed(String name, String game, String player, String wrong) {}

  /// One of somebody's rooms.
  record Mine(String id, String name, String game, String people, boolean playing, boolean over) {}

  /// @param code a login code, as links of the older system bear it; it is not kept in the address
  @GetMapping("/rooms")
  Object home(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(name = "code_id", defaultValue = "") String code,
      Model model) {
    if (code.isEmpty()) {
      return home(request, model, null);
    }
    return RoomCodeLinks.isPrefetch(request)
        ? RoomCodeLinks.notYet()
        : logins.followed(request, response, code, "", model);
  }

  /// Who was asked wants to be the guest whose code they have.
  @PostMapping("/rooms/login")
  Object logIn(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam String code,
      @RequestParam(defaultValue = "") String room) {
    return logins.logIn(request, response, code, RoomId.parse(room).map(RoomId::text).orElse(""));
  }

  private String home(HttpServletRequest request, Model model, @Nullable Typed form) {
    var who = callers.find(request);
    model.addAttribute("games", GameWords.all());
    model.addAttribute("form", form);
    model.addAttribute("key", Secrets.random());
    model.addAttribute("me", who.map(RoomCaller::name).orElse(""));
    model.addAttribute(
        "rooms",
        who.map(caller -> reads.of(caller.holder(), MOST_ROOMS)).orElse(List.of()).stream()
            .map(RoomHomePages::mine)
            .toList());
    return "rooms/home";
  }

  private static Mine mine(RoomReads.Door door) {
    int count = door.members();
    return new Mine(
        door.id().text(),
        door.name(),
        GameWords.name(door.game()),
        count == 1 ? "1 person" : count + " people",
        door.roundEndsAt() != null,
        door.over() != null);
  }

  @PostMapping("/rooms")
  Object make(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "top10") String game,
      @RequestParam(defaultValue = "") String player,
      @RequestParam(defaultValue = "") String key,
      Model model) {
    try {
      var made =
          rooms.open(
              request,
              response,
              key.isEmpty() ? null : key,
              new RoomJson.NewRoom(name.strip(), game, player.strip(), null));
      return RoomForms.redirect("/r/" + made.room().id());
    } catch (Problem refused) {
      return RoomForms.again(
          refused, home(request, model, new Typed(name, game, player, RoomForms.words(refused))));
    }
  }

  /// From a code, or from a link that somebody sent.
  @GetMapping("/rooms/join")
  ModelAndView find(
      HttpServletRequest request, HttpServletResponse response, @RequestParam String code) {
    var link = LINK.matcher(code.strip());
    if (!link.matches()) {
      Notice.bad("That is neither a room’s code nor a link to one.").leave(request, response);
      return RoomForms.redirect("/rooms");
    }
    var invite = INVITE.matcher(link.group(2) == null ? "" : link.group(2));
    return RoomForms.redirect(
        "/r/" + link.group(1) + (invite.find() ? "?invite=" + invite.group(1) : ""));
  }
}
