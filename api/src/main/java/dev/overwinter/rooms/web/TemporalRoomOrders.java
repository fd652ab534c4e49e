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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Orders as updates to rooms' workflows, which begin with the first one, and begin again from what
/// PostgreSQL has when theirs is gone. What a validator has rejected and what a handler has refused
/// is the same answer here.
@Component
class TemporalRoomOrders implements RoomOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /// So many are under way at once, and others stand in line: what is given up in the line has cost
  /// the worker nothing (measured for the universe; see its orders).
  private static final int AT_ONCE = 64;

  /// So many of one room are under way at once in this process; a room does one after the other
  /// anyway. Temporal refuses an eleventh update of a workflow, and it seems that with each refusal
  /// the task that carries the other ten is lost: fifty orders at once, repeated by who gave them,
  /// held a room up for three minutes. Rooms that share a line rarely meet in it.
  private static final int AT_ONCE_IN_A_ROOM = 3;

  private static final int LINES = 1_024;

  private final WorkflowClient roomWorkflows;
  private final TemporalCalls calls;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final List<Semaphore> lines =
      Stream.generate(() -> new Semaphore(AT_ONCE_IN_A_ROOM, true)).limit(LINES).toList();

  TemporalRoomOrders(RoomWorkflows roomWorkflows, TemporalCalls calls) {
    this.roomWorkflows = roomWorkflows.client();
    this.calls = calls;
  }

  @Override
  public RoomAnswer order(RoomOrder order) {
    var line = lines.get(Math.floorMod(order.room().text().hashCode(), LINES));
    return calls.within(
        PATIENCE,
        () -> inTurn(line, () -> inTurn(turns, () -> TemporalCalls.repeated(() -> send(order)))),
        TemporalRoomOrders::gone);
  }

  private static RoomAnswer inTurn(Semaphore line, Callable<RoomAnswer> call) throws Exception {
    line.acquire();
    try {
      return call.call();
    } finally {
      line.release();
    }
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
