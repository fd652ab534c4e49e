package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.game.Top10Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/// The administration of the older form, for admins of Overwinter. Every change is in the audit
/// log, what destroys asks to be confirmed, and no card's value is to be had here.
@Component
class OlderAdmin {
  private static final int PAGE = 100;
  private static final int MOST = 1_000;
  private static final String CONFIRM = "close-all-rooms";

  private final RoomDesk desk;
  private final RoomReads reads;
  private final RoomShows shows;
  private final RoomGuests guests;
  private final RoomCodes codes;
  private final RoomCallers callers;
  private final OlderShapes shapes;
  private final AuditInterceptor audit;

  OlderAdmin(
      RoomDesk desk,
      RoomReads reads,
      RoomShows shows,
      RoomGuests guests,
      RoomCodes codes,
      RoomCallers callers,
      OlderShapes shapes,
      AuditInterceptor audit) {
    this.desk = desk;
    this.reads = reads;
    this.shows = shows;
    this.guests = guests;
    this.codes = codes;
    this.callers = callers;
    this.shapes = shapes;
    this.audit = audit;
  }

  /// In the order in which it has always been written.
  private static Map<String, @Nullable Object> pong() {
    var pong = new LinkedHashMap<String, @Nullable Object>();
    pong.put("response", "pong");
    pong.put("service", "admin");
    return pong;
  }

  List<OlderRoute> routes() {
    return List.of(
        route("GET", "/admin/list", this::list),
        route("GET", "/admin/api/ping", _ -> OlderAnswer.ok(pong())),
        route("POST", "/admin/api/rooms", this::makeRoom),
        route("GET", "/admin/api/rooms", this::rooms),
        route("GET", "/admin/api/rooms/{room}", this::room),
        route("DELETE", "/admin/api/rooms/{room}", this::closeRoom),
        route("PATCH", "/admin/api/rooms/{room}", _ -> OlderAnswer.no(405, "not allowed")),
        route("POST", "/admin/api/rooms/{room}/round", this::round),
        route("POST", "/admin/api/users", this::makeUser),
        route("GET", "/admin/api/users", this::users),
        route("GET", "/admin/api/users/{user}", this::user),
        route("DELETE", "/admin/api/users/{user}", this::deleteUser),
        route("PATCH", "/admin/api/users/{user}", _ -> OlderAnswer.no(405, "not allowed")),
        route("GET", "/admin/api/codes", this::codes),
        route("POST", "/admin/api/flush", this::flush));
  }

  private OlderRoute route(String method, String path, Function<OlderAsk, OlderAnswer> does) {
    return new OlderRoute(method, path, ask -> admitted(ask, method, path, does));
  }

  private OlderAnswer admitted(
      OlderAsk ask, String method, String path, Function<OlderAsk, OlderAnswer> does) {
    var who = callers.require(ask.request());
    if (!who.admin()) {
      throw OlderRest.no(403, "admins only");
    }
    if (method.equals("GET")) {
      return does.apply(ask);
    }
    int status = 500;
    try {
      var answer = does.apply(ask);
      status = answer.status();
      return answer;
    } catch (OlderAnswer.Thrown refused) {
      status = refused.answer().status();
      throw refused;
    } catch (Problem refused) {
      status = refused.getStatusCode().value();
      throw refused;
    } finally {
      audit.write(
          ask.request(),
          who.name() == null ? "admin" : who.name(),
          method + " " + path,
          ask.part("room") + ask.part("user"),
          status);
    }
  }

  private static String operator() {
    return "operator " + Secrets.random();
  }

  private RoomAnswer.Done done(RoomId room, RoomCommand command, Optional<String> key) {
    return switch (desk.operate(room, operator(), key, command)) {
      case RoomAnswer.Done done -> done;
      case RoomAnswer.Refused refused -> throw OlderRest.refused(refused);
    };
  }

  private OlderAnswer makeRoom(OlderAsk ask) {
    var name = ask.one("name").orElse("Change Me");
    var id =
        new RoomId(
            Secrets.random()
                .replaceAll("[^0-9A-Za-z]", "")
                .toLowerCase(Locale.ROOT)
                .substring(0, 10));
    var _ = done(id, new RoomCommand.Open(name, "top10", RoomSettings.older(), null), ask.key());
    return OlderAnswer.json(201, shape(id));
  }

  private Map<String, @Nullable Object> shape(RoomId id) {
    var state = shows.now(id).orElseThrow(() -> new OlderAnswer.Thrown(OlderAnswer.bare(404)));
    return shapes.wrapped(state, null);
  }

  private RoomId there(OlderAsk ask) {
    return ask.room()
        .filter(id -> reads.door(id).filter(door -> door.over() == null).isPresent())
        .orElseThrow(() -> new OlderAnswer.Thrown(OlderAnswer.bare(404)));
  }

  private OlderAnswer room(OlderAsk ask) {
    return OlderAnswer.ok(shape(there(ask)));
  }

  private OlderAnswer rooms(OlderAsk ask) {
    var doors = reads.all(ask.one("after").orElse(""), PAGE);
    var rooms = new LinkedHashMap<String, @Nullable Object>();
    doors.forEach(door -> rooms.put(door.id().text(), door(door)));
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("rooms", rooms);
    page.put("next", doors.size() < PAGE ? null : doors.getLast().id().text());
    return OlderAnswer.ok(page);
  }

  private static Map<String, @Nullable Object> door(RoomReads.Door door) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("name", door.name());
    shape.put("game", door.game());
    shape.put("members", door.members());
    shape.put("playing", door.roundEndsAt() != null);
    shape.put("over", door.over());
    return shape;
  }

  private OlderAnswer closeRoom(OlderAsk ask) {
    var room =
        ask.room().filter(id -> reads.door(id).filter(door -> door.over() == null).isPresent());
    room.ifPresent(id -> {
      var _ = done(id, new RoomCommand.Close(), ask.key());
    });
    return OlderAnswer.none();
  }

  private OlderAnswer round(OlderAsk ask) {
    var room = there(ask);
    var _ = done(room, new RoomCommand.Start(null, null), ask.key());
    var state = reads.state(room).orElseThrow(() -> new OlderAnswer.Thrown(OlderAnswer.bare(404)));
    var round = state.round();
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("round", round == null ? null : Map.of("id", round.id(), "topic", round.topic()));
    answer.put(
        "cards",
        round != null && round.table() instanceof Top10Table table ? table.cards().size() : 0);
    return OlderAnswer.json(200, answer);
  }

  private OlderAnswer makeUser(OlderAsk ask) {
    var name = GuestNames.clean(ask.one("name").orElse("Change Me"));
    var arrived = guests.arrive(name.orElseThrow(() -> OlderAsk.wrong("name: 1 to 40 characters")));
    guests.end(arrived.token()); // they come in by the code
    var code = codes.make(arrived.guest().id(), RoomCodes.OPERATORS);
    var answer = new LinkedHashMap<String, Object>();
    answer.put(
        arrived.guest().id(),
        Map.of(
            "name",
            arrived.guest().name(),
            "codes",
            Map.of(code.code(), Map.of("expires_at", code.expiresAt().toString())),
            "rooms",
            Map.of()));
    return OlderAnswer.json(201, answer);
  }

  private OlderAnswer users(OlderAsk ask) {
    var found = guests.all(ask.one("after").orElse(""), PAGE);
    var users = new LinkedHashMap<String, Object>();
    found.forEach(guest -> users.put(guest.id(), Map.of("name", guest.name())));
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("users", users);
    page.put("next", found.size() < PAGE ? null : found.getLast().id());
    return OlderAnswer.ok(page);
  }

  private OlderAnswer user(OlderAsk ask) {
    var guest =
        guests
            .byId(ask.part("user"))
            .orElseThrow(() -> new OlderAnswer.Thrown(OlderAnswer.bare(404)));
    var rooms = new LinkedHashMap<String, Object>();
    reads
        .of(guest.holder(), MOST)
        .forEach(door -> rooms.put(door.id().text(), Map.of("name", door.name())));
    return OlderAnswer.ok(Map.of(guest.id(), Map.of("name", guest.name(), "rooms", rooms)));
  }

  /// They leave their rooms first, so that no card is nobody's.
  private OlderAnswer deleteUser(OlderAsk ask) {
    var guest = guests.byId(ask.part("user"));
    guest.ifPresent(known -> {
      var holder = known.holder();
      for (var door : reads.of(holder, MOST)) {
        reads
            .member(door.id(), holder)
            .ifPresent(member -> {
              var _ = done(door.id(), new RoomCommand.Kick(member), Optional.empty());
            });
      }
      guests.delete(known.id());
    });
    return OlderAnswer.none();
  }

  /// Whose there are and until when; the codes themselves are known to nobody.
  private OlderAnswer codes(OlderAsk ask) {
    var found = codes.open(ask.one("after").orElse(""), PAGE);
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("codes", found.codes());
    page.put("next", found.next());
    return OlderAnswer.ok(page);
  }

  private OlderAnswer flush(OlderAsk ask) {
    if (!ask.one("confirm").orElse("").equals(CONFIRM)) {
      throw OlderAsk.wrong("this closes every room for good: add ?confirm=" + CONFIRM);
    }
    int closed = 0;
    var after = "";
    var doors = reads.all(after, PAGE);
    while (!doors.isEmpty() && closed < MOST) {
      for (var door : doors) {
        if (door.over() == null && closed < MOST) {
          var _ = done(door.id(), new RoomCommand.Close(), Optional.empty());
          closed++;
        }
      }
      doors = reads.all(doors.getLast().id().text(), PAGE);
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("status", "success");
    answer.put("message", closed + " rooms closed");
    answer.put("keys_deleted", closed);
    answer.put("remaining_keys", reads.open());
    return OlderAnswer.ok(answer);
  }

  private OlderAnswer list(OlderAsk ask) {
    var html =
        new StringBuilder(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Rooms</title>"
                + "</head><body><h1>Rooms</h1><table><tr><th>Id</th><th>Name</th><th>Members</th>"
                + "</tr>");
    var doors = reads.all(ask.one("after").orElse(""), PAGE);
    for (var door : doors) {
      html.append(row(door.id().text(), door.name(), String.valueOf(door.members())));
    }
    html.append("</table>");
    if (doors.size() == PAGE) {
      html.append(more("after", doors.getLast().id().text(), "More rooms"));
    }
    html.append("<h1>Guests</h1><table><tr><th>Id</th><th>Name</th></tr>");
    var people = guests.all(ask.one("guests_after").orElse(""), PAGE);
    people.forEach(guest -> html.append(row(guest.id(), guest.name())));
    html.append("</table>");
    if (people.size() == PAGE) {
      html.append(more("guests_after", people.getLast().id(), "More guests"));
    }
    return OlderAnswer.html(html.append("</body></html>").toString());
  }

  private static String more(String after, String last, String words) {
    return "<p><a href=\"/admin/list?%s=%s\">%s</a></p>".formatted(after, last, words);
  }

  private static String row(String... cells) {
    var row = new StringBuilder("<tr>");
    for (var cell : cells) {
      row.append("<td>").append(HtmlUtils.htmlEscape(cell)).append("</td>");
    }
    return row.append("</tr>").toString();
  }
}
