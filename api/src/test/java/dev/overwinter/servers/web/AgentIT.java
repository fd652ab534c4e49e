package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiMain;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The paths of the older node agent, as the older backend calls them.
@Tag("S-08")
final class AgentIT {
  private final Platform platform = Platform.shared();
  private final Http agent = platform.agent();
  private final long number = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

  @TempDir private Path empty = Path.of(".");

  @Test
  void deploysWakesShowsSendsToSleepAndDeletes() {
    var made = deploy("overwinter/lobby:1");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.json().path("success").asBoolean()).isTrue();
    assertThat(made.json().path("public_port").asInt()).isBetween(20_000, 20_999);
    var container = made.text("game_container_id");
    assertThat(container).startsWith("ow-");
    assertThat(made.text("network_name")).isEqualTo(container);
    assertThat(made.text("proxy_container_id")).isNotBlank();
    assertThat(deploy("overwinter/lobby:1").text("game_container_id"))
        .as("the same number is the same server")
        .isEqualTo(container);

    var one = "/servers/" + number;
    assertThat(agent.post(one + "/wake?game_container_id=" + container, "").body())
        .isEqualTo("{\"success\":true}");
    await().until(() -> agent.get(one + "/stats").text("status").equals("running"));
    var stats = agent.get(one + "/stats?game_container_id=" + container).json();
    for (var field : new String[] {"cpu_percent", "memory_percent", "memory_used_mb", "status"}) {
      assertThat(stats.has(field)).as(field).isTrue();
    }
    assertThat(agent.get(one + "/logs?tail=5").json().has("logs")).isTrue();
    assertThat(agent.post(one + "/hibernate", "").body()).isEqualTo("{\"success\":true}");
    assertThat(agent.delete(one).body()).isEqualTo("{\"success\":true}");
    await().until(() -> agent.get(one + "/stats").text("status").equals("not_found"));
    assertThat(deploy("lobby").text("game_container_id"))
        .as("a number that comes again is another server")
        .isNotEqualTo(container);
  }

  @Test
  void theSecretIsAskedForFirst() {
    var wrong = platform.stranger().with("X-Node-Secret", "dev_secret");
    for (var path : new String[] {"/servers/1/stats"}) {
      assertThat(platform.stranger().get(path).status()).isEqualTo(422);
      assertThat(wrong.get(path).status()).isEqualTo(403);
    }
    assertThat(platform.stranger().post("/deploy", "{}").status()).isEqualTo(422);
    assertThat(wrong.post("/deploy", "{}").status()).isEqualTo(403);
    assertThat(platform.stranger().delete("/servers/1").status()).isEqualTo(422);
    assertThat(wrong.post("/servers/1/wake", "").status()).isEqualTo(403);
    assertThat(wrong.get("/servers/1/logs").status()).isEqualTo(403);
    assertThat(platform.admin().post("/deploy", "{}").status())
        .as("no other proof does")
        .isEqualTo(422);
    assertThat(platform.admin().post("/%64eploy", body("lobby")).status())
        .as("however it is written")
        .isBetween(400, 499);
    assertThat(platform.stranger().get("/health").text("status")).isEqualTo("healthy");
    assertThat(agent.get("/api/servers").status()).as("good for nothing else").isEqualTo(401);
  }

  @Test
  void sharedPathsStayTheDashboards() {
    var page = platform.stranger().with("Accept", "text/html").post("/servers/1/wake", "");
    assertThat(page.status()).isIn(303, 403);
    assertThat(platform.admin().get("/servers/nope/logs").status()).isEqualTo(404);
  }

  @Test
  void noImageAndNoContainerButOurs() {
    assertThat(deploy("evil/miner:latest").status()).isEqualTo(422);
    assertThat(deploy("lobby").status()).isEqualTo(200);
    var foreign = "/servers/" + number + "/wake?game_container_id=postgres";
    assertThat(agent.post(foreign, "").status()).isEqualTo(404);
    assertThat(agent.post("/servers/999999999999/wake", "").status()).isEqualTo(404);
    var reserved =
        agent.post(
            "/deploy",
            """
            {"server_id":%d,"game_image":"lobby","friendly_name":"x",
             "env_vars":{"LD_PRELOAD":"/x"}}
            """
                .formatted(number + 1));
    assertThat(reserved.status()).isEqualTo(422);
    assertThat(agent.post("/deploy", "{\"game_image\":\"lobby\"}").status()).isEqualTo(422);
  }

  @Test
  void withoutASecretThePathsDoNotExist() throws IOException {
    var config = Platform.bare(Platform.freePort(), empty, platform.database(), "127.0.0.1:1");
    try (var api = ApiMain.application(config).run()) {
      var http =
          new Http("http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port"));
      assertThat(http.get("/health").status()).isEqualTo(404);
      assertThat(http.post("/deploy", "{}").status()).isEqualTo(404);
      assertThat(http.with("X-Node-Secret", "").post("/deploy", "{}").status()).isEqualTo(404);
      assertThat(http.with("X-Node-Secret", "x").post("/servers/1/wake", "").status())
          .isEqualTo(404);
    }
  }

  private Http.Answer deploy(String image) {
    return agent.post("/deploy", body(image));
  }

  private String body(String image) {
    return """
    {"server_id":%d,"game_image":"%s","friendly_name":"Seed","port":25565,"protocol":"tcp",
     "env_vars":{},"min_ram":"1G","min_cpu":"0.5",
     "webhook_config":{"enabled":true,"backend_url":"http://b","webhook_secret":"s"}}
    """
        .formatted(number, image);
  }
}
