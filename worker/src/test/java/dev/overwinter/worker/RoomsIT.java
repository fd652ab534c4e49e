package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.workflow.RoomRun;
import dev.overwinter.rooms.workflow.RoomWorkflow;
import dev.overwinter.rooms.workflow.RoomsTidied;
import dev.overwinter.rooms.workflow.TidyRoomsWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rooms of a whole worker, on a real Temporal and a real PostgreSQL: what of them is in histories,
/// and what is left of them when workers are killed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class RoomsIT {
  private static final String KEYS = KeyRing.draw("2026-11");
  private static final MemberId ANN = new MemberId("v-00000001");
  private static final String TOPIC = "What nobody would ever say aloud";

  private final TemporalDevServer temporal = temporal();
  private final EmbeddedPostgres postgres = postgres();
  private final WorkflowServiceStubs service =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.getTarget()).build());
  private ConfigurableApplicationContext worker;
  private RoomDeaths deaths;

  @BeforeAll
  void comesUp(@TempDir Path directory) throws IOException {
    var keys = Files.writeString(directory.resolve("rooms-keys"), KEYS);
    worker =
        WorkerMain.run(
            Map.of(
                "OVERWINTER_TEMPORAL_TARGET",
                temporal.getTarget(),
                "OVERWINTER_DATABASE_URL",
                postgres.getJdbcUrl("postgres", "postgres"),
                "OVERWINTER_DATABASE_USER",
                "postgres",
                "OVERWINTER_ROOMS_KEYS_FILE",
                keys.toString(),
                "OVERWINTER_WORKER_ROLES",
                "control",
                "OVERWINTER_WORKER_METRICS_PORT",
                "0"));
    var health = worker.getBean(Health.class);
    await().atMost(Duration.ofSeconds(60)).until(health::isUp);
    deaths = new RoomDeaths(new RoomGround(temporal.getTarget(), postgres));
  }

  @AfterAll
  void stop() throws IOException {
    deaths.close();
    worker.close();
    service.shutdownNow();
    temporal.close();
    postgres.close();
  }

  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TemporalDevServer temporal() {
    var cli =
        Objects.requireNonNull(
            System.getenv("OVERWINTER_TEMPORAL_CLI"),
            "OVERWINTER_TEMPORAL_CLI (expected: path of the temporal CLI; ./overwinter test sets it)");
    return TemporalDevServer.start(
        TemporalDevServerOptions.newBuilder()
            .setExistingPath(cli)
            .setDownloadEnabled(false)
            .setExtraArgs("--namespace", RoomGround.NAME)
            .build());
  }

  private WorkflowClient plain() {
    return WorkflowClient.newInstance(
        service, WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  }

  private WorkflowClient sealed() {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder()
            .setDataConverter(SealedPayloads.converter(KeyRing.parse(KEYS)))
            .build());
  }

  private String history(String workflow) {
    return plain().fetchHistory(workflow).toString();
  }

  @Test
  @Tag("ROOM-02")
  void whatRoomsAnswerIsSealedAndOpensWithTheirKeys() {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId("tidy-rooms/now")
            .setTaskQueue(TaskQueues.ROOMS)
            .build();
    var tidied = sealed().newWorkflowStub(TidyRoomsWorkflow.class, options).run();

    assertThat(tidied).isEqualTo(new RoomsTidied(0, 0, 0, 0, 0, 0));
    assertThat(history("tidy-rooms/now"))
        .contains("binary/encrypted")
        .contains("2026-11")
        .doesNotContain("json/plain")
        .doesNotContain("drafts");
  }

  @Test
  void noOtherDomainsHistoryIsSealed() {
    var reports = new TemporalMeterReports(worker.getBean(Temporal.class).client());
    reports.tell("alice", new MeterFact.Stopped("s1", 1, Instant.EPOCH, false));
    var account = plain().newWorkflowStub(AccountWorkflow.class, WorkflowIds.account("alice"));

    assertThat(account.book(new MoneyOrder.Deposit("sim/1", 1_000_000, "alice", "paid")))
        .isInstanceOf(MoneyOutcome.Booked.class);
    assertThat(history(WorkflowIds.account("alice")))
        .contains("json/plain")
        .doesNotContain("binary/encrypted");
  }

  /// As the api orders.
  private RoomAnswer order(RoomId room, String request, RoomCommand command) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.room(room.text()))
            .setTaskQueue(TaskQueues.ROOMS)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    var workflow = sealed().newWorkflowStub(RoomWorkflow.class, options);
    return WorkflowClient.executeUpdateWithStart(
        workflow::order,
        new RoomOrder(request, room, ANN, "g:ann", command),
        UpdateOptions.<RoomAnswer>newBuilder().build(),
        new WithStartWorkflowOperation<>(workflow::run, RoomRun.first(room)));
  }

  /// A room whose only member plays, in a round of ten seconds.
  private RoomId played(String name) {
    var room = new RoomId(name);
    var usual = RoomSettings.usual();
    var settings =
        new RoomSettings(
            usual.starts(),
            usual.roles(),
            usual.joinAs(),
            false,
            1,
            Duration.ofSeconds(10),
            usual.turnLasts(),
            usual.retireAfter(),
            false);
    done(order(room, name + "-open", new RoomCommand.Open("Friday", "top10", settings, "Ann")));
    done(order(room, name + "-start", new RoomCommand.Start(TOPIC, null)));
    return room;
  }

  private static void done(RoomAnswer answer) {
    assertThat(answer).isInstanceOf(RoomAnswer.Done.class);
  }

  private <T> T row(RoomId room, String column, Class<T> type) {
    return JdbcClient.create(postgres.getPostgresDatabase())
        .sql("select " + column + " from rooms where id = ?")
        .param(room.text())
        .query(type)
        .single();
  }

  private boolean isPlaying(RoomId room) {
    return row(room, "round_ends_at is not null", Boolean.class);
  }

  @Test
  @Tag("ROOM-02")
  void aRoundIsReadableNeitherInItsHistoryNorInItsRow() {
    var room = played("sealed");

    assertThat(isPlaying(room)).isTrue();
    assertThat(history(WorkflowIds.room("sealed")))
        .contains("binary/encrypted")
        .doesNotContain("faceDown", TOPIC, "g:ann");
    var state = row(room, "state", String.class);
    assertThat(state).startsWith("ring:2026-11:");
    assertThat(KeyRing.parse(KEYS).open("sealed", state)).contains("faceDown", TOPIC);
  }

  @Test
  @Tag("ROOM-24")
  @Tag("ROOM-25")
  void aRoundEndsThoughSomebodyHasTerminatedItsRoom() {
    var room = played("terminated");
    sealed().newUntypedWorkflowStub(WorkflowIds.room("terminated")).terminate("by mistake");

    await().atMost(Duration.ofSeconds(40)).until(() -> !isPlaying(room));
    // It goes on from PostgreSQL, and knows what it has answered.
    done(order(room, "terminated-start", new RoomCommand.Start(TOPIC, null)));
    assertThat(isPlaying(room)).isFalse();
    done(order(room, "terminated-start-2", new RoomCommand.Start(TOPIC, null)));
    assertThat(isPlaying(room)).isTrue();
  }

  @Test
  @Tag("ROOM-24")
  @Tag("ROOM-25")
  void aTurnEndsThoughSomebodyHasTerminatedItsRoom() {
    var usual = RoomSettings.usual();
    var settings =
        new RoomSettings(
            usual.starts(),
            usual.roles(),
            usual.joinAs(),
            false,
            2,
            usual.roundLasts(),
            Duration.ofSeconds(5),
            usual.retireAfter(),
            false);
    var room = new RoomId("turns");
    done(order(room, "turns-open", new RoomCommand.Open("Friday", "janken", settings, "Ann")));
    done(order(room, "turns-bot", new RoomCommand.AddBot()));
    done(order(room, "turns-start", new RoomCommand.Start(TOPIC, null)));
    sealed().newUntypedWorkflowStub(WorkflowIds.room("turns")).terminate("by mistake");

    // Who does not throw is out, and of two the other has won: long before the round's own hour.
    await().atMost(Duration.ofSeconds(40)).until(() -> !isPlaying(room));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("ROOM-04")
  @Tag("ROOM-25")
  void whateverAWorkerIsKilledAtIsThereOnceAndAsItWasDealt(RoomDeaths.Death death) {
    deaths.await(death);
  }

  @Test
  void roomsAreTidiedByASchedule() {
    var schedules = ScheduleClient.newInstance(service);
    assertThat(schedules.listSchedules().map(one -> one.getScheduleId()))
        .contains(WorkflowIds.tidyRooms());
  }
}
