package dev.overwinter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.servers.postgres.ServersMigration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The api while other processes are away.
final class OutageIT {
  private final Platform platform = Platform.shared();

  @TempDir private Path directory = Path.of(".");

  @Test
  void startsWithoutAnythingAndIsReadyWhenPostgresqlComes() throws IOException {
    int port = Platform.freePort();
    var url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (var api = start(directory, url)) {
      var stranger = new Http(url(api));
      assertThat(stranger.get("/healthz").status()).isEqualTo(200);
      assertThat(stranger.get("/actuator/health/readiness").status()).isEqualTo(503);
      var refused = stranger.with("Authorization", "Bearer x.y.z").get("/api/servers");
      assertThat(refused.status()).isEqualTo(401);
      var waiting = stranger.post("/auth/login", "{\"username\":\"admin\",\"password\":\"x\"}");
      assertThat(waiting.status()).as(waiting.body()).isEqualTo(503);
      assertThat(waiting.header("Retry-After")).isNotEmpty();
      assertThat(waiting.body()).doesNotContain("Exception", "SELECT", "jdbc");
      assertThat(stranger.get("/openapi.json").status()).isEqualTo(200);

      try (var postgres = EmbeddedPostgres.builder().setPort(port).start()) {
        ServersMigration.migrate(postgres.getPostgresDatabase());
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> stranger.get("/actuator/health/readiness").status() == 200);
        assertThat(directory.resolve("admin-password")).exists();
      }
    }
  }

  @Test
  @Tag("S-09")
  void readsGoOnAndOrdersWaitWhileTemporalIsAway() {
    var made =
        platform
            .admin()
            .post("/api/servers", "{\"friendly_name\":\"Steady\",\"game_image_id\":\"lobby\"}");
    var id = made.text("id");
    try (var api = start(platform.secrets(), platform.database())) {
      var admin = new Http(url(api)).with("Authorization", "Bearer " + platform.token());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> admin.get("/actuator/health/readiness").status() == 200);
      assertThat(admin.get("/api/servers/" + id).text("state")).isEqualTo("ASLEEP");
      var begin = System.nanoTime();
      var woken = admin.post("/api/servers/" + id + "/wake", "");
      assertThat(woken.status()).as(woken.body()).isEqualTo(503);
      assertThat(woken.header("Retry-After")).isNotEmpty();
      assertThat(woken.text("code")).isEqualTo("CONTROL_PLANE_AWAY");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));

      var key = UUID.randomUUID().toString();
      var body = "{\"friendly_name\":\"Patient\",\"game_image_id\":\"lobby\"}";
      assertThat(admin.with("Idempotency-Key", key).post("/api/servers", body).status())
          .isEqualTo(503);
      assertThat(admin.get("/api/servers").body()).doesNotContain("Patient");
      var later = platform.admin().with("Idempotency-Key", key).post("/api/servers", body);
      assertThat(later.status()).as("the same request, when Temporal is back").isEqualTo(200);
      assertThat(later.text("state")).isEqualTo("ASLEEP");
    }
  }

  private static ConfigurableApplicationContext start(Path secrets, String database) {
    return ApiMain.application(Platform.config(0, secrets, database, "127.0.0.1:1")).run();
  }

  private static String url(ConfigurableApplicationContext api) {
    return "http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port");
  }
}
