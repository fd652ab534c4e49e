package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.RoomView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one member is told of a room, in our own form: first `hello`, then each event once and in
/// order, and the room as they see it whenever it looks otherwise. Nothing that came after they
/// left. What could not be read is told by the next [RoomFrame.Behind]. Confined to one thread.
final class RoomFeed {
  private static final int AT_ONCE = 200;

  /// Characters that were said meanwhile and are told by the first message. It is made as a whole,
  /// for everybody who comes back.
  private static final int MOST_MISSED = 64 * 1024;

  private static final long NOTHING = -1;

  private final LiveRoom live;
  private final MemberId member;
  private final String holder;
  private final RoomSources sources;
  private long cursor;

  /// What the last look came to; the look itself is some kilobytes for each who listens.
  private String looked = "";

  /// What the look must be as new as that is still to be told.
  private long owed = NOTHING;

  /// @param holder who has proved to be that member
  RoomFeed(LiveRoom live, MemberId member, String holder, RoomSources sources) {
    this.live = live;
    this.member = member;
    this.holder = holder;
    this.sources = sources;
  }

  /// A message.
  ///
  /// @param seq of an event; null for everything else
  record Told(@Nullable Long seq, String type, String json) {}

  /// Whom it is told.
  interface Reader {
    void tell(Told told) throws IOException;
  }

  /// The first message: where the room stands, what this member sees of it, who is there, and what
  /// was missed since a place, if that is not too much.
  ///
  /// @param after the last event that was seen; null for somebody new
  /// @throws dev.overwinter.api.Problem 403 for who is no member
  Told hello(@Nullable Long after) {
    var room = live.state(sources.events().newest(live.id())).orElseThrow(RoomRefusals::noRoom);
    var view = view(room);
    var missed = missed(room, after);
    cursor = room.seq();
    looked = Hashes.id(sources.text(view));
    var hello = new LinkedHashMap<String, @Nullable Object>();
    hello.put("type", "hello");
    hello.put("seq", room.seq());
    hello.put("you", member);
    hello.put("online", sources.presence().of(live.id()).online());
    hello.put("missed", missed);
    hello.put("view", view);
    return new Told(room.seq(), "hello", sources.text(hello));
  }

  private RoomView view(RoomState room) {
    return RoomShows.view(sources.now(room), member, holder);
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
    return missed.size() == room.seq() - after && length(missed) <= MOST_MISSED ? missed : null;
  }

  /// Characters of what was said, which is what makes events long.
  private static long length(List<RoomJson.Event> events) {
    return events.stream()
        .map(RoomJson.Event::message)
        .filter(Objects::nonNull)
        .mapToLong(message -> message.body().length())
        .sum();
  }

  /// Tells what there is to be told by it.
  ///
  /// @throws dev.overwinter.api.Problem 403 when they are no member any more
  void take(RoomFrame frame, Reader reader) throws IOException {
    switch (frame) {
      case RoomFrame.Happened(var event, var json) -> {
        if (event.seq() == cursor + 1) {
          tell(event, json, reader);
        } else if (event.seq() > cursor) {
          behind(reader);
        }
        // Else it was in the first message, or is told already.
      }
      case RoomFrame.Behind _ -> behind(reader);
      case RoomFrame.Look(var seq) -> {
        owed = Math.max(owed, seq);
        look(reader);
      }
      case RoomFrame.Present(_, var json) -> reader.tell(new Told(null, "presence", json));
      case RoomFrame.Passing(var kind, var by, _, var json) -> {
        if (!by.equals(member)) {
          reader.tell(new Told(null, kind, json));
        }
      }
    }
  }

  private void tell(RoomJson.Event event, String json, Reader reader) throws IOException {
    cursor = event.seq();
    reader.tell(new Told(event.seq(), event.type(), json));
    if (event.ends(member)) {
      throw RoomRefusals.notAMember();
    }
  }

  private void behind(Reader reader) throws IOException {
    while (true) {
      var events = sources.turns().take(() -> sources.events().after(live.id(), cursor, AT_ONCE));
      for (var event : events) {
        if (LiveRoom.changesLooks(event)) {
          owed = event.seq();
        }
        tell(event, sources.text(event), reader);
      }
      if (events.size() < AT_ONCE) {
        break;
      }
    }
    look(reader);
  }

  /// The room as this member sees it, if that is owed and unless it is as it was.
  private void look(Reader reader) throws IOException {
    if (owed == NOTHING) {
      return;
    }
    var room = live.stateInTurn(owed).orElseThrow(RoomRefusals::noRoom);
    var text = sources.text(view(room));
    owed = NOTHING;
    var looks = Hashes.id(text);
    if (!looks.equals(looked)) {
      looked = looks;
      var told = "{\"type\":\"view\",\"seq\":" + room.seq() + ",\"view\":" + text + "}";
      reader.tell(new Told(null, "view", told));
    }
  }
}
