package dev.overwinter.rooms.workflow;

import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.rooms.RoomState;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/// What operators see of a room in Temporal: whether it is used, and counts. No name, no member, no
/// value: search attributes are never sealed, and details are kept. Confined to its workflow.
final class RoomShown {
  private @Nullable String state;
  private @Nullable String game;

  /// @param before what the run before has shown already; null for a first run
  RoomShown(@Nullable RoomState before) {
    if (before != null) {
      state = stateOf(before);
      game = before.game();
    }
  }

  /// Shows what is another now.
  void show(RoomState room) {
    var now = stateOf(room);
    if (!now.equals(state) || !room.game().equals(game)) {
      state = now;
      game = room.game();
      Workflow.upsertTypedSearchAttributes(
          SearchAttributes.STATE.valueSet(now), SearchAttributes.GAME.valueSet(room.game()));
    }
    Workflow.setCurrentDetails(
        """
        ### %s
        - game: %s
        - members: %d
        - rounds: %d
        - events: %d
        """
            .formatted(now, room.game(), room.members().size(), room.rounds(), room.seq()));
  }

  private static String stateOf(RoomState room) {
    return room.over() != null ? "OVER" : room.round() == null ? "OPEN" : "PLAYING";
  }
}
