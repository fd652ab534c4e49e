package dev.overwinter.rooms.workflow;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.Decision;
import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Rooms;
import dev.overwinter.rooms.game.Top10Table;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A time-skipping Temporal server with the workflow of rooms, all of whose payloads are sealed.
final class RoomWorld implements AutoCloseable {
  /// Of these tests and of the histories that are kept for replay.
  static final KeyRing KEYS = KeyRing.parse("test:b3ZlcndpbnRlcidzIHJvb21zLCB0ZXN0ZWQgMzIgYiE=");

  static final String ROOM = WorkflowIds.room(Rooms.ID.text());

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final FakeRooms rooms = new FakeRooms();
  final TestWorkflowEnvironment temporal;
  private final int continueAfterEvents;
  private boolean there;
  private int requests;

  RoomWorld() {
    this(0);
  }

  RoomWorld(int continueAfterEvents) {
    this.continueAfterEvents = continueAfterEvents;
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(SealedPayloads.converter(KEYS))
                    .build())
            // A call that is repeated because a busy machine was slow is more than the test
            // server's update-with-start can take.
            .setWorkflowServiceStubsOptions(
                WorkflowServiceStubsOptions.newBuilder().setRpcTimeout(PATIENCE).build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    // A cold JVM on a busy machine may well need more than the detector's second.
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    var worker = temporal.newWorker(TaskQueues.ROOMS, patient);
    worker.registerWorkflowImplementationTypes(RoomWorkflowImpl.class);
    worker.registerActivitiesImplementations(rooms);
    temporal.start();
    warmUp();
  }

  /// Until everything is loaded, the first call may take longer than the test server has patience
  /// for an update-with-start.
  private void warmUp() {
    var room = Rooms.ofAnn();
    room.must("Ann", new RoomCommand.Close());
    rooms.has(room.state(), room.events());
    WorkflowClient.start(stub()::run, first());
    awaitEnd();
    rooms.forget();
  }

  WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  private RoomWorkflow stub() {
    return client()
        .newWorkflowStub(
            RoomWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.ROOMS)
                .setWorkflowId(ROOM)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowTaskTimeout(Duration.ofSeconds(30))
                .build());
  }

  /// Somebody orders something, as the api does.
  RoomAnswer order(@Nullable String name, RoomCommand command) {
    requests++;
    return order(Rooms.order("r" + requests, name, command));
  }

  RoomAnswer order(RoomOrder order) {
    try {
      return send(order).getResult();
    } catch (WorkflowUpdateException rejected) {
      return RefusedOrder.in(rejected).orElseThrow(() -> rejected);
    }
  }

  /// Sends an order and does not wait for its answer. While the room is known to be there, without
  /// its start: the test server is at odds with those when the machine is busy.
  WorkflowUpdateHandle<RoomAnswer> send(RoomOrder order) {
    return there
        ? untyped().startUpdate("order", WorkflowUpdateStage.ACCEPTED, RoomAnswer.class, order)
        : sendWithStart(order);
  }

  private WorkflowUpdateHandle<RoomAnswer> sendWithStart(RoomOrder order) {
    var room = stub();
    return WorkflowClient.startUpdateWithStart(
        room::order,
        order,
        UpdateOptions.newBuilder(RoomAnswer.class)
            .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
            .build(),
        new WithStartWorkflowOperation<>(room::run, first()));
  }

  /// What must be done is done.
  RoomAnswer.Done must(@Nullable String name, RoomCommand command) {
    if (order(name, command) instanceof RoomAnswer.Done done) {
      return done;
    }
    throw new AssertionError(command + " was refused");
  }

  /// A room whose host is Ann, with these members, whose workflow looks into PostgreSQL for it.
  RoomWorld open(RoomSettings settings, String... names) {
    var room = Rooms.ofAnn(settings, now()).join(names);
    rooms.has(room.state(), room.events());
    WorkflowClient.start(stub()::run, first());
    there = true;
    // Changes nothing, and the workflow has looked when it is answered.
    must("Ann", new RoomCommand.Join("Ann"));
    return this;
  }

  private RoomRun first() {
    return new RoomRun(Rooms.ID, null, Map.of(), continueAfterEvents);
  }

  void start() {
    must("Ann", new RoomCommand.Start(null, null));
  }

  static RoomCommand.Play move(String kind, String target, String value) {
    return new RoomCommand.Play(List.of(new GameMove(kind, target, value)));
  }

  /// The id of somebody's card.
  String card(String of) {
    return ((Top10Table) rooms.round().table())
        .cards().stream()
            .filter(card -> card.player().equals(Rooms.id(of)))
            .findFirst()
            .orElseThrow()
            .id();
  }

  /// What an order would be as a step now.
  Step step(String request, String name, RoomCommand command) {
    var order = Rooms.order(request, name, command);
    var ready = (Decision.Ready) RoomRules.decide(rooms.state(), order, now(), null);
    return new Step(ready.next(), ready.events(), order, ready.answer());
  }

  /// Whether this run is not the first.
  boolean continued() {
    return !history()
        .getHistory()
        .getEvents(0)
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId()
        .isEmpty();
  }

  WorkflowStub untyped() {
    return client().newUntypedWorkflowStub(ROOM);
  }

  /// Waits until the workflow has ended.
  void awaitEnd() {
    untyped().getResult(Void.class);
    there = false;
  }

  /// An operator ends the workflow, and the room stays.
  void lose() {
    untyped().terminate("lost");
    there = false;
  }

  WorkflowExecutionHistory history() {
    return client().fetchHistory(ROOM);
  }

  long count(EventType type) {
    return history().getHistory().getEventsList().stream()
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
