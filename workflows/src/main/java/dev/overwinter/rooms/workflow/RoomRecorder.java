package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Kept;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Recorded;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.function.Function;

/// The outside of a room: at once while PostgreSQL is well, and otherwise for as long as it takes.
/// Confined to its workflow.
final class RoomRecorder {
  private final RoomRecordActivities atOnce =
      Workflow.newLocalActivityStub(RoomRecordActivities.class, RoomRetries.atOnce());
  private final RoomRecordActivities patient =
      Workflow.newActivityStub(RoomRecordActivities.class, RoomRetries.patient());
  private final DrawActivities chance =
      Workflow.newLocalActivityStub(DrawActivities.class, RoomRetries.chance());

  Kept load(RoomId room) {
    return ask(port -> port.load(room));
  }

  Recorded record(Step step) {
    return ask(port -> port.record(step));
  }

  Entropy draw(int bytes) {
    return Entropy.of(chance.draw(bytes));
  }

  private <T> T ask(Function<RoomRecordActivities, T> call) {
    try {
      return call.apply(atOnce);
    } catch (ActivityFailure away) {
      return call.apply(patient);
    }
  }
}
