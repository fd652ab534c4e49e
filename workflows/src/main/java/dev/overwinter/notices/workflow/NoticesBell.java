package dev.overwinter.notices.workflow;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;

/// Tells the lane of a server that something was written for it, and starts it when it has ended.
/// Safe to repeat. What nobody told is found in PostgreSQL a little later.
public final class NoticesBell {
  private NoticesBell() {}

  /// Something waits. Throws while Temporal is away.
  public static void ring(WorkflowClient client, String server) {
    var lane = lane(client, server);
    var request = client.newSignalWithStartRequest();
    request.add(lane::run, NoticesRun.first(server));
    request.add(lane::rung);
    var _ = client.signalWithStart(request);
  }

  /// A hook does not want to wait any longer. Throws while Temporal is away.
  public static void hurry(WorkflowClient client, String server, String hook) {
    var lane = lane(client, server);
    var request = client.newSignalWithStartRequest();
    request.add(lane::run, NoticesRun.first(server));
    request.add(lane::hurried, hook);
    var _ = client.signalWithStart(request);
  }

  private static DeliverNoticesWorkflow lane(WorkflowClient client, String server) {
    return client.newWorkflowStub(
        DeliverNoticesWorkflow.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.notices(server))
            .setTaskQueue(TaskQueues.NOTICES)
            .build());
  }
}
