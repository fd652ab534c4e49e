package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.testserver.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole worker beside a real PostgreSQL. Its Temporal is the in-memory server, which knows no
/// search attributes: how those are registered is left to the acceptance tests.
final class WorkerIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  @Tag("L-12")
  void comesUpWhenWhatItNeedsComesLater() throws Exception {
    var temporal = freePort();
    var database = freePort();
    var metrics = freePort();
    try (var _ =
        WorkerMain.run(
            Map.of(
                "OVERWINTER_TEMPORAL_TARGET",
                "127.0.0.1:" + temporal,
                "OVERWINTER_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database + "/postgres",
                "OVERWINTER_DATABASE_USER",
                "postgres",
                "OVERWINTER_WORKER_DOCKER_HOST",
                "unix:///nowhere/docker.sock",
                "OVERWINTER_WORKER_METRICS_PORT",
                Integer.toString(metrics)))) {
      assertThat(get(metrics, "/healthz").statusCode()).isEqualTo(503);
      assertThat(get(metrics, "/metrics").body()).contains("jvm_memory_used_bytes");

      try (var _ = EmbeddedPostgres.builder().setPort(database).start()) {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> get(metrics, "/healthz").body().contains("\"database\":\"UP\""));
        try (var _ = TestServer.createPortBoundServer(temporal)) {
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> get(metrics, "/healthz").body().contains("\"temporal\":\"UP\""));
        }
      }
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
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
