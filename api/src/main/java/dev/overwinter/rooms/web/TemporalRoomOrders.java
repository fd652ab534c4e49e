package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.workflow.RefusedOrder;
import dev.overwinter.rooms.workflow.RoomRun;
import dev.overwinter.rooms.workflow.RoomWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Orders as updates to rooms' workflows, which begin with the first one, and begin again from what
/// PostgreSQL has when theirs is gone. What a validator has rejected and what a handler has refused
/// is the same answer here.
@Component
class TemporalRoomOrders implements RoomOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final WorkflowClient roomWorkflows;
  private final TemporalCalls calls;
  private final RoomLines lines = new RoomLines();

  TemporalRoomOrders(RoomWorkflows roomWorkflows, TemporalCalls calls) {
    this.roomWorkflows = roomWorkflows.client();
    this.calls = calls;
  }

  @Override
  public RoomAnswer order(RoomOrder order) {
    return calls.within(
        PATIENCE,
        () -> lines.inTurn(order.room(), () -> TemporalCalls.repeated(() -> send(order))),
        TemporalRoomOrders::gone);
  }

  /// From now on so many processes send orders.
  void share(int processes) {
    lines.share(processes);
  }

  private RoomAnswer send(RoomOrder order) {
    var stub =
        roomWorkflows.newWorkflowStub(
            RoomWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.room(order.room().text()))
                .setTaskQueue(TaskQueues.ROOMS)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .build());
    try {
      return WorkflowClient.executeUpdateWithStart(
          stub::order,
          order,
          UpdateOptions.<RoomAnswer>newBuilder().build(),
          new WithStartWorkflowOperation<>(stub::run, RoomRun.first(order.room())));
    } catch (WorkflowUpdateException e) {
      // What a validator has said.
      return RefusedOrder.in(e).orElseThrow(() -> e);
    }
  }

  private static Problem gone() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is no such room");
  }
}
