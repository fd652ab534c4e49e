package dev.overwinter.worker;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.PoolSpec;
import dev.overwinter.sessions.workflow.PoolRun;
import dev.overwinter.sessions.workflow.PoolWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins the pool of the first choice. What an operator has told it since stays as it is.
final class WarmPool {
  private static final Logger log = LoggerFactory.getLogger(WarmPool.class);

  private WarmPool() {}

  /// There is a pool when some are to be kept warm. Idempotent.
  static void ensure(WorkflowClient client, SessionsConfig sessions) {
    if (sessions.warm() == 0 || sessions.ocean().isEmpty()) {
      return;
    }
    var choice = sessions.choices().getFirst();
    var id = PoolSpec.idOf(choice);
    var spec = new PoolSpec(id, choice, sessions.house(), sessions.priceClass(), sessions.limits());
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.pool(id))
            .setTaskQueue(TaskQueues.SESSIONS)
            .build();
    try {
      var _ =
          WorkflowClient.start(
              client.newWorkflowStub(PoolWorkflow.class, options)::run,
              PoolRun.first(spec, sessions.pool()));
      log.info("pool {} keeps {} warm", id, sessions.warm());
    } catch (WorkflowExecutionAlreadyStarted known) {
      // By an earlier start, or by another worker.
    }
  }
}
