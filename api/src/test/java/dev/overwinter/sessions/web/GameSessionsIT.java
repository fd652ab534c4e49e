package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import org.junit.jupiter.api.Test;

/// Our own API and the page, without a worker that offers sessions.
final class GameSessionsIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void whoMayNotOperateSeesOnlyTheirOwn() {
    var player = platform.player("session-player");
    assertThat(player.get("/api/sessions").status()).isEqualTo(200);
    assertThat(player.get("/api/fleet").status()).isEqualTo(403);
    assertThat(player.get("/api/fleet/machines").status()).isEqualTo(403);
    assertThat(player.get("/api/sessions/000000").status()).isEqualTo(404);
    assertThat(platform.stranger().get("/api/sessions").status()).isEqualTo(401);
    assertThat(admin.get("/api/fleet").json().path("budget").path("hour_limit").asInt())
        .isEqualTo(5000);
  }

  @Test
  void withoutAWorkerNothingIsStartedAndThatIsSaid() {
    var start = admin.post("/api/sessions", "{}");
    assertThat(start.status()).isEqualTo(409);
    assertThat(start.text("code")).isEqualTo("SESSIONS_OFF");
    var machine = admin.post("/api/fleet/machines", "{\"address\":\"203.0.113.9\"}");
    assertThat(machine.status()).isEqualTo(409);
    assertThat(admin.post("/api/fleet/machines", "{\"address\":\"203.0.113.999\"}").status())
        .isEqualTo(422);
    assertThat(platform.stranger().post("/sessions/start", "").status()).isEqualTo(503);
  }

  @Test
  void thePageShowsSessionsAndToOperatorsTheFleet() {
    var page = admin.with("Accept", "text/html").get("/sessions");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("data-stream=\"/api/sessions/stream\"", "API budget", "Orphans", "Pools");
    assertThat(admin.get("/sessions/grid").body()).startsWith("<div id=\"grid\"");
    var player = platform.player("session-reader").with("Accept", "text/html");
    assertThat(player.get("/sessions").body()).contains("Sessions").doesNotContain("API budget");
  }

  @Test
  void aStreamBeginsWithAWordToLookAgain() {
    try (var lines = admin.lines("/api/sessions/stream")) {
      assertThat(lines.filter(line -> line.startsWith("event:")).findFirst())
          .contains("event: all");
    }
  }
}
