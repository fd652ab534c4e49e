package dev.overwinter.servers.workflow;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.Servers;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A time-skipping Temporal server with one server's workflow and fakes that remember.
final class World implements AutoCloseable {
  final FakeContainers containers = new FakeContainers();

  /// The node that servers are restarted on.
  final FakeContainers attic = new FakeContainers();

  final FakeWorlds worlds = new FakeWorlds();
  final FakeRecords records = new FakeRecords();
  final FakeKeptWorlds kept = new FakeKeptWorlds();
  final TestWorkflowEnvironment temporal;

  /// Skips time; knows nothing of visibility and loses a signal that races a continue-as-new, so
  /// what depends on either is tested against a real server.
  World() {
    this(options(), null);
  }

  /// Runs on a real server, in real time.
  static World on(String target) {
    return new World(options().setUseExternalService(true).setTarget(target), null);
  }

  /// The same with another node.
  static World on(String target, ContainerActivities node) {
    return new World(options().setUseExternalService(true).setTarget(target), node);
  }

  private static TestEnvironmentOptions.Builder options() {
    return TestEnvironmentOptions.newBuilder()
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  }

  private World(TestEnvironmentOptions.Builder options, @Nullable ContainerActivities node) {
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    // A cold JVM on a busy machine may well need more than the detector's second.
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    var servers = temporal.newWorker(TaskQueues.SERVERS, patient);
    servers.registerWorkflowImplementationTypes(
        ServerWorkflowImpl.class, KeepWorldWorkflowImpl.class, ReconcileNodeWorkflowImpl.class);
    servers.registerActivitiesImplementations(records, kept);
    temporal
        .newWorker(TaskQueues.node("local"))
        .registerActivitiesImplementations(node == null ? containers : node, worlds);
    temporal.newWorker(TaskQueues.node("attic")).registerActivitiesImplementations(attic, worlds);
    temporal.start();
  }

  ServerWorkflow create(String id) {
    return create(ServerRun.first(Servers.lobby(id)));
  }

  ServerWorkflow create(ServerRun run) {
    var server =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                ServerWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.SERVERS)
                    .setWorkflowId(WorkflowIds.server(run.spec().id()))
                    .setWorkflowTaskTimeout(Duration.ofSeconds(30))
                    .build());
    io.temporal.client.WorkflowClient.start(server::run, run);
    // Addressed by id alone from here on, so that orders follow it into later runs.
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(run.spec().id()));
  }

  /// Whoever keeps the world of a deleted server.
  KeepWorldWorkflow keeper(String id) {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(KeepWorldWorkflow.class, WorkflowIds.keptWorld(id));
  }

  /// A server by its id alone.
  ServerWorkflow server(String id) {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(id));
  }

  /// Waits until a workflow has ended whose parent ended before. The server, which has locked its
  /// clock until the parent has heard of that, leaves it locked; here it is unlocked for it.
  void awaitOrphan(Object workflow) {
    WorkflowStub.fromTyped(workflow).getResult(Void.class);
    var _ =
        TestServiceGrpc.newBlockingStub(temporal.getWorkflowServiceStubs().getRawChannel())
            .unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
  }

  String state(ServerWorkflow server) {
    return server.status().state().label();
  }

  void sleep(Duration duration) {
    temporal.sleep(duration);
  }

  WorkflowExecutionHistory history(String id) {
    return temporal.getWorkflowClient().fetchHistory(WorkflowIds.server(id));
  }

  List<EventType> events(String id) {
    return history(id).getEvents().stream().map(HistoryEvent::getEventType).toList();
  }

  @Override
  public void close() {
    temporal.close();
  }
}
