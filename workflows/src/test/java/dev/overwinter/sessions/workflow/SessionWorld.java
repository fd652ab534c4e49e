package dev.overwinter.sessions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.PoolSpec;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.Unit;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// A time-skipping Temporal server with sessions, pools and fakes that remember.
final class SessionWorld implements AutoCloseable {
  private static final int SECONDS_AT_MOST = 7_200;

  final FakeDroplets droplets = new FakeDroplets();
  final FakeSessionRecords records = new FakeSessionRecords();
  final TestWorkflowEnvironment temporal;
  final Worker worker;

  SessionWorld() {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    // A cold JVM on a busy machine may well need more than the detector's second.
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    worker = temporal.newWorker(TaskQueues.SESSIONS, patient);
    worker.registerWorkflowImplementationTypes(
        SessionWorkflowImpl.class, PoolWorkflowImpl.class, ReconcileWorkflowImpl.class);
    worker.registerActivitiesImplementations(droplets, records);
    temporal.start();
  }

  private WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(TaskQueues.SESSIONS)
        .setWorkflowId(id)
        .setWorkflowTaskTimeout(Duration.ofSeconds(30))
        .build();
  }

  SessionWorkflow start(SessionSpec spec) {
    return start(SessionRun.first(spec));
  }

  SessionWorkflow start(SessionRun run) {
    var id = WorkflowIds.session(run.spec().tag().text());
    var session = client().newWorkflowStub(SessionWorkflow.class, options(id));
    WorkflowClient.start(session::run, run);
    return session(run.spec().tag().text());
  }

  /// Addressed by id alone, so that orders follow it into later runs.
  SessionWorkflow session(String tag) {
    return client().newWorkflowStub(SessionWorkflow.class, WorkflowIds.session(tag));
  }

  /// Started, its droplet up, and its game heard.
  SessionWorkflow ready(SessionSpec spec) {
    var session = start(spec);
    reach(session, "STARTING");
    beat(session, new Unit(spec.id(), 1), 1, 0);
    reach(session, spec.lease() == null ? "WARM" : "READY");
    return session;
  }

  /// A heartbeat as the api takes it: the row, and the workflow.
  void beat(SessionWorkflow session, Unit unit, long number, int clients) {
    var fact = Sessions.beat(unit, number, clients, now());
    records.hear(fact);
    session.heartbeatChanged(fact);
  }

  /// One of which only the row knows.
  void beatSilently(Unit unit, long number, int clients) {
    records.hear(Sessions.beat(unit, number, clients, now()));
  }

  PoolWorkflow pool(PoolSettings settings) {
    var spec = new PoolSpec("p1", Sessions.FRANKFURT, Sessions.HOUSE, "standard", Sessions.LIMITS);
    var pool = client().newWorkflowStub(PoolWorkflow.class, options(WorkflowIds.pool("p1")));
    WorkflowClient.start(pool::run, PoolRun.first(spec, settings));
    return client().newWorkflowStub(PoolWorkflow.class, WorkflowIds.pool("p1"));
  }

  ReconcileWorkflow reconcile() {
    return client().newWorkflowStub(ReconcileWorkflow.class, options(WorkflowIds.reconcileFleet()));
  }

  static String state(SessionWorkflow session) {
    return session.status().state().label();
  }

  /// Reaches a state while time passes.
  void reach(SessionWorkflow session, String label) {
    eventually(() -> state(session).equals(label));
  }

  /// Lets time pass, second by second, until something is so; two hours at most.
  void eventually(BooleanSupplier so) {
    for (var second = 0; second < SECONDS_AT_MOST && !so.getAsBoolean(); second++) {
      sleep(Duration.ofSeconds(1));
    }
    assertThat(so.getAsBoolean()).as("within two hours").isTrue();
  }

  static EndOutcome end(SessionWorkflow session, boolean untilGone) {
    return session.end(new EndRequest("anna", false, untilGone));
  }

  static void waitUntilOver(SessionWorkflow session) {
    WorkflowStub.fromTyped(session).getResult(Void.class);
  }

  Instant now() {
    return Instant.ofEpochMilli(temporal.currentTimeMillis());
  }

  void sleep(Duration duration) {
    temporal.sleep(duration);
  }

  WorkflowExecutionHistory history(String workflowId) {
    return client().fetchHistory(workflowId);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
