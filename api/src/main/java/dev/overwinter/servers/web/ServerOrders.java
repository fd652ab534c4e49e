package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.CancelTransferRequest;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.DiscardRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.FormerRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.RecoverRequest;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.RestoreRequest;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import dev.overwinter.servers.workflow.KeepWorldWorkflow;
import dev.overwinter.servers.workflow.ServerRun;
import dev.overwinter.servers.workflow.ServerWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Sends orders to the workflows of servers: each is an Update, durable once accepted. When
/// Temporal or the worker does not answer in time, the caller gets 503 and may safely ask again:
/// every order can be repeated.
@Component
class ServerOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration CREATE_PATIENCE = Duration.ofSeconds(20);

  private final WorkflowClient workflows;
  private final TemporalCalls calls;

  ServerOrders(WorkflowClient workflows, TemporalCalls calls) {
    this.workflows = workflows;
    this.calls = calls;
  }

  /// Starts a server's workflow; done twice, it is started once.
  void start(ServerSpec spec) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.server(spec.id()))
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .setStaticSummary(spec.name())
            .setTypedSearchAttributes(attributes(spec))
            .build();
    var server = workflows.newWorkflowStub(ServerWorkflow.class, options);
    within(
        PATIENCE,
        () -> {
          try {
            return Optional.of(WorkflowClient.start(server::run, ServerRun.first(spec)));
          } catch (WorkflowExecutionAlreadyStarted e) {
            // The request is being repeated: the first one is under way.
            return Optional.of(e.getExecution());
          }
        });
  }

  /// How the making of a server ended; empty while it goes on.
  Optional<CreateOutcome> created(String id) {
    try {
      return within(CREATE_PATIENCE, () -> Optional.of(server(id).awaitCreated()));
    } catch (Problem e) {
      if (e.getStatusCode().isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  WakeOutcome wake(String id, String by) {
    return order(() -> server(id).wake(new WakeRequest(by, null, false)));
  }

  OrderOutcome hibernate(String id, String by, boolean force) {
    return order(() -> server(id).hibernate(new HibernateRequest(by, force)));
  }

  /// @param keepWorldFor how long its world is kept; zero when it goes with the server
  OrderOutcome delete(String id, String by, Duration keepWorldFor) {
    return order(() -> server(id).delete(new DeleteRequest(by, keepWorldFor)));
  }

  /// Makes a new server of a kept world.
  ///
  /// @param deleted the server that it was the world of
  OrderOutcome recover(String deleted, RecoverRequest request) {
    return order(() -> kept(deleted).recover(request));
  }

  /// Removes a kept world.
  OrderOutcome dropKept(String deleted, String by) {
    return order(() -> kept(deleted).dropNow(by));
  }

  private KeepWorldWorkflow kept(String deleted) {
    return workflows.newWorkflowStub(KeepWorldWorkflow.class, WorkflowIds.keptWorld(deleted));
  }

  OrderOutcome configure(String id, ServerSettings settings) {
    return order(() -> server(id).configure(settings));
  }

  OrderOutcome restart(String id, RestartRequest request) {
    return order(() -> server(id).restart(request));
  }

  OrderOutcome backUp(String id, BackupRequest request) {
    return order(() -> server(id).backUp(request));
  }

  OrderOutcome lock(String id, LockRequest request) {
    return order(() -> server(id).lockBackup(request));
  }

  OrderOutcome forget(String id, ForgetRequest request) {
    return order(() -> server(id).forgetBackup(request));
  }

  OrderOutcome restore(String id, RestoreRequest request) {
    return order(() -> server(id).restoreBackup(request));
  }

  OrderOutcome undoRestore(String id, String by) {
    return order(() -> server(id).undoRestore(new FormerRequest(by)));
  }

  OrderOutcome dropFormer(String id, String by) {
    return order(() -> server(id).dropFormer(new FormerRequest(by)));
  }

  OrderOutcome relocate(String id, RelocateRequest request) {
    return order(() -> server(id).relocate(request));
  }

  OrderOutcome transfer(String id, TransferRequest request) {
    return order(() -> server(id).transfer(request));
  }

  OrderOutcome cancelTransfer(String id, String by) {
    return order(() -> server(id).cancelTransfer(new CancelTransferRequest(by)));
  }

  OrderOutcome discard(String id, String node, boolean gone, String by) {
    return order(() -> server(id).discard(new DiscardRequest(node, by, gone)));
  }

  private ServerWorkflow server(String id) {
    return workflows.newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(id));
  }

  private static io.temporal.common.SearchAttributes attributes(ServerSpec spec) {
    return io.temporal.common.SearchAttributes.newBuilder()
        .set(SearchAttributes.GAME, spec.template().id())
        .set(SearchAttributes.NODE, spec.node())
        .set(SearchAttributes.OWNER, spec.owner())
        .set(SearchAttributes.STATE, "CREATING")
        .build();
  }

  private <T> T order(Callable<T> call) {
    return within(PATIENCE, () -> TemporalCalls.repeated(call));
  }

  private <T> T within(Duration patience, Callable<T> call) {
    return calls.within(patience, call, Problem::serverNotFound);
  }
}
