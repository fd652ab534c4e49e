package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a room's workflow begins with.
///
/// @param state where the run before left it; null for a first run, which looks into PostgreSQL
/// @param lately requests that were answered, oldest first, so that a repetition is answered the
///   same way
/// @param continueAfterEvents continues as new after so many events; 0 when Temporal suggests it
public record RoomRun(
    RoomId room,
    @Nullable RoomState state,
    Map<String, RoomAnswer.Done> lately,
    int continueAfterEvents) {
  public RoomRun {
    lately = new LinkedHashMap<>(lately);
  }

  /// The first run.
  public static RoomRun first(RoomId room) {
    return new RoomRun(room, null, Map.of(), 0);
  }
}
