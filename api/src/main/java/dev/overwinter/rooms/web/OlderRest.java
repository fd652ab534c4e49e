package dev.overwinter.rooms.web;

import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The later form of REST, `/api/v1/rooms/…`, as its clients know it; what its rules let leak is
/// null here. A room that is over is gone: its clients know no other end.
@Component
class OlderRest {
  private final RoomDesk desk;
  private final RoomReads reads;
  private final RoomShows shows;
  private final RoomCallers callers;
  private final OlderShapes shapes;

  OlderRest(
      RoomDesk desk, RoomReads reads, RoomShows shows, RoomCallers callers, OlderShapes shapes) {
    this.desk = desk;
    this.reads = reads;
    this.shows = shows;
    this.callers = callers;
    this.shapes = shapes;
  }

  List<OlderRoute> routes() {
    return List.of(
        new OlderRoute("GET", "/api/v1/rooms/{room}", this::look),
        new OlderRoute("POST", "/api/v1/rooms/{room}/join", this::join),
        new OlderRoute("POST", "/api/v1/rooms/{room}/round", this::round),
        new OlderRoute("POST", "/api/v1/rooms/{room}/message", this::say),
        new OlderRoute("PATCH", "/api/v1/rooms/{room}/messages/{message}/react", this::react),
        new OlderRoute("PATCH", "/api/v1/rooms/{room}/cards/{card}/score", this::score),
        new OlderRoute("PATCH", "/api/v1/rooms/{room}", this::cards),
        new OlderRoute("PATCH", "/api/v1/rooms/{room}/user/{user}", this::user),
        new OlderRoute("GET", "/api/v1/qrcode", this::qrcode));
  }

  private RoomId room(OlderAsk ask) {
    return open(ask).orElseThrow(OlderRest::gone);
  }

  private Optional<RoomId> open(OlderAsk ask) {
    return ask.room()
        .filter(room -> reads.door(room).filter(door -> door.over() == null).isPresent());
  }

  private static OlderAnswer.Thrown gone() {
    return new OlderAnswer.Thrown(OlderAnswer.bare(404));
  }

  private OlderAnswer look(OlderAsk ask) {
    return OlderAnswer.ok(shape(room(ask), callers.find(ask.request())));
  }

  private Map<String, @Nullable Object> shape(RoomId room, Optional<RoomCaller> who) {
    var state = shows.now(room).orElseThrow(OlderRest::gone);
    return shapes.wrapped(
        state, who.flatMap(caller -> reads.member(room, caller.holder())).orElse(null));
  }

  private OlderAnswer wrapped(RoomId room, RoomCaller who) {
    return OlderAnswer.ok(Map.of("room", shape(room, Optional.of(who))));
  }

  private OlderAnswer join(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = room(ask);
    var name = who.name() == null ? "operator" : who.name();
    var _ = done(order(ask, room, who, new RoomCommand.Join(name)), Map.of());
    return wrapped(room, who);
  }

  private OlderAnswer round(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = room(ask);
    var member = reads.member(room, who.holder());
    if (member.isEmpty()) {
      throw no(403, "user not in room");
    }
    var _ =
        done(
            order(ask, room, who, new RoomCommand.Start(null, null)),
            Map.of(RoomRefusal.WRONG_ROLE, no(403, "watchers cannot start a new round")));
    return wrapped(room, who);
  }

  private OlderAnswer say(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = open(ask).orElseThrow(() -> no(404, "room does not exist"));
    var member = reads.member(room, who.holder()).orElseThrow(() -> no(403, "user not in room"));
    // As the older rules have it; in our own form whoever looks on may speak.
    if (reads
        .state(room)
        .map(state -> state.members().get(member))
        .filter(one -> one.role() == Role.WATCHER)
        .isPresent()) {
      throw no(403, "watchers cannot send messages");
    }
    var content = ask.body().path("content");
    if (!content.isString()) {
      throw OlderAsk.wrong("content is required");
    }
    var _ = done(desk.say(who, room, ask.key(), ask.address(), content.stringValue()), Map.of());
    return OlderAnswer.bare(200);
  }

  private OlderAnswer react(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = room(ask);
    var body = ask.body();
    var emoji = body.path("emoji").isString() ? body.path("emoji").stringValue() : "";
    int length = emoji.codePointCount(0, emoji.length());
    if (length < 1 || length > 10) {
      throw OlderAsk.wrong("emoji must be 1 to 10 characters");
    }
    var action = body.path("action").isString() ? body.path("action").stringValue() : "";
    if (!action.equals("add") && !action.equals("remove")) {
      throw OlderAsk.wrong("action must be add or remove");
    }
    var command = new RoomCommand.React(ask.part("message"), emoji, action.equals("add"));
    var _ = done(order(ask, room, who, command), Map.of());
    return OlderAnswer.ok(Map.of("success", true));
  }

  private OlderAnswer score(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = room(ask);
    var scored = ask.body().path("scored");
    var move = new GameMove("score", card(ask.part("card")), guess(scored));
    var _ =
        done(
            order(ask, room, who, new RoomCommand.Play(List.of(move))),
            Map.of(RoomRefusal.WRONG_ROLE, no(403, "only masters can score cards")));
    return OlderAnswer.ok(Map.of("success", true));
  }

  private static String guess(JsonNode scored) {
    if (scored.isNull()) {
      return "";
    }
    if (!scored.isIntegralNumber()
        || !scored.canConvertToInt()
        || scored.intValue() < 1
        || scored.intValue() > 10) {
      throw OlderAsk.wrong("scored must be 1 to 10, or null");
    }
    return String.valueOf(scored.intValue());
  }

  private static String card(String typed) {
    if (!typed.matches("[0-9a-zA-Z]{1,64}")) {
      throw new OlderAnswer.Thrown(OlderAnswer.no(404, "card does not exist"));
    }
    return typed;
  }

  /// `cards:{card}:flipped=V` and `cards:{card}:peeked:{user}=V`, several at once: all or none.
  private OlderAnswer cards(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = room(ask);
    var member = reads.member(room, who.holder()).orElseThrow(() -> no(401, "user not in room"));
    var moves = new ArrayList<GameMove>();
    for (var pair : ask.query()) {
      moves.add(move(pair, member));
    }
    if (moves.isEmpty()) {
      throw OlderAsk.wrong("no valid fields provided");
    }
    var _ = done(order(ask, room, who, new RoomCommand.Play(moves)), Map.of());
    return OlderAnswer.bare(200);
  }

  private static GameMove move(OlderAsk.Pair pair, MemberId self) {
    var parts = pair.name().split(":", -1);
    if (parts.length < 3 || !parts[0].equals("cards")) {
      throw OlderAsk.wrong("field not allowed");
    }
    var value = pair.value().toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      throw OlderAsk.wrong("value must be True or False");
    }
    if (parts.length == 3 && parts[2].equals("flipped")) {
      return new GameMove("flip", card(parts[1]), value);
    }
    if (parts.length == 4 && parts[2].equals("peeked")) {
      if (!parts[3].equals(self.text())) {
        throw no(401, "that is somebody else");
      }
      return new GameMove("peek", card(parts[1]), value);
    }
    throw OlderAsk.wrong("field not allowed");
  }

  private OlderAnswer user(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = room(ask);
    var next = ask.one("next").orElseThrow(() -> OlderAsk.wrong("no valid fields provided"));
    var role =
        Stream.of(Role.values())
            .filter(one -> one.name().equalsIgnoreCase(next))
            .findFirst()
            .orElseThrow(() -> OlderAsk.wrong("next must be watcher, player or master"));
    var member = MemberId.parse(ask.part("user")).orElseThrow(() -> no(404, "user does not exist"));
    var _ = done(order(ask, room, who, new RoomCommand.Wish(member, role)), Map.of());
    return wrapped(room, who);
  }

  private OlderAnswer qrcode(OlderAsk ask) {
    var _ = callers.require(ask.request());
    var link = ask.one("link").orElse("");
    if (link.isEmpty()) {
      throw OlderAsk.wrong("link is required");
    }
    var size = ask.one("size").orElse("8");
    if (!size.matches("[1-9]|[12][0-9]|3[0-2]")) {
      throw OlderAsk.wrong("size must be 1 to 32");
    }
    return QrCodes.png(link, Integer.parseInt(size), 0, 0xece2ce, 0x4f3111)
        .map(OlderAnswer::png)
        .orElseThrow(() -> OlderAsk.wrong("link is too long"));
  }

  private RoomAnswer order(OlderAsk ask, RoomId room, RoomCaller who, RoomCommand command) {
    return desk.order(new RoomDesk.Ask(who, room, ask.key(), ask.address(), command));
  }

  private static RoomAnswer.Done done(
      RoomAnswer answer, Map<RoomRefusal, OlderAnswer.Thrown> words) {
    return switch (answer) {
      case RoomAnswer.Done done -> done;
      case RoomAnswer.Refused refused -> {
        var said = words.get(refused.refusal());
        throw said == null ? refused(refused) : said;
      }
    };
  }

  static OlderAnswer.Thrown refused(RoomAnswer.Refused refused) {
    var body = new LinkedHashMap<String, Object>();
    body.put(
        "error",
        refused.refusal() == RoomRefusal.NOT_A_MEMBER ? "user not in room" : refused.reason());
    body.put("code", refused.refusal().name());
    int status =
        switch (refused.refusal()) {
          case BAD_VALUE, NO_SUCH_GAME, TOO_FEW_PLAYERS, TOO_MANY_PLAYERS, ILLEGAL_MOVE -> 400;
          case NO_ROUND, OVER -> 404;
          default -> RoomRefusals.status(refused.refusal()).value();
        };
    return new OlderAnswer.Thrown(OlderAnswer.json(status, body));
  }

  static OlderAnswer.Thrown no(int status, String error) {
    return new OlderAnswer.Thrown(OlderAnswer.no(status, error));
  }
}
