package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Use;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What programs can do with servers, end to end on real PostgreSQL and the real workflow.
final class ServersIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void aNewServerSleepsAndHasAnAddress() {
    var made = admin.post("/api/servers", body("Friday night"));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("state")).isEqualTo("ASLEEP");
    assertThat(made.text("seed_state")).isEqualTo("SLEEPING");
    assertThat(made.text("friendly_name")).isEqualTo("Friday night");
    assertThat(made.text("address")).isEqualTo("play.example.org:" + made.text("public_port"));
    assertThat(made.json().path("game_image").path("id").asText()).isEqualTo("lobby");
    assertThat(made.text("id")).matches("[a-z0-9]{8}");
    assertThat(admin.get("/api/servers").body()).contains(made.text("id"));
  }

  @Test
  void wakesSleepsAndTellsWhy() {
    var id = make("Evening");
    var woken = admin.post("/api/servers/" + id + "/wake", "");
    assertThat(woken.status()).as(woken.body()).isEqualTo(200);
    assertThat(woken.json().path("success").asBoolean()).isTrue();
    awaitState(id, "AWAKE");
    var again = admin.post("/api/servers/" + id + "/wake", "");
    assertThat(again.text("state")).isEqualTo("AWAKE");
    assertThat(admin.post("/api/servers/" + id + "/hibernate", "").status()).isEqualTo(200);
    awaitState(id, "ASLEEP");
    var sleeping = admin.post("/api/servers/" + id + "/hibernate", "");
    assertThat(sleeping.status()).as("asleep already is what was asked for").isEqualTo(200);
    assertThat(admin.get("/api/servers/" + id + "/events").body())
        .contains("admin via api", "WAKING", "AWAKE", "HIBERNATING");
  }

  @Test
  @Tag("B-07")
  void whoHasNoCreditsMakesNoServerAndWhoGetsSomeDoes() {
    var pauper = platform.player("pauper");
    var first = pauper.with("Idempotency-Key", "first");
    var id = first.post("/api/servers", body("Not yet")).text("id");
    // The welcome credits last for twenty hours.
    assertThat(pauper.get("/api/billing").status()).isEqualTo(200);
    var days = Instant.now().minus(Duration.ofDays(3));
    platform.meter(
        "pauper",
        new MeterFact.Started(
            "long-run", 1, days, "run", "standard", Use.AWAKE, false, Duration.ofSeconds(30)));
    awaitStanding("EMPTY");
    var refused = pauper.post("/api/servers", body("Too late"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("CREDITS");
    assertThat(first.post("/api/servers", body("Not yet")).text("id"))
        .as("what was asked for before is answered")
        .isEqualTo(id);
    admin
        .with("Idempotency-Key", "alms")
        .post(
            "/api/billing/accounts/pauper/bookings",
            "{\"kind\":\"GRANT\",\"credits\":\"100\",\"why\":\"alms\"}");
    awaitStanding("FUNDED");
    assertThat(pauper.post("/api/servers", body("At last")).status()).isEqualTo(200);
    platform.meter("pauper", new MeterFact.Stopped("long-run", 2, Instant.now(), true));
  }

  private void awaitStanding(String standing) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            platform
                .sql()
                .sql("SELECT standing FROM billing_accounts WHERE id = 'pauper'")
                .query(String.class)
                .list()
                .equals(List.of(standing)));
  }

  @Test
  void changesOnlyWhatIsNamed() {
    var id = make("Before");
    var changed =
        admin.patch(
            "/api/servers/" + id,
            "{\"friendly_name\":\"After\",\"idle_seconds\":90,\"allowed_players\":[\"Alex\"]}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    await()
        .untilAsserted(() -> {
          var server = admin.get("/api/servers/" + id);
          assertThat(server.text("friendly_name")).isEqualTo("After");
          assertThat(server.json().path("idle_seconds").asInt()).isEqualTo(90);
          assertThat(server.json().path("auto_sleep").asBoolean()).isTrue();
          assertThat(server.json().path("allowed_players").get(0).asText()).isEqualTo("Alex");
        });
  }

  @Test
  @Tag("L-14")
  void aDeletedServerIsGoneAndItsIdIsNotUsedAgain() {
    var id = make("Short life");
    assertThat(admin.delete("/api/servers/" + id).status()).isEqualTo(200);
    await().until(() -> admin.get("/api/servers/" + id).status() == 404);
    assertThat(admin.get("/api/servers/" + id).text("detail")).isEqualTo("Server not found");
    assertThat(admin.get("/api/servers").body()).doesNotContain(id);
    assertThat(make("Next life")).isNotEqualTo(id);
  }

  @Test
  @Tag("D-01")
  void aTakenPortIsRefusedAndLeavesNothing() {
    var port = admin.get("/api/servers/" + make("First come")).json().path("public_port").asInt();
    var refused =
        admin.post(
            "/api/servers",
            "{\"friendly_name\":\"Second\",\"game_image_id\":\"lobby\",\"public_port\":%d}"
                .formatted(port));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail")).contains("port " + port + " is taken");
    assertThat(admin.get("/api/servers").body()).doesNotContain("\"Second\"");
  }

  @Test
  @Tag("S-09")
  void aFailedMakeSaysWhyAndIsKept() {
    platform.node.missing = "generic-tcp";
    try {
      var failed =
          admin.post(
              "/api/servers", "{\"friendly_name\":\"No image\",\"game_image_id\":\"generic-tcp\"}");
      assertThat(failed.status()).isEqualTo(502);
      assertThat(failed.text("detail")).contains("no such image").doesNotContain("Exception");
      var kept = admin.get("/api/servers/" + failed.text("server_id"));
      assertThat(kept.text("state")).isEqualTo("FAILED");
      assertThat(kept.text("reason")).contains("no such image");
    } finally {
      platform.node.missing = "";
    }
  }

  @Test
  void aRepeatedRequestMakesOneServer() {
    var keyed = admin.with("Idempotency-Key", UUID.randomUUID().toString());
    var first = keyed.post("/api/servers", body("Once"));
    var second = keyed.post("/api/servers", body("Once"));
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("id")).isEqualTo(first.text("id"));
    assertThat(keyed.post("/api/servers", body("Other")).status()).isEqualTo(422);
  }

  @Test
  void aNodeOutOfSightIsUnknownNotCrashed() {
    var id = make("Somewhere");
    platform.say(false);
    try {
      var server = admin.get("/api/servers/" + id);
      assertThat(server.text("certainty")).isEqualTo("UNKNOWN");
      assertThat(server.text("certainty_detail")).contains("connection refused");
      assertThat(server.text("state")).isEqualTo("ASLEEP");
    } finally {
      platform.say(true);
    }
    assertThat(admin.get("/api/servers/" + id).text("certainty")).isEqualTo("KNOWN");
  }

  @Test
  void showsWhatTheGamePrintsAndUses() {
    var id = make("Talkative");
    platform
        .sql()
        .sql(
            """
            INSERT INTO server_log_lines (server_id, at_nanos, line) VALUES (?, 1, 'one'), (?, 2, 'two')
            """)
        .param(id)
        .param(id)
        .update();
    assertThat(admin.get("/api/servers/" + id + "/logs?tail=1").text("logs")).isEqualTo("two");
    assertThat(admin.get("/api/servers/" + id + "/logs").text("logs")).isEqualTo("one\ntwo");
    assertThat(admin.get("/servers/" + id + "/logs").body()).isEqualTo("\"one\\ntwo\"");
    assertThat(admin.get("/servers/" + id + "/players").body())
        .isEqualTo("{\"current\":0,\"max\":0,\"online\":false}");
    platform
        .sql()
        .sql(
            """
            INSERT INTO server_samples VALUES (?, now(), 500, 134217728, 3, 20, 0, 0)
            """)
        .param(id)
        .update();
    var samples = admin.get("/api/servers/" + id + "/samples");
    assertThat(samples.json().get(0).path("cpu_percent").asDouble()).isEqualTo(50.0);
    assertThat(samples.json().get(0).path("players_online").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @Tag("S-10")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"friendly_name\":\"\",\"game_image_id\":\"lobby\"}|422|friendly_name",
        "{\"game_image_id\":\"lobby\"}|422|friendly_name",
        "{\"friendly_name\":\"a\\u0000b\",\"game_image_id\":\"lobby\"}|422|control characters",
        "{\"friendly_name\":\"a\\ud800b\",\"game_image_id\":\"lobby\"}|422|control characters",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"public_port\":70000}|422|65535",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"public_port\":1.5}|400|whole number",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"idle_minutes\":-1}|422|idle_minutes",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"allowed_players\":[\"a b\"]}|422|letters",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"allowed_players\":[null]}|422|null",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"env_vars\":{\"LD_PRELOAD\":\"x\"}}|422|env_vars.LD_PRELOAD: reserved",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"tags\":[\"\"]}|422|must be 1 to 32",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"auto_slep\":true}|400|auto_slep",
        "{\"friendly_name\":\"x\",\"game_image_id\":\"nope\"}|404|Game image not found",
        "[]|400|expected",
        "null|400|expected",
        "{|400|JSON",
        "{\"friendly_name\":{\"a\":1},\"game_image_id\":\"lobby\"}|400|friendly_name",
      })
  void badInputIsRefusedAndSaysWhatWasExpected(String body, int status, String hint) {
    var refused = admin.post("/api/servers", body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(status);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.text("detail")).contains(hint);
  }

  @Test
  @Tag("S-09")
  void whatCannotBeTakenApartIs4xx() {
    assertThat(admin.get("/api/servers?=1").status()).isBetween(200, 400);
    assertThat(admin.get("/api/servers/nope/logs?=1").status()).isEqualTo(400);
    assertThat(admin.send("POST", "/auth/login", "multipart/form-data", "x").status())
        .isBetween(400, 415);
    assertThat(
            admin
                .send("POST", "/servers/create", "application/x-www-form-urlencoded", "=1&a=%zz")
                .status())
        .isBetween(400, 422);
    assertThat(admin.send("POST", "/api/servers", "text/plain", "x").status()).isEqualTo(415);
  }

  @Test
  @Tag("S-10")
  void hugeInputIsRefusedBeforeItIsRead() {
    var name = "x".repeat(100_000);
    assertThat(admin.post("/api/servers", body(name)).status()).isEqualTo(413);
    assertThat(admin.post("/api/servers", body("x".repeat(65))).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/servers/nope",
        "/api/servers/%00",
        "/api/servers/..%2f..%2fetc",
        "/api/servers/" + "a",
        "/api/servers/nope/logs",
        "/api/servers/nope/events",
        "/api/servers/nope/samples",
        "/api/servers/nope/logs/stream",
        "/api/nothing",
      })
  void whatIsNotThereIs4xx(String path) {
    assertThat(admin.get(path).status()).as(path).isBetween(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/logs?tail=0", "/logs?tail=1001", "/logs?tail=x", "/samples?since=yesterday"})
  void badParametersAre4xx(String query) {
    var id = make("Asked badly");
    var refused = admin.get("/api/servers/" + id + query);
    assertThat(refused.status()).isBetween(400, 422);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
  }

  private String make(String name) {
    var made = admin.post("/api/servers", body(name));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return made.text("id");
  }

  private void awaitState(String id, String state) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> admin.get("/api/servers/" + id).text("state").equals(state));
  }

  private static String body(String name) {
    return "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\",\"auto_sleep\":true}"
        .formatted(name);
  }
}
