package dev.overwinter.rooms.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Tidies what is kept of rooms once and ends; started by the schedule `tidy-rooms` with the
/// overlap policy SKIP.
@WorkflowInterface
public interface TidyRoomsWorkflow {

  @WorkflowMethod(name = "TidyRooms")
  RoomsTidied run();
}
