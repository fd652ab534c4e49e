package dev.overwinter.rooms.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/// The pages of rooms. Nobody needs an account: who scans the code of a room says a name and is in.
/// A member's page is made of their own view of the room and goes on by its socket; making, joining
/// and leaving are forms that work without a script.
@Controller
@Hidden
class RoomPages {
  private static final int MOST_ROOMS = 24;
  private static final int MOST_SAID = 50;

  /// What a link to a room looks like, wherever it was made.
  private static final Pattern LINK =
      Pattern.compile("(?:.*/r/)?([0-9A-Za-z][0-9A-Za-z_-]{0,63})/?(?:\\?(.*))?");

  private static final Pattern INVITE = Pattern.compile("(?:^|&)invite=([0-9A-Za-z_-]{1,200})");

  private final RoomsController rooms;
  private final RoomCallers callers;
  private final RoomReads reads;
  private final RoomShows shows;
  private final RoomMessages messages;
  private final JsonMapper json;

  RoomPages(
      RoomsController rooms,
      RoomCallers callers,
      RoomReads reads,
      RoomShows shows,
      RoomMessages messages,
      JsonMapper json) {
    this.rooms = rooms;
    this.callers = callers;
    this.reads = reads;
    this.shows = shows;
    this.messages = messages;
    this.json = json;
  }

  /// What was typed into the form that makes a room, and why it was not made.
  record Typed(String name, String game, String player, String wrong) {}

  /// One of somebody's rooms.
  record Mine(String id, String name, String game, String people, boolean playing, boolean over) {}

  /// The way into a room.
  ///
  /// @param typed the name that the form begins with
  /// @param wrong why somebody was not let in; empty before they tried
  record Door(
      String id,
      String name,
      String game,
      boolean playing,
      boolean over,
      boolean locked,
      String invite,
      String typed,
      String wrong) {}

  @GetMapping("/rooms")
  String home(HttpServletRequest request, Model model) {
    return home(request, model, null);
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
            .map(RoomPages::mine)
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
      return redirect("/r/" + made.room().id());
    } catch (Problem refused) {
      return again(refused, home(request, model, new Typed(name, game, player, words(refused))));
    }
  }

  /// From a code, or from a link that somebody sent.
  @GetMapping("/rooms/join")
  ModelAndView find(
      HttpServletRequest request, HttpServletResponse response, @RequestParam String code) {
    var link = LINK.matcher(code.strip());
    if (!link.matches()) {
      Notice.bad("That is neither a room's code nor a link to one.").leave(request, response);
      return redirect("/rooms");
    }
    var invite = INVITE.matcher(link.group(2) == null ? "" : link.group(2));
    return redirect("/r/" + link.group(1) + (invite.find() ? "?invite=" + invite.group(1) : ""));
  }

  /// A room: for its members the table, for everybody else the way in.
  ///
  /// @param user as the oldest links have it: who comes is called that, and is in
  @GetMapping("/r/{room}")
  Object room(
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String room,
      @RequestParam(defaultValue = "") String user,
      @RequestParam(defaultValue = "") String invite,
      Model model) {
    var door = RoomId.parse(room).flatMap(reads::door);
    if (door.isEmpty()) {
      return none();
    }
    var who = callers.find(request);
    var member = who.flatMap(caller -> reads.member(door.get().id(), caller.holder()));
    if (member.isPresent()) {
      return show(door.get().id(), member.get(), model);
    }
    if (!user.isBlank() && door.get().over() == null) {
      return enter(request, response, door.get(), user, invite, "", model);
    }
    var name = who.map(RoomCaller::name).orElse("");
    return door(door.get(), invite, name, "", model);
  }

  private String show(RoomId room, MemberId member, Model model) {
    var view = shows.view(room, member);
    model.addAttribute(
        "room",
        RoomPage.of(
            view,
            json.writeValueAsString(view),
            json.writeValueAsString(messages.page(room, null, MOST_SAID)),
            json.writeValueAsString(GameWords.all())));
    return "rooms/room";
  }

  private String door(
      RoomReads.Door door, String invite, String typed, String wrong, Model model) {
    boolean locked =
        reads.state(door.id()).map(state -> state.settings().locked()).orElse(false)
            && invite.isEmpty();
    model.addAttribute(
        "door",
        new Door(
            door.id().text(),
            door.name(),
            GameWords.name(door.game()),
            door.roundEndsAt() != null,
            door.over() != null,
            locked,
            invite,
            typed,
            wrong));
    model.addAttribute("key", Secrets.random());
    return "rooms/door";
  }

  @PostMapping("/r/{room}/join")
  Object join(
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String room,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String invite,
      @RequestParam(defaultValue = "") String key,
      Model model) {
    var door = RoomId.parse(room).flatMap(reads::door);
    return door.isEmpty()
        ? none()
        : enter(request, response, door.get(), name, invite, key, model);
  }

  private Object enter(
      HttpServletRequest request,
      HttpServletResponse response,
      RoomReads.Door door,
      String name,
      String invite,
      String key,
      Model model) {
    try {
      var _ =
          rooms.join(
              request,
              response,
              door.id().text(),
              key.isEmpty() ? null : key,
              new RoomJson.Joining(name.strip(), invite.isEmpty() ? null : invite));
      return redirect("/r/" + door.id().text());
    } catch (Problem refused) {
      return again(refused, door(door, invite, name, words(refused), model));
    }
  }

  @PostMapping("/r/{room}/leave")
  ModelAndView leave(
      HttpServletRequest request, HttpServletResponse response, @PathVariable String room) {
    try {
      var _ = rooms.leave(request, room, null);
      Notice.good("You have left the room.").leave(request, response);
    } catch (Problem refused) {
      Notice.bad(words(refused)).leave(request, response);
    }
    return redirect("/rooms");
  }

  private static ModelAndView none() {
    var page = new ModelAndView("rooms/none");
    page.setStatus(HttpStatus.NOT_FOUND);
    return page;
  }

  private static ModelAndView again(Problem refused, String view) {
    var page = new ModelAndView(view);
    page.setStatus(HttpStatus.valueOf(refused.getStatusCode().value()));
    return page;
  }

  private static String words(Problem refused) {
    return Optional.ofNullable(refused.getBody().getDetail()).orElse("That did not work.");
  }

  private static ModelAndView redirect(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
