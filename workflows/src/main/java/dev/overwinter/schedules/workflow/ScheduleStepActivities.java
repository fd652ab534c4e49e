package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.StepAnswer;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// What a run does to its server.
@ActivityInterface(namePrefix = "ScheduleStep_")
public interface ScheduleStepActivities {

  /// Sends an order to the server's workflow as an Update of this order's id: repeated, it is the
  /// same Update with the same answer.
  @ActivityMethod
  StepAnswer perform(StepOrder order);
}
