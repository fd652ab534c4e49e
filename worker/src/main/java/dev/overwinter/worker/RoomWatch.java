package dev.overwinter.worker;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.postgres.OverdueRooms;
import dev.overwinter.rooms.workflow.RoomRun;
import dev.overwinter.rooms.workflow.RoomWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;

/// Has rooms in which something is overdue look into PostgreSQL: a workflow that is gone is
/// started, one that has missed its own step takes it.
final class RoomWatch {
  /// Timers that fire in time get a second to do it themselves.
  private static final Watch.Pace PACE =
      new Watch.Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10), 200);

  private RoomWatch() {}

  /// Begins at once.
  ///
  /// @param rooms the client that seals
  static Watch<RoomId> begin(OverdueRooms overdue, WorkflowClient rooms) {
    return new Watch<>("rooms", PACE, overdue::before, room -> tell(rooms, room));
  }

  private static void tell(WorkflowClient rooms, RoomId room) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.room(room.text()))
            .setTaskQueue(TaskQueues.ROOMS)
            .build();
    var workflow = rooms.newWorkflowStub(RoomWorkflow.class, options);
    BatchRequest request = rooms.newSignalWithStartRequest();
    request.add(workflow::run, RoomRun.first(room));
    request.add(workflow::look);
    var _ = rooms.signalWithStart(request);
  }
}
