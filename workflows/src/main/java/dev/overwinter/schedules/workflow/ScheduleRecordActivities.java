package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.RunOrder;
import dev.overwinter.schedules.RunView;
import dev.overwinter.schedules.ScheduleOrder;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;

/// What PostgreSQL keeps about schedules and their runs. Every method is one transaction and safe
/// to repeat.
@ActivityInterface(namePrefix = "ScheduleRecord_")
public interface ScheduleRecordActivities {

  /// Changes a row. A schedule that is already as it should be stays so.
  @ActivityMethod
  ChangeOutcome change(ScheduleOrder order);

  /// Keeps that a run begins and says what it has to do.
  @ActivityMethod
  RunOrder begin(RunView run);

  /// Keeps how far a run is; what ended stays as it is.
  @ActivityMethod
  void record(RunView run);

  /// Forgets schedules of deleted servers, and old runs.
  @ActivityMethod
  void tidy(Instant now);
}
