package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.billing.workflow.AnnouncePriceWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Accounts of a whole worker, on a real Temporal and a real PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class BillingIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TemporalDevServer temporal = temporal();
  private final EmbeddedPostgres postgres = postgres();
  private final ConfigurableApplicationContext worker = worker("on");
  private final WorkflowClient client = worker.getBean(Temporal.class).client();
  private final MeterReports reports = new TemporalMeterReports(client);
  private final JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());

  private ConfigurableApplicationContext worker(String billing) {
    return WorkerMain.run(
        Map.of(
            "OVERWINTER_TEMPORAL_TARGET",
            temporal.getTarget(),
            "OVERWINTER_DATABASE_URL",
            postgres.getJdbcUrl("postgres", "postgres"),
            "OVERWINTER_DATABASE_USER",
            "postgres",
            "OVERWINTER_WORKER_ROLES",
            "control",
            "OVERWINTER_WORKER_BILLING",
            billing,
            "OVERWINTER_WORKER_METRICS_PORT",
            "0"));
  }

  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
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

  @BeforeAll
  void comesUp() {
    var health = worker.getBean(Health.class);
    await().atMost(Duration.ofSeconds(60)).until(health::isUp);
  }

  @AfterAll
  void stop() throws IOException {
    worker.close();
    temporal.close();
    postgres.close();
  }

  @Test
  @Tag("B-01")
  void theFirstFactOpensAnAccountAndAnHourIsBooked() {
    var began = Instant.now().minus(Duration.ofHours(2));
    reports.tell("alice", awake("s1", 1, began));
    reports.tell("alice", awake("s1", 1, began));
    var ended = new MeterFact.Stopped("s1", 2, began.plus(Duration.ofHours(1)), false);
    reports.tell("alice", ended);
    reports.tell("alice", ended);
    await().atMost(SOON).until(() -> balance("alice") == 9_500_000);
    var alice = client.newWorkflowStub(AccountWorkflow.class, WorkflowIds.account("alice"));
    await().atMost(SOON).until(() -> alice.status().state().outbox().isEmpty());
    assertThat(alice.status().state().balance()).isEqualTo(9_500_000);
    assertThat(alice.book(new MoneyOrder.Deposit("sim/1", 1_000_000, "alice", "paid")))
        .isEqualTo(new MoneyOutcome.Booked(10_500_000, false));
    assertThat(alice.book(new MoneyOrder.Deposit("sim/1", 1_000_000, "alice", "paid")))
        .isEqualTo(new MoneyOutcome.Booked(10_500_000, true));
  }

  @Test
  void theOperatorsOwnServersCostNothing() {
    reports.tell("admin", awake("lobby", 1, Instant.now().minus(Duration.ofHours(5))));
    reports.tell("admin", new MeterFact.Stopped("lobby", 2, Instant.now(), false));
    await()
        .atMost(SOON)
        .until(() ->
            sql.sql("select count(*) from billing_uses where account = 'admin' and metered = 0")
                    .query(Long.class)
                    .single()
                == 1);
    assertThat(balance("admin")).isZero();
    var admin = client.newWorkflowStub(AccountWorkflow.class, WorkflowIds.account("admin"));
    assertThat(admin.status().state().standing()).isEqualTo(Standing.FUNDED);
  }

  @Test
  void switchedOffItFreesWhoeverWasEmptyAndChargesNobody() {
    var began = Instant.now().minus(Duration.ofHours(20));
    reports.tell("broke", awake("s-broke", 1, began));
    var broke = client.newWorkflowStub(AccountWorkflow.class, WorkflowIds.account("broke"));
    await().atMost(SOON).until(() -> broke.status().state().standing() == Standing.EMPTY);
    await().atMost(SOON).until(() -> standing("broke").equals("EMPTY"));
    // A second worker beside this one, as in a rolling restart; this one answers, too.
    try (var off = worker("off")) {
      await().atMost(Duration.ofMinutes(1)).until(off.getBean(Health.class)::isUp);
      await().atMost(SOON).until(() -> broke.status().state().standing() == Standing.FUNDED);
      await().atMost(SOON).until(() -> standing("broke").equals("FUNDED"));
      assertThat(broke.status().state().terms()).isEqualTo(Terms.HOUSE);
    }
    try (var on = worker("on")) {
      await().atMost(Duration.ofMinutes(1)).until(on.getBean(Health.class)::isUp);
      await().atMost(SOON).until(() -> broke.status().state().standing() == Standing.EMPTY);
    }
    assertThat(balance("broke")).isNotNegative();
  }

  private String standing(String account) {
    return sql.sql("select standing from billing_accounts where id = ?")
        .param(account)
        .query(String.class)
        .single();
  }

  @Test
  @Tag("B-08")
  void anOperatorAnnouncesAPrice() {
    var from = Instant.now().plus(Duration.ofDays(2));
    var order = new PriceOrder("festival", Use.AWAKE, from, 750_000, "admin");
    assertThat(announce(order)).isEqualTo(new PriceOutcome.Announced(order.price(), false));
    assertThat(announce(order)).isEqualTo(new PriceOutcome.Announced(order.price(), true));
    assertThat(
            sql.sql("select per_hour from prices where price_class = 'festival'")
                .query(Long.class)
                .list())
        .containsExactly(750_000L);
  }

  private PriceOutcome announce(PriceOrder order) {
    var id =
        WorkflowIds.announcePrice(
            order.priceClass(), order.use().name(), order.from(), order.microsPerHour());
    var options =
        WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.BILLING).build();
    return client.newWorkflowStub(AnnouncePriceWorkflow.class, options).announce(order);
  }

  @Test
  void theNightlyProofIsScheduledAndRuns() {
    var schedules = worker.getBean(Temporal.class).schedules();
    // Another worker that starts finds it there.
    Schedules.ensure(schedules, SessionsConfig.from(Map.of(), "local"), false);
    schedules.getHandle(WorkflowIds.proveLedger()).trigger();
    await()
        .atMost(SOON)
        .until(() ->
            sql.sql("select count(*) from ledger_proofs where problems = '{}'")
                    .query(Long.class)
                    .single()
                >= 1);
  }

  private long balance(String account) {
    return sql.sql("select balance from ledger_accounts where id = ?")
        .param(account)
        .query(Long.class)
        .optional()
        .orElse(-1L);
  }

  private static MeterFact.Started awake(String server, long number, Instant at) {
    return new MeterFact.Started(
        server, number, at, "run", "standard", Use.AWAKE, false, Duration.ofSeconds(30));
  }
}
