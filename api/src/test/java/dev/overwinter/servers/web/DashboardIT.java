package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.servers.telemetry.LogLine;
import dev.overwinter.servers.telemetry.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The pages, used as a browser without a script would.
final class DashboardIT {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final Platform platform = Platform.shared();
  private final Http browser =
      platform
          .stranger()
          .with("Cookie", "access_token=" + platform.token())
          .with("Accept", "text/html");

  @Test
  void makesWakesAndDeletesWithPlainForms() {
    var made =
        submit(
            "/servers/create",
            "/servers/create",
            Map.of(
                "friendly_name", "By hand",
                "game_image_id", "lobby",
                "auto_sleep", "true",
                "idle_minutes", "15",
                "hold_seconds", "60",
                "motd", "zzz"));
    assertThat(made.status()).as(made.body()).isEqualTo(303);
    var path = made.header("Location");
    assertThat(path).matches("/servers/[a-z0-9]{8}");
    assertThat(browser.get(path).body()).contains("By hand", "Asleep", "Wake it");

    var woken = submit(path, path + "/wake", Map.of());
    assertThat(woken.status()).isEqualTo(303);
    assertThat(woken.header("Set-Cookie")).contains("overwinter_notice");
    await().until(() -> browser.get(path).body().contains("Send it to sleep"));

    var untold = submit(path, path + "/delete", Map.of());
    assertThat(untold.header("Location")).as("not without the tick").isEqualTo(path);
    var gone = submit(path, path + "/delete", Map.of("confirmed", "yes"));
    assertThat(gone.header("Location")).isEqualTo("/servers");
    await().until(() -> browser.get(path).status() == 404);
  }

  @Test
  void showsWhatIsWrongBesideWhatWasTyped() {
    var refused =
        submit(
            "/servers/create",
            "/servers/create",
            Map.of("friendly_name", "Kept text", "game_image_id", "lobby", "idle_minutes", "x"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("Kept text", "must be a whole number");
  }

  @Test
  @Tag("S-10")
  void aGamesSettingsAreFieldsOfTheirKind() {
    var page = browser.get("/servers/create?game=valheim").body();
    assertThat(page)
        .contains(
            "type=\"password\" name=\"env.valheim.SERVER_PASS\"",
            "<select name=\"env.valheim.SERVER_PUBLIC\"",
            "I accept Mojang&#39;s EULA",
            "UDP 2456",
            "name=\"proxy.valheim\"");
    var fields = new HashMap<String, String>();
    fields.put("friendly_name", "By form");
    fields.put("game_image_id", "valheim");
    fields.put("place", "node:local");
    fields.put("env.valheim.SERVER_NAME", "Kept name");
    fields.put("env.valheim.WORLD_NAME", "Dedicated");
    fields.put("env.valheim.SERVER_PUBLIC", "true");
    fields.put("env.valheim.SERVER_PASS", "abc");
    var refused = submit("/servers/create", "/servers/create", fields);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body())
        .contains("Kept name", "5 to 64 characters")
        .doesNotContain("value=\"abc\"");
    fields.put("env.valheim.SERVER_PASS", "abcdef-secret");
    var made = submit("/servers/create", "/servers/create", fields);
    assertThat(made.status()).as(made.body()).isEqualTo(303);
    assertThat(browser.get(made.header("Location")).body())
        .contains("Kept name", "********", "All its ports", "20")
        .doesNotContain("abcdef-secret");
  }

  @Test
  @Tag("S-05")
  void aHostileNameIsInertAndNothingRunsInline() {
    var made =
        platform
            .admin()
            .post(
                "/api/servers",
                "{\"friendly_name\":\"<img src=x onerror=alert(1)>\",\"game_image_id\":\"lobby\"}");
    var page = browser.get("/servers/" + made.text("id"));
    assertThat(page.body())
        .contains("&lt;img src=x onerror=alert(1)&gt;")
        .doesNotContain("<img src=x")
        .doesNotContainPattern("<script>|\\son[a-z]+=\"|style=\"");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aSleepingServerThatHasPlayedShowsItsLogAndUsesNothingNow() {
    var id =
        platform
            .admin()
            .post("/api/servers", "{\"friendly_name\":\"Played\",\"game_image_id\":\"lobby\"}")
            .text("id");
    platform
        .telemetry()
        .keepLines(
            List.of(
                new LogLine(id, 1, "08:21:40 [INFO] Ready"),
                new LogLine(id, 2, "[08:21:41] [Server thread/INFO]: Done"),
                new LogLine(id, 3, "no clock of its own")));
    platform
        .telemetry()
        .keepSamples(List.of(new Sample(id, Instant.now(), 500, 128L << 20, 3, 20, 0, 0)));

    var page = browser.get("/servers/" + id).body();

    // A page whose template fails half way is answered with 200 too.
    assertThat(page.strip()).endsWith("</html>");
    assertThat(page)
        .contains(">[INFO] Ready<", ">[Server thread/INFO]: Done<", ">no clock of its own<")
        .contains("<strong>–</strong>")
        .doesNotContain("<strong>50 %</strong>", "by node");
  }

  @Test
  void everyPageAndItsPartsCanBeHad() {
    var id =
        platform
            .admin()
            .post("/api/servers", "{\"friendly_name\":\"Parts\",\"game_image_id\":\"lobby\"}")
            .text("id");
    for (var path :
        new String[] {
          "/servers",
          "/servers/grid",
          "/servers/create",
          "/servers/" + id,
          "/servers/" + id + "?hours=24",
          "/servers/" + id + "/card",
          "/servers/" + id + "/panel",
          "/servers/" + id + "/plots?hours=6",
          "/servers/" + id + "/timeline",
          "/audit",
          "/nodes",
          "/catalogue",
        }) {
      assertThat(browser.get(path).status()).as(path).isEqualTo(200);
    }
    var missing = browser.get("/servers/nope");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).contains("Server not found", "<html");
  }

  @Test
  void theFrontTellsBrowsersAndProgramsApart() {
    assertThat(browser.get("/").header("Location")).isEqualTo("/servers");
    assertThat(platform.stranger().get("/").text("message")).isEqualTo("Ogame-like Game Server");
    assertThat(platform.stranger().get("/healthz").text("status")).isEqualTo("ok");
    var openApi = platform.stranger().get("/openapi.json");
    assertThat(openApi.json().path("paths").has("/api/servers/{id}/wake")).isTrue();
    assertThat(openApi.body()).contains("friendly_name", "Idempotency-Key");
    for (var path :
        new String[] {
          "/api/games",
          "/api/catalogue/problems",
          "/api/catalogue/reload",
          "/api/nodes",
          "/api/nodes/tokens",
          "/api/nodes/join",
          "/api/nodes/telemetry",
          "/api/nodes/{id}/drain",
          "/api/proxy/routes",
          "/deploy"
        }) {
      assertThat(openApi.json().path("paths").has(path)).as(path).isTrue();
    }
    assertThat(platform.stranger().get("/docs").status()).isEqualTo(302);
    await()
        .untilAsserted(() ->
            assertThat(platform.stranger().get("/actuator/prometheus").body())
                .contains("overwinter_servers{"));
    // Orders are counted beside other requests, which have other tags; ten seconds late.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(platform.stranger().get("/actuator/prometheus").body())
                .containsPattern("temporal_long_request_total\\{.*UpdateWorkflowExecution"));
  }

  private Http.Answer submit(String page, String path, Map<String, String> fields) {
    var token = TOKEN.matcher(browser.get(page).body());
    assertThat(token.find()).as("a form on " + page).isTrue();
    var all = new HashMap<>(fields);
    all.put("_csrf", token.group(1));
    return browser.form(path, all);
  }
}
