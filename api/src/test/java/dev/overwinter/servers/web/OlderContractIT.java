package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The JSON that clients of the older API read, path by path. Ids are text here, and there may be
/// more fields.
final class OlderContractIT {
  private static final List<String> ITEM =
      List.of("id", "friendly_name", "state", "auto_sleep", "public_port", "created_at");

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void aServerIsMadeListedShownWokenSentToSleepAndDeleted() {
    var made =
        admin.post(
            "/api/servers",
            "{\"friendly_name\":\"Old client\",\"game_image_id\":\"lobby\",\"auto_sleep\":false}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    has(made.json(), List.of("id", "friendly_name", "state", "auto_sleep", "public_port"));
    assertThat(made.json().path("auto_sleep").asBoolean()).isFalse();
    var path = "/api/servers/" + made.text("id");

    var listed = item(admin.get("/api/servers").json(), made.text("id"));
    has(listed, ITEM);
    has(listed.path("game_image"), List.of("id", "friendly_name", "docker_image"));

    var shown = admin.get(path).json();
    has(shown, ITEM);
    has(shown.path("stats"), List.of("cpu_percent", "memory_percent", "memory_used_mb", "status"));

    assertThat(admin.post(path + "/wake", "").json().path("success").asBoolean()).isTrue();
    await().until(() -> admin.get(path).text("seed_state").equals("RUNNING"));
    assertThat(admin.get(path).json().path("stats").path("status").asText()).isEqualTo("running");
    assertThat(admin.get(path + "/logs?tail=100").json().path("logs").isTextual()).isTrue();
    assertThat(admin.post(path + "/hibernate", "").json().path("success").asBoolean()).isTrue();
    await().until(() -> admin.get(path).text("seed_state").equals("SLEEPING"));
    assertThat(admin.delete(path).json().path("success").asBoolean()).isTrue();
    await().until(() -> admin.get(path).status() == 404);
    assertThat(admin.get(path).text("detail")).isEqualTo("Server not found");
  }

  @Test
  void refusalsReadAsTheyDid() {
    var noGame = admin.post("/api/servers", "{\"friendly_name\":\"x\",\"game_image_id\":\"nope\"}");
    assertThat(noGame.status()).isEqualTo(404);
    assertThat(noGame.text("detail")).isEqualTo("Game image not found");
    for (var path :
        List.of("/api/servers", "/api/servers/x", "/api/servers/x/logs", "/api/me", "/api/games")) {
      var refused = platform.stranger().get(path);
      assertThat(refused.status()).as(path).isEqualTo(401);
      has(refused.json(), List.of("detail", "error"));
    }
    has(admin.get("/api/servers/nope").json(), List.of("detail", "error"));
  }

  private static JsonNode item(JsonNode list, String id) {
    for (var item : list) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("not listed: " + id);
  }

  private static void has(JsonNode json, List<String> fields) {
    for (var field : fields) {
      assertThat(json.has(field)).as(field + " in " + json).isTrue();
    }
  }
}
