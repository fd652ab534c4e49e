package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Use;
import dev.overwinter.durable.Seal;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import dev.overwinter.notices.postgres.Outbox;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Notices of a whole worker, on a real Temporal and a real PostgreSQL, to a real receiver.
@Timeout(180)
final class NoticesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Seal SEAL = new Seal(new byte[Seal.KEY_BYTES]);

  @TempDir private Path secrets;
  private final TemporalDevServer temporal = temporal();
  private final EmbeddedPostgres postgres = postgres();
  private final JdbcClient sql = JdbcClient.create(postgres.getPostgresDatabase());
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(postgres.getPostgresDatabase()));
  private ConfigurableApplicationContext worker;
  private HookReceiver receiver;

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

  @BeforeEach
  void comesUp() throws IOException {
    Files.write(secrets.resolve("seal-key"), new byte[Seal.KEY_BYTES]);
    worker = worker();
    receiver = new HookReceiver();
  }

  @AfterEach
  void close() throws IOException {
    receiver.close();
    worker.close();
    temporal.close();
    postgres.close();
  }

  private ConfigurableApplicationContext worker() {
    var started =
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
                "OVERWINTER_WORKER_BILLING",
                "on",
                "OVERWINTER_WORKER_SEAL_KEY_FILE",
                secrets.resolve("seal-key").toString(),
                "OVERWINTER_NOTICES_PRIVATE",
                "on",
                "OVERWINTER_WORKER_METRICS_PORT",
                "0"));
    await().atMost(SOON).until(started.getBean(Health.class)::isUp);
    return started;
  }

  /// A hook as the api makes it.
  static void hook(
      JdbcClient sql, Seal seal, String server, String id, String url, String... kinds) {
    sql.sql(
            """
            insert into server_hooks (id, server_id, name, format, url, shown, secret, kinds, state,
                                      reason, made_by, created_at)
            values (?, ?, 'test', 'WEBHOOK', ?, 'http://…', ?, ?, 'ACTIVE', '', 'admin', now())
            """)
        .params(id, server, seal.seal(server, url), seal.seal(server, "whsec_very"), kinds)
        .update();
  }

  /// News that nobody is told of: whoever wrote them died before it could.
  private void write(int number) {
    var news =
        new News(
            "7f3k", "row/" + number, NewsKind.CRASHED, Instant.now(), "x", "lobby", "" + number);
    transaction.executeWithoutResult(_ -> new Outbox(sql, _ -> {}).add(news));
  }

  private List<String> told() {
    return receiver
        .taken("/hook")
        .map(one -> one.body().replaceFirst(".*\"detail\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void anotherWorkerGoesOnInOrderWithWhatNobodyWasToldOf() {
    hook(sql, SEAL, "7f3k", "h1", receiver.url("/hook"), "CRASHED");
    receiver.answers(503);
    write(1);
    await().atMost(SOON).until(() -> !receiver.heard().isEmpty());
    worker.close();
    write(2);
    write(3);
    receiver.answers(204);
    assertThat(told()).isEmpty();
    worker = worker();
    await().atMost(SOON).until(() -> told().size() == 3);
    assertThat(told()).containsExactly("1", "2", "3");
    assertThat(receiver.taken("/hook").findFirst().orElseThrow().delivery())
        .as("the id stays")
        .isEqualTo(receiver.heard().getFirst().delivery());
  }

  @Test
  void whoRunsOutOfCreditsIsToldAtTheHookOfTheirServer() {
    sql.sql(
            """
            insert into servers (id, name, owner, game, protocol, node, state, reason, state_since,
              version, revision, run, occupied, last_start_ms, last_change, spec, created_at,
              updated_at)
            values ('s-broke', 'Friday night', 'broke', 'lobby', 'RAW_TCP', 'local', 'ASLEEP', '',
              now(), 1, 1, '', false, 0, '', '{}', now(), now())
            """)
        .update();
    hook(sql, SEAL, "s-broke", "h1", receiver.url("/hook"), "LOW_CREDIT");
    // What a new account is given is used up: 20 hours at half a credit.
    new TemporalMeterReports(client())
        .tell(
            "broke",
            new MeterFact.Started(
                "s-broke",
                1,
                Instant.now().minus(Duration.ofHours(20)),
                "run",
                "standard",
                Use.AWAKE,
                false,
                Duration.ofSeconds(30)));
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(receiver.taken("/hook").map(HookReceiver.Heard::body))
                .anyMatch(body ->
                    body.contains("\"event\":\"low_credit\"")
                        && body.contains("\"name\":\"Friday night\"")));
    assertThat(receiver.heard().stream().map(HookReceiver.Heard::event)).containsOnly("low_credit");
    assertThat(receiver.heard().stream().map(HookReceiver.Heard::delivery)).doesNotHaveDuplicates();
  }

  private WorkflowClient client() {
    return worker.getBean(Temporal.class).client();
  }
}
