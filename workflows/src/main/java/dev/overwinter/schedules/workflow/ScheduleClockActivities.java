package dev.overwinter.schedules.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// Temporal's own Schedules, one for each row. Every method is safe to repeat, and may run beside
/// itself: whoever is last leaves Temporal as the row is.
@ActivityInterface(namePrefix = "ScheduleClock_")
public interface ScheduleClockActivities {

  /// Temporal has the schedule as its row has it: paused or not, or not at all.
  @ActivityMethod
  void agree(String server, String schedule);

  /// The same for every schedule of which Temporal or PostgreSQL knows.
  ///
  /// @return how many differed
  @ActivityMethod
  int agreeAll();
}
