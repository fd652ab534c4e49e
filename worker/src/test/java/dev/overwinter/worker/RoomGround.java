package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.Decision;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import dev.overwinter.rooms.workflow.RoomRun;
import dev.overwinter.rooms.workflow.RoomWorkflow;
import dev.overwinter.servers.postgres.ServersMigration;
import dev.overwinter.worker.MortalWorker.Deed;
import dev.overwinter.worker.MortalWorker.Moment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Rooms whose workers die, on a real Temporal and in a real PostgreSQL. Thread-safe.
final class RoomGround implements AutoCloseable {
  /// Of the namespace and of the database, in which no other worker looks after rooms.
  static final String NAME = "deaths";

  static final MemberId ANN = new MemberId("v-00000001");
  static final MemberId BOB = new MemberId("v-00000002");

  private final KeyRing keys = KeyRing.parse(KeyRing.draw("2026-11"));
  private final String target;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final WorkerFactory patient;
  private final DataSource database;
  private final RoomRecords records;

  /// @param target where Temporal is, which has a namespace [#NAME]
  /// @param postgres in which there is no database of that name yet
  RoomGround(String target, EmbeddedPostgres postgres) {
    this.target = target;
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setNamespace(NAME)
                .setDataConverter(SealedPayloads.converter(keys))
                .build());
    JdbcClient.create(postgres.getPostgresDatabase()).sql("create database " + NAME).update();
    database = postgres.getDatabase("postgres", NAME);
    ServersMigration.migrate(database);
    records =
        RoomRecords.of(
            JdbcClient.create(database),
            new TransactionTemplate(new JdbcTransactionManager(database)),
            keys,
            new SimpleMeterRegistry());
    knowSearchAttributes();
    // Where a room goes when PostgreSQL does not answer at once.
    patient = WorkerFactory.newInstance(client);
    patient.newWorker(TaskQueues.ROOMS).registerActivitiesImplementations(records.rooms());
    patient.start();
  }

  private void knowSearchAttributes() {
    try (var operator = new Temporal(target, NAME, new SimpleMeterRegistry(), Optional.empty())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(operator::ensureSearchAttributes);
    }
  }

  /// A worker that dies then, or lives.
  MortalWorker worker(String queue, Deed deed, Moment moment) {
    return new MortalWorker(target, NAME, queue, database, keys, deed, moment);
  }

  /// A room in which two play, after these commands of its host, of which no workflow knows yet.
  ///
  /// @return what the last of them was answered
  RoomAnswer.Done opened(RoomId room, Instant now, Duration roundLasts, RoomCommand... more) {
    var usual = RoomSettings.usual();
    var settings =
        new RoomSettings(
            usual.starts(),
            usual.roles(),
            usual.joinAs(),
            false,
            2,
            roundLasts,
            usual.turnLasts(),
            usual.retireAfter(),
            false);
    var open = new RoomCommand.Open("Friday", "top10", settings, "Ann");
    var done = carriedOut(null, order(room, "open", ANN, open), now);
    var join = new RoomCommand.Join("Bob");
    done = carriedOut(done.next(), order(room, "bob", BOB, join), now);
    for (var command : more) {
      done = carriedOut(done.next(), order(room, "start", ANN, command), now);
    }
    return done.answer();
  }

  private Decision.Ready carriedOut(@Nullable RoomState state, RoomOrder order, Instant now) {
    var decision = RoomRules.decide(state, order, now, null);
    if (decision instanceof Decision.NeedsChance(var bytes)) {
      var chance = Entropy.of(records.chance().draw(bytes));
      decision = RoomRules.decide(state, order, now, chance);
    }
    var ready = (Decision.Ready) decision;
    var _ = records.rooms().record(new Step(ready.next(), ready.events(), order, ready.answer()));
    return ready;
  }

  private static RoomOrder order(RoomId room, String request, MemberId by, RoomCommand command) {
    return new RoomOrder(request, room, by, "g:" + by.text(), command);
  }

  /// The host orders something, as the api does it.
  ///
  /// @param continueAfterEvents of a room whose workflow is not there yet
  RoomAnswer ask(
      RoomId room, String queue, int continueAfterEvents, String request, RoomCommand command) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.room(room.text()))
            .setTaskQueue(queue)
            // So long it takes until Temporal knows that nobody works on it any more.
            .setWorkflowTaskTimeout(Duration.ofSeconds(2))
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    var workflow = client.newWorkflowStub(RoomWorkflow.class, options);
    return WorkflowClient.executeUpdateWithStart(
        workflow::order,
        order(room, request, ANN, command),
        UpdateOptions.<RoomAnswer>newBuilder().build(),
        new WithStartWorkflowOperation<>(
            workflow::run, new RoomRun(room, null, Map.of(), continueAfterEvents)));
  }

  RoomState state(RoomId room) {
    return Objects.requireNonNull(records.rooms().load(room).state());
  }

  /// What has happened in a room, in order; the test fails when a number is left out or there
  /// twice.
  List<String> events(RoomId room) {
    var sql = JdbcClient.create(database);
    var numbers =
        sql.sql("select seq from room_events where room = ? order by seq")
            .param(room.text())
            .query(Long.class)
            .list();
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, state(room).seq()).boxed().toList());
    return sql.sql("select type from room_events where room = ? order by seq")
        .param(room.text())
        .query((row, _) -> row.getString("type"))
        .list();
  }

  /// What Temporal knows of a room's current run.
  List<HistoryEvent> history(RoomId room) {
    return client.fetchHistory(WorkflowIds.room(room.text())).getEvents();
  }

  @Override
  public void close() {
    patient.shutdownNow();
    service.shutdownNow();
  }
}
