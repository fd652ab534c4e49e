package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomState;
import java.time.Clock;
import java.util.Map;
import java.util.SortedSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What is told of rooms, as text, and where it comes from. Keeps nothing.
///
/// @param events what has happened
/// @param reads what rooms are
/// @param presence who is there
/// @param turns to read what is told
@Component
record RoomSources(
    RoomEvents events,
    RoomReads reads,
    RoomPresence presence,
    RoomTurns turns,
    JsonMapper json,
    Clock clock) {

  /// A room as it is now: what is due has happened, also while no worker writes it.
  RoomState now(RoomState room) {
    return RoomRules.asOf(room, clock.instant());
  }

  String text(Object value) {
    return json.writeValueAsString(value);
  }

  String present(SortedSet<MemberId> online) {
    return text(Map.of("type", "presence", "online", online));
  }

  String passing(String kind, MemberId by, Map<String, String> data) {
    return text(Map.of("type", kind, "by", by, "data", data));
  }
}
