package dev.overwinter.rooms.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// Chance that nobody can foretell. A workflow's own random numbers follow from its run id, which
/// is no secret.
@ActivityInterface(namePrefix = "Draw")
public interface DrawActivities {

  /// Bytes of a source for keys; recorded (sealed) in the history, so that a replay deals the same
  /// cards.
  ///
  /// @param count 1 to 1024
  @ActivityMethod
  byte[] draw(int count);
}
