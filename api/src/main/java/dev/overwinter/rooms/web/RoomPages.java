package dev.overwinter.rooms.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
  private static final int MOST_SAID = 50;

  private final RoomsController rooms;
  private final RoomCallers callers;
  private final RoomCodeLinks logins;
  private final RoomReads reads;
  private final RoomShows shows;
  private final RoomMessages messages;
  private final JsonMapper json;

  RoomPages(
      RoomsController rooms,
      RoomCallers callers,
      RoomCodeLinks logins,
      RoomReads reads,
      RoomShows shows,
      RoomMessages messages,
      JsonMapper json) {
    this.rooms = rooms;
    this.callers = callers;
    this.logins = logins;
    this.reads = reads;
    this.shows = shows;
    this.messages = messages;
    this.json = json;
  }

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

  /// A room: for its members the table, for everybody else the way in.
  ///
  /// @param user as the oldest links have it: who comes is called that, and is in
  /// @param code a login code, as links of the older system bear it; it is not kept in the address
  @GetMapping("/r/{room}")
  Object room(
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String room,
      @RequestParam(defaultValue = "") String user,
      @RequestParam(defaultValue = "") String invite,
      @RequestParam(name = "code_id", defaultValue = "") String code,
      Model model) {
    var door = RoomId.parse(room).flatMap(reads::door);
    if (door.isEmpty()) {
      return none();
    }
    if (RoomCodeLinks.isPrefetch(request) && !(code + user).isBlank()) {
      return RoomCodeLinks.notYet();
    }
    if (!code.isEmpty()) {
      return logins.followed(request, response, code, door.get().id().text(), model);
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
    // Not "room": the layout would take the path's own variable for it.
    model.addAttribute(
        "shown",
        RoomPage.of(
            view,
            json.writeValueAsString(view),
            json.writeValueAsString(messages.page(room, null, MOST_SAID)),
            json.writeValueAsString(GameWords.all())));
    return "rooms/room";
  }

  private String door(RoomReads.Door door, String invite, String typed, String wrong, Model model) {
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
    return door.isEmpty() ? none() : enter(request, response, door.get(), name, invite, key, model);
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
      return RoomForms.redirect("/r/" + door.id().text());
    } catch (Problem refused) {
      return RoomForms.again(refused, door(door, invite, name, RoomForms.words(refused), model));
    }
  }

  @PostMapping("/r/{room}/leave")
  ModelAndView leave(
      HttpServletRequest request, HttpServletResponse response, @PathVariable String room) {
    try {
      var _ = rooms.leave(request, room, null);
      Notice.good("You have left the room.").leave(request, response);
    } catch (Problem refused) {
      Notice.bad(RoomForms.words(refused)).leave(request, response);
    }
    return RoomForms.redirect("/rooms");
  }

  private static ModelAndView none() {
    var page = new ModelAndView("rooms/none");
    page.setStatus(HttpStatus.NOT_FOUND);
    return page;
  }
}
