package dev.overwinter.universe.workflow;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.Spot;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// A time-skipping Temporal server with the workflows of a universe.
final class UniverseWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final FakeUniverse universe = new FakeUniverse();
  final TestWorkflowEnvironment temporal;

  UniverseWorld() {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            // A call that is repeated because a busy machine was slow is more than the test
            // server's update-with-start can take.
            .setWorkflowServiceStubsOptions(
                WorkflowServiceStubsOptions.newBuilder().setRpcTimeout(PATIENCE).build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    // A cold JVM on a busy machine may well need more than the detector's second.
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    var worker = temporal.newWorker(TaskQueues.UNIVERSE, patient);
    worker.registerWorkflowImplementationTypes(
        PlanetWorkflowImpl.class,
        ResearchWorkflowImpl.class,
        FleetWorkflowImpl.class,
        OfferWorkflowImpl.class,
        PlayerCommandWorkflowImpl.class,
        CreateUniverseWorkflowImpl.class,
        TidyUniverseWorkflowImpl.class);
    worker.registerActivitiesImplementations(universe);
    temporal.start();
    warmUp();
  }

  /// Until everything is loaded, the first call may take longer than the test server has patience
  /// for an update-with-start.
  private void warmUp() {
    var options = options(WorkflowIds.command("warm"));
    var command = client().newWorkflowStub(PlayerCommandWorkflow.class, options);
    command.run("warm", new PlayerCommand.Seen(1));
    universe.forget();
  }

  WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(TaskQueues.UNIVERSE)
        .setWorkflowId(id)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setWorkflowTaskTimeout(Duration.ofSeconds(30))
        .build();
  }

  private static <T> UpdateOptions<T> update(Class<T> answer) {
    return UpdateOptions.newBuilder(answer).setWaitForStage(WorkflowUpdateStage.COMPLETED).build();
  }

  OrderAnswer build(String key, String building) {
    return build(PlanetRun.first(11), key, building);
  }

  OrderAnswer build(PlanetRun run, String key, String building) {
    var planet =
        client().newWorkflowStub(PlanetWorkflow.class, options(WorkflowIds.planet(run.planet())));
    return WorkflowClient.executeUpdateWithStart(
        planet::order,
        new PlanetRequest(key, 1, run.planet(), new PlanetOrder.Build(building)),
        update(OrderAnswer.class),
        new WithStartWorkflowOperation<>(planet::run, run));
  }

  OrderAnswer research(String key) {
    var research =
        client().newWorkflowStub(ResearchWorkflow.class, options(WorkflowIds.research(1)));
    return WorkflowClient.executeUpdateWithStart(
        research::order,
        new ResearchRequest(key, 1, 11, new ResearchOrder.Begin("laser")),
        update(OrderAnswer.class),
        new WithStartWorkflowOperation<>(research::run, ResearchRun.first(1)));
  }

  FleetAnswer dispatch(long ships) {
    SortedMap<String, Long> units = new TreeMap<>();
    if (ships > 0) {
      units.put("light_fighter", ships);
    }
    var order =
        FleetOrder.simple("f", 1, 11, Mission.DEPLOY, Spot.planet(1, 1, 2), units, Goods.NONE);
    var fleet = client().newWorkflowStub(FleetWorkflow.class, options(WorkflowIds.fleet("f")));
    return WorkflowClient.executeUpdateWithStart(
        fleet::dispatch,
        order,
        update(FleetAnswer.class),
        new WithStartWorkflowOperation<>(fleet::run, new FleetRun("f")));
  }

  FleetWorkflow fleet() {
    return client().newWorkflowStub(FleetWorkflow.class, WorkflowIds.fleet("f"));
  }

  OfferAnswer offer(long amount) {
    var offer = client().newWorkflowStub(OfferWorkflow.class, options(WorkflowIds.offer("o")));
    return WorkflowClient.executeUpdateWithStart(
        offer::offer,
        new OfferOrder("o", 1, 11, "metal", amount, "crystal", 50),
        update(OfferAnswer.class),
        new WithStartWorkflowOperation<>(offer::run, new OfferRun("o")));
  }

  OfferWorkflow offer() {
    return client().newWorkflowStub(OfferWorkflow.class, WorkflowIds.offer("o"));
  }

  /// Waits until a workflow has ended, however long that takes.
  void awaitEnd(String id) {
    client().newUntypedWorkflowStub(id).getResult(Void.class);
  }

  WorkflowStub untyped(String id) {
    return client().newUntypedWorkflowStub(id);
  }

  WorkflowExecutionHistory history(String id) {
    return client().fetchHistory(id);
  }

  long events(String id, EventType type) {
    return history(id).getHistory().getEventsList().stream()
        .filter(event -> event.getEventType() == type)
        .count();
  }

  Instant now() {
    return Instant.ofEpochMilli(temporal.currentTimeMillis());
  }

  void sleep(Duration duration) {
    temporal.sleep(duration);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
