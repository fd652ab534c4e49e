package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.Cron;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.RunOutcome;
import dev.overwinter.schedules.ScheduleChange;
import dev.overwinter.schedules.ScheduleOrder;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.Step;
import dev.overwinter.schedules.StepKind;
import dev.overwinter.schedules.workflow.ChangeScheduleWorkflow;
import dev.overwinter.schedules.workflow.RunScheduleWorkflow;
import dev.overwinter.schedules.workflow.ScheduleRun;
import dev.overwinter.schedules.workflow.TidySchedulesWorkflow;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.worker.WorkerFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Schedules of a whole worker, on a real Temporal and a real PostgreSQL. Its servers are stand-ins
/// that remember what they were told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class SchedulesIT {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulesIT.class);

  /// Five hundred take a machine of two cores for some minutes, together with all other tests; the
  /// full number: OVERWINTER_TEST_SCHEDULES=500.
  private static final int MANY =
      Integer.parseInt(System.getenv().getOrDefault("OVERWINTER_TEST_SCHEDULES", "100"));

  private static final Step STOP = new Step(StepKind.STOP, Duration.ZERO);

  private final TemporalDevServer temporal = temporal();
  private final EmbeddedPostgres postgres = postgres();
  private final WorkflowServiceStubs service =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.getTarget()).build());
  private final WorkflowClient client =
      WorkflowClient.newInstance(
          service,
          WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  private final ScheduleClient schedules =
      ScheduleClient.newInstance(
          service,
          ScheduleClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  private final WorkerFactory standIns = WorkerFactory.newInstance(client);
  private final JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());
  private ConfigurableApplicationContext worker;

  @BeforeAll
  void comesUp() {
    worker =
        WorkerMain.run(
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
    var health = worker.getBean(Health.class);
    await().atMost(Duration.ofSeconds(60)).until(health::isUp);
    standIns.newWorker("stand-ins").registerWorkflowImplementationTypes(StandInServer.Impl.class);
    standIns.start();
  }

  @AfterAll
  void stop() throws IOException {
    standIns.shutdownNow();
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
            .setExtraArgs(List.of("--sqlite-pragma", "synchronous=OFF"))
            .build());
  }

  private static WorkflowOptions options(String id, String queue) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue).build();
  }

  /// A server of which PostgreSQL knows, and whose workflow takes orders.
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

  private List<String> heard(String server) {
    return client.newWorkflowStub(StandInServer.class, WorkflowIds.server(server)).heard();
  }

  private ChangeOutcome change(String server, String schedule, ScheduleChange change) {
    var request = UUID.randomUUID().toString();
    var id = WorkflowIds.changeSchedule(server, schedule, request);
    return client
        .newWorkflowStub(ChangeScheduleWorkflow.class, options(id, TaskQueues.SCHEDULES))
        .run(new ScheduleOrder(request, server, schedule, "anna", change));
  }

  private static Plan plan(String cron, String zone) {
    return new Plan("Every night", cron, zone, true, List.of(STOP));
  }

  private int tidy() {
    var id = WorkflowIds.tidySchedules() + "-" + UUID.randomUUID();
    return client
        .newWorkflowStub(TidySchedulesWorkflow.class, options(id, TaskQueues.SCHEDULES))
        .run();
  }

  private boolean temporalHas(String server, String schedule) {
    try {
      var _ = schedules.getHandle(WorkflowIds.schedule(server, schedule)).describe();
      return true;
    } catch (ScheduleException gone) {
      return false;
    }
  }

  private boolean paused(String server, String schedule) {
    var state =
        schedules
            .getHandle(WorkflowIds.schedule(server, schedule))
            .describe()
            .getSchedule()
            .getState();
    return Objects.requireNonNull(state).isPaused();
  }

  @Test
  void temporalFollowsTheRowThroughItsLife() {
    server("life", "stand-ins");
    var plan = plan("0 4 * * *", "Europe/Berlin");

    assertThat(change("life", "a", new ScheduleChange.Create(plan))).isEqualTo(ChangeOutcome.DONE);
    assertThat(paused("life", "a")).isFalse();
    assertThat(change("life", "a", new ScheduleChange.Pause("by hand")))
        .isEqualTo(ChangeOutcome.DONE);
    assertThat(paused("life", "a")).isTrue();
    assertThat(change("life", "a", new ScheduleChange.Replace(plan))).isEqualTo(ChangeOutcome.DONE);
    assertThat(paused("life", "a")).as("a change is no resumption").isTrue();
    assertThat(change("life", "a", new ScheduleChange.Resume())).isEqualTo(ChangeOutcome.DONE);
    assertThat(paused("life", "a")).isFalse();
    assertThat(change("life", "a", new ScheduleChange.Remove())).isEqualTo(ChangeOutcome.DONE);
    assertThat(temporalHas("life", "a")).isFalse();
    assertThat(change("life", "a", new ScheduleChange.Resume())).isEqualTo(ChangeOutcome.GONE);
    assertThat(change("nobody", "a", new ScheduleChange.Create(plan)))
        .isEqualTo(ChangeOutcome.GONE);
    assertThat(temporalHas("nobody", "a")).isFalse();
  }

  @Test
  void aServerHasNoMoreThanItMay() {
    server("many", "stand-ins");
    for (var i = 0; i < ScheduleRules.MOST; i++) {
      assertThat(change("many", "s" + i, new ScheduleChange.Create(plan("0 4 * * *", "UTC"))))
          .isEqualTo(ChangeOutcome.DONE);
    }
    assertThat(change("many", "more", new ScheduleChange.Create(plan("0 4 * * *", "UTC"))))
        .isEqualTo(ChangeOutcome.TOO_MANY);
    assertThat(temporalHas("many", "more")).isFalse();
  }

  @Test
  void whatIsLostOnEitherSideIsFoundWithinTheHour() {
    server("healed", "stand-ins");
    server("deleted", "stand-ins");
    for (var id : List.of("healed", "deleted")) {
      assertThat(change(id, "a", new ScheduleChange.Create(plan("0 4 * * *", "UTC"))))
          .isEqualTo(ChangeOutcome.DONE);
    }
    schedules.getHandle(WorkflowIds.schedule("healed", "a")).delete();
    sql.sql("update servers set state = 'DELETED' where id = 'deleted'").update();
    // Temporal's own list follows what it lists.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          var _ = tidy();
          assertThat(temporalHas("healed", "a")).isTrue();
          assertThat(temporalHas("deleted", "a")).isFalse();
        });
    assertThat(sql.sql("select 1 from schedules where server_id = 'deleted'").query().listOfRows())
        .isEmpty();
  }

  @Test
  void aRunByHandGoesAtOnceAndIsRemembered() {
    server("now", "stand-ins");
    assertThat(change("now", "a", new ScheduleChange.Create(plan("0 4 1 1 *", "UTC"))))
        .isEqualTo(ChangeOutcome.DONE);

    var id = WorkflowIds.runScheduleNow("now", "a", "r1");
    var outcome =
        client
            .newWorkflowStub(RunScheduleWorkflow.class, options(id, TaskQueues.SCHEDULES))
            .run(new ScheduleRun("now", "a", "ben"));

    assertThat(outcome).isEqualTo(RunOutcome.DONE);
    assertThat(heard("now")).containsExactly("hibernate by ben via schedule");
    assertThat(
            sql.sql("select by_hand || ' ' || outcome from schedule_runs where server_id = 'now'")
                .query(String.class)
                .list())
        .containsExactly("ben DONE");
  }

  @Test
  void restartsAndCopiesAreAskedForInTheNameOfWhoeverWantsThem() {
    server("steps", "stand-ins");
    var plan =
        new Plan(
            "Fresh",
            "0 4 1 1 *",
            "UTC",
            false,
            List.of(
                new Step(StepKind.BACKUP, Duration.ZERO),
                new Step(StepKind.RESTART, Duration.ofSeconds(1))));
    assertThat(change("steps", "a", new ScheduleChange.Create(plan))).isEqualTo(ChangeOutcome.DONE);

    var id = WorkflowIds.runScheduleNow("steps", "a", "r1");
    var outcome =
        client
            .newWorkflowStub(RunScheduleWorkflow.class, options(id, TaskQueues.SCHEDULES))
            .run(new ScheduleRun("steps", "a", "ben"));

    assertThat(outcome).as("what sleeps needs no restart").isEqualTo(RunOutcome.DONE);
    assertThat(heard("steps"))
        .containsExactly(
            "back up by ben, SCHEDULED, LIVE_OK, as " + id + "/0",
            "restart by ben via schedule, whoever plays");
    assertThat(
            sql.sql(
                    "select jsonb_path_query_array(steps, '$.outcome')::text from schedule_runs where id = ?")
                .param(id)
                .query(String.class)
                .single())
        .isEqualTo("[\"DONE\", \"LEFT_OUT\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */5 * * * * | Europe/Berlin
          30 4 * * mon-fri | America/New_York
          15 3 1 * * | Europe/Berlin
          45 0 31 */2 * | Asia/Kolkata
          0 12 * * sun | Australia/Lord_Howe
          59 23 1 jan,jul * | UTC
          """)
  void whatIsShownIsWhatTemporalDoes(String cron, String zone) {
    var id = "shown" + Integer.toHexString((cron + zone).hashCode());
    server(id, "stand-ins");
    var before = Instant.now();
    assertThat(change(id, "a", new ScheduleChange.Create(plan(cron, zone))))
        .isEqualTo(ChangeOutcome.DONE);

    var theirs =
        schedules
            .getHandle(WorkflowIds.schedule(id, "a"))
            .describe()
            .getInfo()
            .getNextActionTimes();

    assertThat(theirs).isNotEmpty();
    var ours = Cron.parse(cron).next(before, ZoneId.of(zone), theirs.size());
    for (var i = 0; i < theirs.size(); i++) {
      // Temporal adds its jitter.
      assertThat(theirs.get(i)).isBetween(ours.get(i), ours.get(i).plusSeconds(11));
    }
  }

  @Test
  void whoScrapesTheWorkerSeesThatARunHasNotBegun() {
    server("late0", "stand-ins");
    var due = Instant.now().minus(Duration.ofMinutes(7)).truncatedTo(ChronoUnit.MINUTES);
    insert("late", "late", 0, due);
    sql.sql("update schedules set changed_at = now() - interval '1 day' where id = 'late'")
        .update();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> scraped("overwinter_schedules_overdue_seconds") >= 420);
    assertThat(scraped("overwinter_schedules_active")).isPositive();
    sql.sql(
            """
            insert into schedule_runs (id, server_id, schedule_id, due, by_hand, began_at, outcome,
              reason, steps)
            values ('late', 'late0', 'late', ?, '', now(), 'MISSED', '', '[]')
            """)
        .param(Timestamp.from(due))
        .update();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> scraped("overwinter_schedules_overdue_seconds") < 420);
  }

  private double scraped(String gauge) {
    var lines = worker.getBean(PrometheusMeterRegistry.class).scrape().lines();
    return lines
        .filter(line -> line.startsWith(gauge + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(gauge.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /// Schedules of which Temporal has yet to hear, one for each server.
  private void insert(String servers, String id, int last, Instant due) {
    var at = due.atZone(ZoneOffset.UTC);
    sql.sql(
            """
            insert into schedules (server_id, id, version, name, cron, zone, only_if_empty, steps,
              active, why_paused, made_by, made_at, changed_by, changed_at)
            select :servers || n, :id, nextval('schedule_versions'), :id, :cron, 'UTC', true,
              '[{"kind":"STOP","after":"PT0S"}]', true, '', 'anna', now(), 'anna', now()
            from generate_series(0, :last) n
            """)
        .param("servers", servers)
        .param("id", id)
        .param("cron", "%d %d * * *".formatted(at.getMinute(), at.getHour()))
        .param("last", last)
        .update();
  }

  /// Some of the servers are gone, and some do not answer.
  @Test
  void hundredsThatAreDueInTheSameMinuteAllRunEachOnce() {
    for (var i = 0; i < MANY; i++) {
      server("m" + i, i % 100 == 7 ? "nobody" : "stand-ins");
    }
    var silent = (int) IntStream.range(0, MANY).filter(i -> i % 100 == 7).count();
    var gone = IntStream.range(0, MANY).filter(i -> i % 200 == 50).mapToObj(i -> "m" + i).toList();
    gone.forEach(id -> client.newUntypedWorkflowStub(WorkflowIds.server(id)).terminate("gone"));
    var due = Instant.now().plusSeconds(75).truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
    insert("m", "mass", MANY - 1, due);
    assertThat(tidy()).isGreaterThanOrEqualTo(MANY);
    assertThat(Instant.now()).as("they are made before they are due").isBefore(due);

    await()
        .atMost(Duration.between(Instant.now(), due).plusSeconds(400))
        .untilAsserted(() -> assertThat(ended("DONE")).isEqualTo(MANY - silent - gone.size()));
    assertThat(ended("REFUSED")).isEqualTo(gone.size());
    await()
        .atMost(Duration.ofSeconds(150))
        .untilAsserted(() -> assertThat(ended("FAILED")).isEqualTo(silent));

    assertThat(
            sql.sql("select count(*) from schedule_runs where schedule_id = 'mass'")
                .query(Integer.class)
                .single())
        .as("each once")
        .isEqualTo(MANY);
    for (var i = 0; i < MANY; i += 37) {
      if (i % 100 != 7 && !gone.contains("m" + i)) {
        Assertions.assertThat(heard("m" + i)).containsExactly("hibernate by anna via schedule");
      }
    }
    var began =
        sql.sql(
                """
                select array[max(extract(epoch from began_at - due)), max(extract(epoch from ended_at - due))
                    filter (where outcome = 'DONE')]::float8[] as seconds
                from schedule_runs where schedule_id = 'mass'
                """)
            .query((row, _) -> (Double[]) row.getArray("seconds").getArray())
            .single();
    LOG.info(
        "{} runs that were due at once: the last began after {} s, the last of those that were answered ended after {} s",
        MANY,
        began[0],
        began[1]);
  }

  private int ended(String outcome) {
    return sql.sql("select count(*) from schedule_runs where schedule_id = 'mass' and outcome = ?")
        .param(outcome)
        .query(Integer.class)
        .single();
  }
}
