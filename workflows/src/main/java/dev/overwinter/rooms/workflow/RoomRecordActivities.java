package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomState;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where rooms are kept for who reads them, and for a room whose workflow is gone.
@ActivityInterface(namePrefix = "RoomRecord")
public interface RoomRecordActivities {

  /// What is kept of a room; an empty state when there is none.
  @ActivityMethod
  Kept load(RoomId room);

  /// Writes one step as one transaction, and tells who listens.
  ///
  /// A step whose first event has a number that is taken is not written: a worker that died has
  /// written it, or another one, and Temporal has not heard of it. What was drawn by chance was
  /// then another thing, too, so the answer is what PostgreSQL has, which the room takes for its
  /// own before it looks again at what was asked. So it is when a number would be left out: then
  /// PostgreSQL has lost its tail, and a room that insisted on its own would stand still for ever.
  ///
  /// A request that was answered before, however long ago, is not carried out again.
  @ActivityMethod
  Recorded record(Step step);

  /// What is kept.
  ///
  /// @param state null when there is no such room
  /// @param lately requests that were answered and are in it, oldest first
  record Kept(@Nullable RoomState state, Map<String, RoomAnswer.Done> lately) {
    public Kept {
      lately = Collections.unmodifiableMap(new LinkedHashMap<>(lately));
    }
  }

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

    /// One that nobody ordered.
    public static Step ofClock(RoomState after, List<RoomEvent> events) {
      return new Step(after, events, null, null);
    }
  }

  /// What became of a step.
  ///
  /// @param refusal why it was not written: what only PostgreSQL knows, for example that there is
  ///   no such message; null when it is
  /// @param instead what PostgreSQL has in its place; null when it was written or refused
  /// @param before what the same request was answered long ago; null when it is new
  record Recorded(
      @Nullable RoomRefusal refusal, @Nullable Kept instead, RoomAnswer.@Nullable Done before) {
    /// It is written.
    public static final Recorded WRITTEN = new Recorded(null, null, null);

    /// It may not be.
    public static Recorded refused(RoomRefusal refusal) {
      return new Recorded(refusal, null, null);
    }

    /// The room is another.
    public static Recorded instead(Kept kept) {
      return new Recorded(null, kept, null);
    }

    /// It was done before.
    public static Recorded answered(RoomAnswer.Done before) {
      return new Recorded(null, null, before);
    }
  }
}
