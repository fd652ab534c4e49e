package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.lab.simulators.Simulator;
import dev.overwinter.lab.simulators.SimulatorConfig;
import dev.overwinter.lab.simulators.cloud.Droplet;
import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import dev.overwinter.lab.simulators.game.Signature;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.SessionRun;
import dev.overwinter.sessions.workflow.SessionWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Sessions of a whole worker: a real Temporal, a real PostgreSQL, a simulated cloud whose games
/// really send heartbeats, signed with the key that they were given.
@Timeout(180)
final class SessionsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  @Tag("SES-02")
  @Tag("SES-12")
  @Tag("SES-20")
  void aSessionGetsOneDropletThoughItsCreationIsNeverAnsweredAndLeavesNone(@TempDir Path dir)
      throws Exception {
    try (var temporal = temporal();
        var postgres = EmbeddedPostgres.builder().start();
        var cloud = cloud(dir);
        var door = new Door(JdbcClient.create(postgres.getPostgresDatabase()));
        var worker = worker(temporal, postgres, cloud, door)) {
      await().atMost(Duration.ofSeconds(60)).until(worker.getBean(Health.class)::isUp);
      var client = worker.getBean(Temporal.class).client();
      door.tells(client);
      cloud.faults().arm(Fault.DROP_AFTER, FaultSpec.times(1).onlyFor("POST /v2/droplets"));
      cloud.faults().arm(Fault.PRIVATE_FIRST, FaultSpec.times(1).lasting(Duration.ofSeconds(1)));
      cloud.faults().arm(Fault.PENDING_EVENT, FaultSpec.times(1));

      var session = start(client);
      var outcome = session.awaitReady();
      var droplet = alive(cloud).getFirst();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              StartOutcome.Ready.class,
              ready -> assertThat(ready.ipv4()).isEqualTo(droplet.publicAddress()));
      assertThat(cloud.cloud().everyone()).hasSize(1);
      assertThat(droplet.tags()).contains("overwinter-local");
      assertThat(door.refused).isZero();

      var end = session.end(new EndRequest("a test", false, true));
      assertThat(end.gone()).isTrue();
      assertThat(alive(cloud)).isEmpty();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> door.text("select state from sessions").equals("ENDED"));
      assertThat(door.text("select sum(calls) from session_calls")).isNotEqualTo("0");
    }
  }

  private static SessionWorkflow start(WorkflowClient client) {
    var spec =
        new SessionSpec(
            SessionId.of(new ShareTag("4F2A9C"), "k3j9x2m1"),
            "",
            new Lease("admin", "127.0.0.1", "once"),
            "admin",
            "standard",
            List.of(new Choice("nyc3", "s-1vcpu-1gb", "ubuntu-24-04-x64")),
            "",
            SessionLimits.USUAL);
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.session("4F2A9C"))
            .setTaskQueue(TaskQueues.SESSIONS)
            .build();
    var session = client.newWorkflowStub(SessionWorkflow.class, options);
    var _ = WorkflowClient.start(session::run, SessionRun.first(spec));
    return session;
  }

  private static List<Droplet> alive(Simulator cloud) {
    return cloud.cloud().everyone().stream()
        .filter(droplet -> droplet.existsAt(Instant.now()))
        .toList();
  }

  private static Simulator cloud(Path dir) throws IOException {
    return new Simulator(
        SimulatorConfig.from(
            Map.of(
                "OVERWINTER_SIMULATOR_PORT",
                "0",
                "OVERWINTER_SIMULATOR_DATA",
                dir.toString(),
                "OVERWINTER_SIMULATOR_PROVISION_MILLIS",
                "500")),
        Clock.systemUTC());
  }

  private static org.springframework.context.ConfigurableApplicationContext worker(
      TemporalDevServer temporal, EmbeddedPostgres postgres, Simulator cloud, Door door) {
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
            "OVERWINTER_WORKER_METRICS_PORT",
            "0",
            "OVERWINTER_WORKER_DIGITALOCEAN_SIMULATOR_URL",
            "http://127.0.0.1:" + cloud.port(),
            "OVERWINTER_WORKER_DIGITALOCEAN_GAMES_URL",
            "http://127.0.0.1:" + door.port(),
            "OVERWINTER_WORKER_DIGITALOCEAN_HEARTBEAT_SECONDS",
            "1"));
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

  /// Hears games as the api does, as far as a worker's test needs it: the key of the unit must have
  /// signed, the row is written, and the workflow is told.
  private static final class Door implements AutoCloseable {
    private final HttpServer server;
    private final JdbcClient sql;
    private volatile @org.jspecify.annotations.Nullable WorkflowClient client;
    private volatile int refused;

    Door(JdbcClient sql) throws IOException {
      this.sql = sql;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/server/heartbeat", this::heard);
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    void tells(WorkflowClient workflows) {
      client = workflows;
    }

    String text(String query) {
      return sql.sql(query).query(String.class).single();
    }

    private void heard(HttpExchange exchange) throws IOException {
      var body = exchange.getRequestBody().readAllBytes();
      var unit = Unit.parse(JSON.readTree(body).path("session").asText()).orElseThrow();
      var key =
          sql.sql("select sealed from session_keys where unit = ? and valid_until is null")
              .param(unit.text())
              .query(String.class)
              .optional()
              .orElse("");
      var headers = exchange.getRequestHeaders();
      var signature =
          Signature.of(
              key, "POST", "/server/heartbeat", "", headers.getFirst("Request-Timestamp"), body);
      boolean ours = signature.equals(headers.getFirst("Request-Signature"));
      if (ours) {
        tell(unit);
      } else {
        refused = 1;
      }
      exchange.sendResponseHeaders(ours ? 200 : 401, -1);
      exchange.close();
    }

    private void tell(Unit unit) {
      var number =
          sql.sql(
                  """
                  insert into session_heartbeats
                    (unit, session_id, number, clients, heard_at, signed_at, signatures)
                  values (?, ?, 1, 0, now(), 0, '{}')
                  on conflict (unit) do update set number = session_heartbeats.number + 1
                  returning number
                  """)
              .params(unit.text(), unit.session().text())
              .query(Long.class)
              .single();
      var workflows = client;
      if (workflows != null && number == 1) {
        workflows
            .newWorkflowStub(
                SessionWorkflow.class, WorkflowIds.session(unit.session().tag().text()))
            .heartbeatChanged(new HeartbeatFact(unit, number, 0, false, Instant.now()));
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
