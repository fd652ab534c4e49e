package dev.overwinter.rooms.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;

/// Keeps what is kept of rooms from growing for ever.
@ActivityInterface(namePrefix = "RoomTidy_")
public interface RoomTidyActivities {

  /// Removes what is older than it is kept, and seals anew what is under an older key, so that a
  /// key that was rotated is needed no more. Safe to repeat.
  ///
  /// @param at the moment that ages are counted from
  @ActivityMethod
  RoomsTidied tidy(Instant at);
}
