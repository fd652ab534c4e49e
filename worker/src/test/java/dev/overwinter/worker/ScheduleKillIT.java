package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.RunOutcome;
import dev.overwinter.schedules.workflow.ScheduleRun;
import dev.overwinter.servers.postgres.ServersMigration;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.worker.WorkerFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Runs whose worker, a whole process, is killed while they go on. Their server is a stand-in that
/// lives elsewhere and remembers what it was told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class ScheduleKillIT {
  private static final Duration AWHILE = Duration.ofMinutes(4);

  private final TemporalDevServer temporal =
      TemporalDevServer.start(
          TemporalDevServerOptions.newBuilder()
              .setExistingPath(Objects.requireNonNull(System.getenv("OVERWINTER_TEMPORAL_CLI")))
              .setDownloadEnabled(false)
              .setExtraArgs(List.of("--sqlite-pragma", "synchronous=OFF"))
              .build());
  private final EmbeddedPostgres postgres = postgres();
  private final WorkflowServiceStubs service =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.getTarget()).build());
  private final WorkflowClient client =
      WorkflowClient.newInstance(
          service,
          WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  private final JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());
  private final WorkerFactory standIns = WorkerFactory.newInstance(client);

  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  void begin() {
    ServersMigration.migrate(postgres.getPostgresDatabase());
    standIns.newWorker("stand-ins").registerWorkflowImplementationTypes(StandInServer.Impl.class);
    standIns.start();
  }

  @AfterAll
  void stop() throws IOException {
    standIns.shutdownNow();
    service.shutdownNow();
    temporal.close();
    postgres.close();
  }

  private WorkerProcess worker() {
    return WorkerProcess.start(
        Map.of(
            "OVERWINTER_TEMPORAL_TARGET",
            temporal.getTarget(),
            "OVERWINTER_DATABASE_URL",
            postgres.getJdbcUrl("postgres", "postgres"),
            "OVERWINTER_DATABASE_USER",
            "postgres",
            "OVERWINTER_WORKER_ROLES",
            "control",
            "OVERWINTER_WORKER_METRICS_PORT",
            "0"));
  }

  /// Between two steps, and in the middle of one: its server answers only when the worker that has
  /// asked it is long dead.
  @Test
  void goesOnWhereItWasAndTellsItsServerEverythingOnce() {
    server("between", "stand-ins");
    server("amidst", "late");
    schedule(
        "between",
        "[{\"kind\":\"STOP\",\"after\":\"PT0S\"},{\"kind\":\"START\",\"after\":\"PT8S\"}]");
    schedule(
        "amidst",
        "[{\"kind\":\"STOP\",\"after\":\"PT0S\"},{\"kind\":\"RESTART\",\"after\":\"PT0S\"}]");
    var late = WorkerFactory.newInstance(client);
    late.newWorker("late").registerWorkflowImplementationTypes(StandInServer.Impl.class);
    WorkflowStub between;
    WorkflowStub amidst;
    try (var _ = worker()) {
      between = run("between");
      amidst = run("amidst");
      await("the first step").atMost(AWHILE).until(() -> heard("between").size() == 1);
      await("the other's").atMost(AWHILE).until(() -> isAsked(amidst));
    }
    late.start();
    assertThat(runs()).as("nobody is there").containsExactly("amidst RUNNING", "between RUNNING");

    try (var _ = worker()) {
      assertThat(between.getResult(RunOutcome.class)).isEqualTo(RunOutcome.DONE);
      assertThat(amidst.getResult(RunOutcome.class)).isEqualTo(RunOutcome.DONE);
    }

    assertThat(heard("between"))
        .containsExactly("hibernate by ben via schedule", "wake by ben via schedule");
    assertThat(heard("amidst"))
        .containsExactly("hibernate by ben via schedule", "restart by ben via schedule");
    assertThat(runs()).containsExactly("amidst DONE", "between DONE");
    late.shutdownNow();
  }

  /// Its step is with a worker that waits for the server.
  private static boolean isAsked(WorkflowStub run) {
    var pending = run.describe().getRawDescription().getPendingActivitiesList();
    return pending.stream()
        .anyMatch(step ->
            step.getActivityType().getName().equals("ScheduleStep_Perform")
                && step.hasLastStartedTime());
  }

  private WorkflowStub run(String server) {
    var run =
        client.newUntypedWorkflowStub(
            "RunSchedule",
            options(WorkflowIds.runScheduleNow(server, "a", "r1"), TaskQueues.SCHEDULES));
    var _ = run.start(new ScheduleRun(server, "a", "ben"));
    return run;
  }

  private static WorkflowOptions options(String id, String queue) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue).build();
  }

  private void server(String id, String queue) {
    sql.sql(
            """
            insert into servers (id, name, owner, game, protocol, node, state, reason, state_since,
              version, revision, run, occupied, last_start_ms, last_change, spec, created_at,
              updated_at)
            values (?, 'x', 'anna', 'lobby', 'RAW_TCP', 'local', 'ASLEEP', '', now(), 1,
              (select coalesce(max(revision), 0) + 1 from servers), '', false, 0, '', '{}', now(),
              now())
            """)
        .param(id)
        .update();
    var server =
        client.newWorkflowStub(StandInServer.class, options(WorkflowIds.server(id), queue));
    WorkflowClient.start(server::run);
  }

  private void schedule(String server, String steps) {
    sql.sql(
            """
            insert into schedules (server_id, id, version, name, cron, zone, only_if_empty, steps,
              active, why_paused, made_by, made_at, changed_by, changed_at)
            values (?, 'a', nextval('schedule_versions'), 'x', '0 4 1 1 *', 'UTC', true, ?::jsonb,
              true, '', 'anna', now(), 'anna', now())
            """)
        .params(server, steps)
        .update();
  }

  private List<String> heard(String server) {
    return client.newWorkflowStub(StandInServer.class, WorkflowIds.server(server)).heard();
  }

  private List<@Nullable String> runs() {
    return sql.sql("select server_id || ' ' || outcome from schedule_runs order by 1")
        .query(String.class)
        .list();
  }
}
