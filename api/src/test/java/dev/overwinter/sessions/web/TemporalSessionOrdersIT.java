package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.billing.postgres.BillingMigration;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.postgres.ServersMigration;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.PoolSpec;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.digitalocean.NoDropletActivities;
import dev.overwinter.sessions.postgres.PostgresSessionRecordActivities;
import dev.overwinter.sessions.postgres.SessionsPostgres;
import dev.overwinter.sessions.postgres.SessionsSettings;
import dev.overwinter.sessions.workflow.PoolRun;
import dev.overwinter.sessions.workflow.PoolWorkflow;
import dev.overwinter.sessions.workflow.PoolWorkflowImpl;
import dev.overwinter.sessions.workflow.SessionWorkflow;
import dev.overwinter.sessions.workflow.SessionWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/// Orders on a real Temporal server, to real workflows of sessions with real records. The machines
/// are operators' own, so that no provider is needed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class TemporalSessionOrdersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration IMPATIENCE = Duration.ofMillis(200);
  private static final Choice CHOICE = new Choice("fra1", "s-1vcpu-1gb", "1");

  private final EmbeddedPostgres postgres = postgres();
  private final AnnotationConfigApplicationContext records = records();
  private final TemporalDevServer temporal = temporal();
  private final WorkflowServiceStubs service =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.getTarget()).build());
  private final WorkflowClient client =
      WorkflowClient.newInstance(
          service,
          WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
  private final WorkerFactory workers = work();
  private final TemporalSessionOrders orders =
      new TemporalSessionOrders(client, new TemporalCalls());

  @AfterAll
  void stop() throws IOException {
    workers.shutdownNow();
    service.shutdownNow();
    temporal.close();
    records.close();
    postgres.close();
  }

  @Test
  @Tag("SES-06")
  @Tag("SES-17")
  void aSessionIsBegunOnceAndIsSomebodysAfterItsFirstHeartbeat() {
    var spec = machine("AA0001", "k3j9x2m1");
    assertThat(orders.begin(spec)).isTrue();
    assertThat(orders.begin(machine("AA0001", "zzzzzzzz"))).as("the tag is taken").isFalse();
    assertThat(orders.awaitReady(spec.tag(), IMPATIENCE)).as("nothing was heard").isEmpty();

    beat(spec, 1, 0);
    reach(spec, "WARM");
    var lease = new Lease("anna", "198.51.100.7", "first");
    var ready = orders.lease(spec.tag(), lease);
    assertThat(ready)
        .isInstanceOfSatisfying(
            StartOutcome.Ready.class, there -> assertThat(there.ipv4()).isEqualTo("192.0.2.9"));
    assertThat(orders.lease(spec.tag(), lease)).as("the same again").isEqualTo(ready);
    assertThat(orders.awaitReady(spec.tag(), PATIENCE)).contains(ready);
  }

  @Test
  @Tag("SES-08")
  void ofEightWhoWantTheSameOneItIsOnes() {
    var spec = warm("AA0002");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = new ArrayList<CompletableFuture<StartOutcome>>();
      for (var one = 0; one < 8; one++) {
        var lease = new Lease("owner" + one, "198.51.100." + one, "key" + one);
        outcomes.add(CompletableFuture.supplyAsync(() -> orders.lease(spec.tag(), lease), threads));
      }
      var answers = outcomes.stream().map(CompletableFuture::join).toList();
      assertThat(answers).filteredOn(StartOutcome.Ready.class::isInstance).hasSize(1);
      assertThat(answers)
          .filteredOn(StartOutcome.Refused.class::isInstance)
          .hasSize(7)
          .allMatch(no -> ((StartOutcome.Refused) no).refusal() == Refusal.TAKEN);
    }
  }

  @Test
  @Tag("SES-13")
  @Tag("SES-14")
  void whatIsOverIsOverForWhoeverAsks() {
    var spec = warm("AA0003");
    var request = new EndRequest("anna", false, true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<CompletableFuture<Boolean>>();
      for (var one = 0; one < 30; one++) {
        ends.add(
            CompletableFuture.supplyAsync(
                () -> orders.end(spec.tag(), request, PATIENCE).map(EndOutcome::gone).orElse(true),
                threads));
      }
      assertThat(ends).allMatch(CompletableFuture::join);
    }
    assertThat(orders.end(spec.tag(), request, PATIENCE)).as("over already").isEmpty();
    var lease = new Lease("bert", "198.51.100.8", "late");
    assertThat(refusal(orders.lease(spec.tag(), lease))).isEqualTo(Refusal.OVER);
    assertThat(refusal(orders.awaitReady(spec.tag(), PATIENCE).orElseThrow()))
        .isEqualTo(Refusal.OVER);
    beat(spec, 9, 3); // nobody is left to tell, and that is no failure
    assertThat(orders.begin(machine("AA0003", "zzzzzzzz"))).as("the id is free again").isTrue();
  }

  /// Each would be an Update of its own that stays in the workflow, which takes ten.
  @Test
  @Tag("SES-30")
  void whoAsksAgainAndAgainKeepsNobodyFromEndingIt() {
    var spec = machine("AA0004", "k3j9x2m1");
    assertThat(orders.begin(spec)).isTrue();
    for (var times = 0; times < 15; times++) {
      assertThat(orders.awaitReady(spec.tag(), IMPATIENCE)).isEmpty();
    }
    var waiting =
        CompletableFuture.supplyAsync(() -> orders.awaitReady(spec.tag(), PATIENCE).orElseThrow());

    var ended = orders.end(spec.tag(), new EndRequest("anna", false, true), PATIENCE);

    // Empty: it was over before anybody could wait for that.
    assertThat(ended.map(EndOutcome::gone).orElse(true)).isTrue();
    assertThat(refusal(waiting.join())).isEqualTo(Refusal.OVER);
    assertThat(orders.end(spec.tag(), new EndRequest("anna", false, true), PATIENCE)).isEmpty();
  }

  @Test
  void aPoolIsToldHowManyItKeepsAndAnUnknownOneIsMissing() {
    var spec = new PoolSpec("p1", CHOICE, "admin", "standard", SessionLimits.USUAL);
    var pool =
        client.newWorkflowStub(
            PoolWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.pool("p1"))
                .setTaskQueue(TaskQueues.SESSIONS)
                .build());
    var _ = WorkflowClient.start(pool::run, PoolRun.first(spec, PoolSettings.OFF));
    var two = new PoolSettings(2, 4, List.of(), Duration.ofMinutes(10), Duration.ofHours(6));

    orders.configure("p1", two);

    assertThat(pool.status()).extracting(PoolView::settings).isEqualTo(two);
    assertThatThrownBy(() -> orders.configure("p2", two))
        .isInstanceOfSatisfying(
            Problem.class, no -> assertThat(no.getStatusCode().value()).isEqualTo(404));
  }

  private static Refusal refusal(StartOutcome outcome) {
    return ((StartOutcome.Refused) outcome).refusal();
  }

  private SessionSpec warm(String tag) {
    var spec = machine(tag, "k3j9x2m1");
    assertThat(orders.begin(spec)).isTrue();
    beat(spec, 1, 0);
    reach(spec, "WARM");
    return spec;
  }

  private void reach(SessionSpec spec, String label) {
    var session =
        client.newWorkflowStub(SessionWorkflow.class, WorkflowIds.session(spec.tag().text()));
    await().atMost(PATIENCE).until(() -> session.status().state().label().equals(label));
  }

  private void beat(SessionSpec spec, long number, int clients) {
    var unit = new Unit(spec.id(), 1);
    orders.tell(spec.tag(), new HeartbeatFact(unit, number, clients, false, Instant.now()));
  }

  private static SessionSpec machine(String tag, String unique) {
    return new SessionSpec(
        SessionId.of(new ShareTag(tag), unique),
        "",
        null,
        "admin",
        "standard",
        List.of(),
        "192.0.2.9",
        SessionLimits.USUAL);
  }

  private WorkerFactory work() {
    var factory = WorkerFactory.newInstance(client);
    var patient = WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build();
    var worker = factory.newWorker(TaskQueues.SESSIONS, patient);
    worker.registerWorkflowImplementationTypes(SessionWorkflowImpl.class, PoolWorkflowImpl.class);
    worker.registerActivitiesImplementations(
        records.getBean(PostgresSessionRecordActivities.class), new NoDropletActivities());
    factory.start();
    return factory;
  }

  private AnnotationConfigApplicationContext records() {
    var database = postgres.getPostgresDatabase();
    ServersMigration.migrate(database);
    BillingMigration.migrate(database);
    var limits = new FleetLimits(50, 50, 50, 50, 1_000_000_000);
    var context = new AnnotationConfigApplicationContext();
    context.registerBean(DataSource.class, () -> database);
    context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    context.registerBean(
        PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
    context.registerBean(
        SessionsSettings.class, () -> new SessionsSettings(limits, Duration.ZERO, 3, false, null));
    context.register(SessionsPostgres.class);
    context.refresh();
    return context;
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
    var options = new ArrayList<>(List.of("--sqlite-pragma", "synchronous=OFF"));
    SearchAttributes.ALL.forEach(
        key -> options.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
    return TemporalDevServer.start(
        TemporalDevServerOptions.newBuilder()
            .setExistingPath(cli)
            .setDownloadEnabled(false)
            .setExtraArgs(options)
            .build());
  }
}
