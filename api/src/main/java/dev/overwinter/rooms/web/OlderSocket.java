package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A socket in the older form: `key::value`. It tells the same events as our own, each once and in
/// order; who comes back reads the room again, as its clients do. Of what clients say only cursors
/// are told on: any other key is refused, so that nobody speaks as another. That a round has ended
/// (`round:over`) and the end of a room (it is closed) are told as well, which the older system did
/// not do: its clients would show cards that lie no more.
final class OlderSocket extends RoomSocket {
  private static final Pattern CURSOR =
      Pattern.compile(
          "cursor:move::(-?[0-9]{1,4}(?:\\.[0-9]{1,3})?):(-?[0-9]{1,4}(?:\\.[0-9]{1,3})?)");
  private static final int AT_ONCE = 200;

  private final RoomTalk talk;
  private @Nullable LiveRoom live;
  private SortedSet<MemberId> online = new TreeSet<>();
  private long cursor;

  /// What the room must be as new as when they are looked for among its members; -1 for not at all.
  private long owed = -1;

  OlderSocket(RoomHub hub, RoomTalk talk, RoomId room, MemberId member, RoomCaller who) {
    super(hub, room, member, who);
    this.talk = talk;
  }

  @Override
  void hello(LiveRoom joined) throws IOException {
    live = joined;
    present(
        talk.sources()
            .turns()
            .take(() -> {
              cursor = talk.sources().events().newest(joined.id());
              owed = cursor;
              look(); // who was asked for them may have been put out meanwhile
              return talk.sources().presence().of(joined.id()).online();
            }));
  }

  private void present(SortedSet<MemberId> now) throws IOException {
    for (var one : now) {
      if (!online.contains(one)) {
        send("user:online::" + one.text());
      }
    }
    for (var one : online) {
      if (!now.contains(one)) {
        send("user:offline::" + one.text());
      }
    }
    online = new TreeSet<>(now);
  }

  @Override
  void told(RoomFrame frame) throws IOException {
    switch (frame) {
      case RoomFrame.Happened(var event, _) -> {
        if (event.seq() == cursor + 1) {
          tell(event);
        } else if (event.seq() > cursor) {
          behind();
        }
      }
      case RoomFrame.Behind _ -> behind();
      case RoomFrame.Look(var seq) -> {
        owed = Math.max(owed, seq);
        look();
      }
      case RoomFrame.Present(var now, _) -> present(now);
      case RoomFrame.Passing(var kind, var by, var data, _) -> {
        if (kind.equals("cursor") && !by.equals(member())) {
          send("user:%s:cursor:move::%s:%s".formatted(by.text(), data.get("x"), data.get("y")));
        }
      }
    }
  }

  private void behind() throws IOException {
    var room = live;
    while (room != null && !isOver()) {
      var from = room.id();
      var events =
          talk.sources().turns().take(() -> talk.sources().events().after(from, cursor, AT_ONCE));
      for (var event : events) {
        tell(event);
      }
      if (events.size() < AT_ONCE) {
        break;
      }
    }
    if (!isOver()) {
      look();
    }
  }

  private void look() {
    var room = live;
    if (room != null && owed >= 0) {
      var state = room.state(owed).orElseThrow(RoomRefusals::noRoom);
      RoomShows.require(state, member(), who().holder());
      owed = -1;
      if (state.over() != null) {
        farewell();
      }
    }
  }

  /// Nothing is told of a room that is over, and who comes again is told that there is none.
  private void farewell() {
    close(CloseReason.CloseCodes.NORMAL_CLOSURE, "the room is over");
  }

  private void tell(RoomJson.Event event) throws IOException {
    cursor = event.seq();
    for (var line : lines(event)) {
      send(line);
    }
    if (event.ends(member())) {
      throw RoomRefusals.notAMember();
    }
    if (event.is(RoomEvent.Type.OVER)) {
      farewell();
    }
  }

  private List<String> lines(RoomJson.Event event) {
    var data = event.data();
    var lines = new ArrayList<String>();
    switch (event.type()) {
      case "joined" -> lines.add("user:joined::" + data.get("member"));
      case "left" -> lines.add("user:left::" + data.get("member"));
      case "next_role" ->
          lines.add("user:next::" + json("user_id", data.get("member"), "next", lower(data)));
      case "round_started" ->
          lines.add("round:new::" + json("id", data.get("round"), "topic", data.get("topic")));
      case "round_ended" -> {
        if (!"replaced".equals(data.get("why"))) { // then the next one is told of at once
          lines.add("round:over::" + json("id", data.get("round")));
        }
      }
      case "played" -> played(event, lines);
      case "said" -> {
        if (event.message() != null) {
          lines.add("message:new::" + text(OlderShapes.message(event.message())));
        }
      }
      case "reacted" ->
          lines.add(
              "message:reaction::"
                  + json(
                      "message_id",
                      data.get("message"),
                      "emoji",
                      data.get("emoji"),
                      "action",
                      data.get("action"),
                      "user_id",
                      data.get("member")));
      default -> {}
    }
    return lines;
  }

  private static String lower(Map<String, String> data) {
    return data.getOrDefault("next", "").toLowerCase(Locale.ROOT);
  }

  private static void played(RoomJson.Event event, List<String> lines) {
    var data = event.data();
    var card = "cards:" + data.get("card") + ":";
    switch (data.getOrDefault("what", "")) {
      case "flip" -> lines.add(card + "flipped::" + bool(data.get("face_down")));
      case "peek" -> lines.add(card + "peeked:" + event.by() + "::" + bool(data.get("peeked")));
      case "score" -> {
        var guess = data.getOrDefault("scored", "");
        lines.add(card + "scored::" + (guess.isEmpty() ? "None" : guess));
      }
      default -> {}
    }
  }

  private static String bool(@Nullable String value) {
    return OlderShapes.bool("true".equals(value));
  }

  private String json(@Nullable Object... pairs) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (int at = 0; at < pairs.length; at += 2) {
      object.put(String.valueOf(pairs[at]), pairs[at + 1]);
    }
    return text(object);
  }

  /// Clients cut a frame at its two colons: those within a value are written so that none is cut
  /// there.
  private String text(Object value) {
    return talk.sources().text(value).replace("::", "\\u003a\\u003a");
  }

  @Override
  void obey(LiveRoom joined, String text) {
    var cursorMove = CURSOR.matcher(text);
    if (!cursorMove.matches()) {
      throw Problem.of(HttpStatus.BAD_REQUEST, "expected: cursor:move::x:y");
    }
    talk.pass(
        joined,
        member(),
        "cursor",
        Map.of("x", String.valueOf(cursorMove.group(1)), "y", String.valueOf(cursorMove.group(2))));
  }

  @Override
  void refuse(String text, Problem why) {
    var told = "error::" + json("error", why.getBody().getDetail());
    add(() -> send(told));
  }

  @Override
  protected void unreadable() {
    refuse("", Problem.of(HttpStatus.BAD_REQUEST, "expected: text"));
  }
}
