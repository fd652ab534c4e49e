package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.overwinter.durable.SearchAttributes;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// One worker with the records and one with nothing but its Docker engine, beside a real Temporal.
final class NodeOnlyIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  @Tag("L-02")
  @Tag("S-08")
  void aNodeThatHasNoDatabaseComesGoesAndComesAgain(@TempDir Path dir) throws Exception {
    var token = Files.writeString(dir.resolve("token"), "t0ken\n");
    var api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    api.start();
    try (var temporal = temporal();
        var postgres = EmbeddedPostgres.builder().start();
        var control = control(temporal.getTarget(), postgres)) {
      assertThat(control.isRunning()).isTrue();
      var node =
          Map.of(
              "OVERWINTER_TEMPORAL_TARGET",
              temporal.getTarget(),
              "OVERWINTER_WORKER_ROLES",
              "node",
              "OVERWINTER_WORKER_NODE",
              "far",
              "OVERWINTER_WORKER_INSTALLATION",
              "test-far",
              "OVERWINTER_WORKER_PORTS",
              "21000-21099",
              "OVERWINTER_WORKER_API_URL",
              "http://127.0.0.1:" + api.getAddress().getPort(),
              "OVERWINTER_WORKER_API_TOKEN_FILE",
              token.toString());
      try (var _ = started(node)) {
        awaitState(postgres, "ONLINE");
        assertThat(one(postgres, "select memory_bytes > 0 and milli_cpus > 0 from nodes"))
            .isEqualTo("t");
        assertThat(one(postgres, "select ports || ' of ' || port_range from nodes"))
            .isEqualTo("100 of 21000-21099");
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> one(postgres, "select docker_reachable from nodes").equals("t"));
      }
      // Said at once by the worker that leaves, long before its silence could be noticed.
      awaitState(postgres, "UNKNOWN");
      try (var _ = started(node)) {
        awaitState(postgres, "ONLINE");
      }
    } finally {
      api.stop(0);
    }
  }

  private static TemporalDevServer temporal() {
    var options = new ArrayList<String>();
    SearchAttributes.ALL.forEach(
        key -> options.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
    return TemporalDevServer.start(
        TemporalDevServerOptions.newBuilder()
            .setExistingPath(Objects.requireNonNull(System.getenv("OVERWINTER_TEMPORAL_CLI")))
            .setDownloadEnabled(false)
            .setExtraArgs(options)
            .build());
  }

  private static ConfigurableApplicationContext control(String temporal, EmbeddedPostgres postgres)
      throws Exception {
    return started(
        Map.of(
            "OVERWINTER_TEMPORAL_TARGET",
            temporal,
            "OVERWINTER_WORKER_ROLES",
            "control",
            "OVERWINTER_DATABASE_URL",
            postgres.getJdbcUrl("postgres", "postgres")));
  }

  /// Returns when it is healthy.
  private static ConfigurableApplicationContext started(Map<String, String> environment)
      throws IOException {
    var metrics = freePort();
    var all = new HashMap<>(environment);
    all.put("OVERWINTER_WORKER_METRICS_PORT", Integer.toString(metrics));
    var context = WorkerMain.run(all);
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() ->
            HTTP.send(
                        HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + metrics + "/healthz"))
                            .build(),
                        HttpResponse.BodyHandlers.ofString())
                    .statusCode()
                == 200);
    return context;
  }

  private static void awaitState(EmbeddedPostgres postgres, String state) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(one(postgres, "select state from nodes where id = 'far'")).isEqualTo(state));
  }

  private static String one(EmbeddedPostgres postgres, String query) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var rows = connection.createStatement().executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  /// Below those that the system gives to whoever connects.
  private static int freePort() throws IOException {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(10_000, 25_000);
      try (var _ = new ServerSocket(port)) {
        return port;
      } catch (BindException _) {
        // Somebody's: another one.
      }
    }
  }
}
