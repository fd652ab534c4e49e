package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import java.util.Map;
import java.util.SortedSet;

/// What is told to who stays in a room.
sealed interface RoomFrame {

  /// An event, with the text that all are told of it.
  record Happened(RoomJson.Event event, String json) implements RoomFrame {}

  /// The room may look otherwise to its viewer.
  ///
  /// @param seq what the look must be as new as
  record Look(long seq) implements RoomFrame {}

  /// There may be events that were not told.
  record Behind() implements RoomFrame {}

  /// Who is there now.
  record Present(SortedSet<MemberId> online, String json) implements RoomFrame {}

  /// Something that is told and not kept.
  ///
  /// @param kind `typing` or `cursor`
  record Passing(String kind, MemberId by, Map<String, String> data, String json)
      implements RoomFrame {
    public Passing {
      data = Map.copyOf(data);
    }
  }
}
