package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.workflow.RoomsTidied;
import dev.overwinter.rooms.workflow.TidyRoomsWorkflow;
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
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Rooms of a whole worker, on a real Temporal and a real PostgreSQL: what of them is in histories.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class RoomsIT {
  private static final String KEYS = KeyRing.draw("2026-11");

  private final TemporalDevServer temporal = temporal();
  private final EmbeddedPostgres postgres = postgres();
  private final WorkflowServiceStubs service =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.getTarget()).build());
  private ConfigurableApplicationContext worker;

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
  }

  @AfterAll
  void stop() throws IOException {
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

    assertThat(tidied).isEqualTo(new RoomsTidied(0, 0, 0, 0, 0));
    assertThat(history("tidy-rooms/now"))
        .contains("binary/encrypted")
        .contains("2026-11")
        .doesNotContain("json/plain")
        .doesNotContain("drafts");
  }

  @Test
  void noOtherDomainsHistoryIsSealed() {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.account("alice"))
            .setTaskQueue(TaskQueues.BILLING)
            .build();
    var account = plain().newWorkflowStub(AccountWorkflow.class, options);
    assertThat(account).isNotNull();
    var reports = new TemporalMeterReports(worker.getBean(Temporal.class).client());
    reports.tell(
        "alice",
        new dev.overwinter.billing.MeterFact.Stopped("s1", 1, java.time.Instant.EPOCH, false));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            history(WorkflowIds.account("alice")).contains("ACTIVITY_TASK_COMPLETED")
                || history(WorkflowIds.account("alice")).contains("MARKER_RECORDED"));

    assertThat(history(WorkflowIds.account("alice")))
        .contains("json/plain")
        .doesNotContain("binary/encrypted");
    assertThat(
            plain()
                .newWorkflowStub(AccountWorkflow.class, WorkflowIds.account("alice"))
                .book(new MoneyOrder.Deposit("sim/1", 1_000_000, "alice", "paid")))
        .isNotNull();
  }

  @Test
  void roomsAreTidiedByASchedule() {
    var schedules = ScheduleClient.newInstance(service);
    assertThat(schedules.listSchedules().map(one -> one.getScheduleId()))
        .contains(WorkflowIds.tidyRooms());
  }
}
