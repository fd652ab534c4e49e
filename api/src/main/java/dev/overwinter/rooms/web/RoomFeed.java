package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one member is told of a room, in our own form: first `hello`, then each event once and in
/// order, and the room as they see it whenever it looks otherwise. Confined to one thread.
final class RoomFeed {
  private static final int AT_ONCE = 200;

  private final LiveRoom live;
  private final MemberId member;
  private final RoomSources sources;
  private long cursor;
  private String looked = "";

  RoomFeed(LiveRoom live, MemberId member, RoomSources sources) {
    this.live = live;
    this.member = member;
    this.sources = sources;
  }

  /// A message.
  ///
  /// @param seq of an event; null for everything else
  record Told(@Nullable Long seq, String type, String json) {}

  /// The first message: where the room stands, what this member sees of it, who is there, and what
  /// was missed since a place, if that is not too much.
  ///
  /// @param after the last event that was seen; null for somebody new
  Told hello(@Nullable Long after) {
    var room = live.state(sources.events().newest(live.id())).orElseThrow(RoomRefusals::noRoom);
    var view = RoomShows.view(room, member);
    var missed = missed(room, after);
    cursor = room.seq();
    looked = sources.text(view);
    var hello = new LinkedHashMap<String, @Nullable Object>();
    hello.put("type", "hello");
    hello.put("seq", room.seq());
    hello.put("you", member);
    hello.put("online", sources.presence().of(live.id()).online());
    hello.put("missed", missed);
    hello.put("view", view);
    return new Told(room.seq(), "hello", sources.text(hello));
  }

  /// Events between a place and now; null when some are not kept, or too many.
  private @Nullable List<RoomJson.Event> missed(RoomState room, @Nullable Long after) {
    if (after == null || after < 0 || after > room.seq() || room.seq() - after > RoomEvents.MOST) {
      return null;
    }
    var missed =
        sources.events().after(live.id(), after, RoomEvents.MOST).stream()
            .filter(event -> event.seq() <= room.seq())
            .toList();
    return missed.size() == room.seq() - after ? missed : null;
  }

  /// What this member is told by it.
  List<Told> take(RoomFrame frame) {
    return switch (frame) {
      case RoomFrame.Happened(var event, var json) -> happened(event, json);
      case RoomFrame.Behind _ -> behind();
      case RoomFrame.Look(var seq) -> look(seq).stream().toList();
      case RoomFrame.Present(_, var json) -> List.of(new Told(null, "presence", json));
      case RoomFrame.Passing(var kind, var by, _, var json) ->
          by.equals(member) ? List.of() : List.of(new Told(null, kind, json));
    };
  }

  private List<Told> happened(RoomJson.Event event, String json) {
    if (event.seq() <= cursor) {
      return List.of(); // it was in the first message, or told already
    }
    if (event.seq() > cursor + 1) {
      return behind();
    }
    cursor = event.seq();
    return List.of(new Told(event.seq(), event.type(), json));
  }

  private List<Told> behind() {
    var told = new ArrayList<Told>();
    boolean looks = false;
    while (true) {
      var events = sources.events().after(live.id(), cursor, AT_ONCE);
      for (var event : events) {
        told.add(new Told(event.seq(), event.type(), sources.text(event)));
        cursor = event.seq();
        looks |= LiveRoom.changesLooks(event);
      }
      if (events.size() < AT_ONCE) {
        break;
      }
    }
    if (looks) {
      look(cursor).ifPresent(told::add);
    }
    return told;
  }

  /// The room as this member sees it, unless it is as it was.
  ///
  /// @throws dev.overwinter.api.Problem 403 for who is no member any more
  private Optional<Told> look(long seq) {
    var room = live.state(seq).orElseThrow(RoomRefusals::noRoom);
    var view = RoomShows.view(room, member);
    var text = sources.text(view);
    if (text.equals(looked)) {
      return Optional.empty();
    }
    looked = text;
    var told = "{\"type\":\"view\",\"seq\":" + room.seq() + ",\"view\":" + text + "}";
    return Optional.of(new Told(null, "view", told));
  }
}
