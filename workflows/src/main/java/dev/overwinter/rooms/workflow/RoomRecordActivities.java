package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomState;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where rooms are kept for who reads them, and for a room whose workflow is gone.
@ActivityInterface(namePrefix = "RoomRecord")
public interface RoomRecordActivities {

  /// What is kept of a room; an empty state when there is none.
  @ActivityMethod
  Kept load(RoomId room);

  /// Writes one step as one transaction, and tells who listens. Idempotent: a step whose events are
  /// there already is answered as the first time.
  @ActivityMethod
  Recorded record(Step step);

  /// What is kept.
  ///
  /// @param state null when there is no such room
  record Kept(@Nullable RoomState state) {}

  /// One step of a room.
  ///
  /// @param after what the room is after it
  /// @param events of this step, in order; the last one's seq is `after.seq()`
  /// @param order whose doing; null for a clock
  /// @param answer to it; null for a clock
  record Step(
      RoomState after,
      List<RoomEvent> events,
      @Nullable RoomOrder order,
      RoomAnswer.@Nullable Done answer) {
    public Step {
      events = List.copyOf(events);
    }
  }

  /// What became of a step.
  ///
  /// @param refusal why it was not written: what only PostgreSQL knows, for example that there is
  ///   no such message; null when it is
  record Recorded(@Nullable RoomRefusal refusal) {}
}
