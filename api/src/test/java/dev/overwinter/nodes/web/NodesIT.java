package dev.overwinter.nodes.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How machines become nodes, and what nodes may do.
@Tag("S-08")
final class NodesIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();
  private final Http stranger = platform.stranger();

  /// Nobody works for the nodes of these tests: no other test's server must be placed there.
  @AfterEach
  void retireThem() {
    for (var node : admin.get("/api/nodes").json()) {
      if (!node.path("id").asText().equals("local")) {
        assertThat(admin.delete("/api/nodes/" + node.path("id").asText()).status()).isIn(200, 404);
      }
    }
  }

  @Test
  void aMachineJoinsWithASingleUseToken() {
    var invitation = admin.post("/api/nodes/tokens", "{}");
    var token = invitation.text("token");
    assertThat(invitation.text("command")).startsWith("./overwinter join http://play.example.org");
    assertThat(invitation.text("command")).endsWith(" " + token);
    assertThat(Instant.parse(invitation.text("expires_at")))
        .isBetween(Instant.now().plusSeconds(1700), Instant.now().plusSeconds(1900));

    var welcome = join(token, "attic");
    assertThat(welcome.status()).as(welcome.body()).isEqualTo(200);
    assertThat(welcome.text("node")).isEqualTo("attic");
    for (var field :
        new String[] {
          "temporal_target",
          "temporal_namespace",
          "proxy_token",
          "telemetry_token",
          "installation",
          "seal_key",
          "api_url"
        }) {
      assertThat(welcome.text(field)).as(field).isNotBlank();
    }
    await().until(() -> node("attic").path("state").asText().equals("UNKNOWN"));
    assertThat(node("attic").path("region").asText()).isEqualTo("home");
    assertThat(node("attic").path("host").asText()).isEqualTo("10.1.2.3");

    var other = join(token, "cellar");
    assertThat(other.status()).isEqualTo(410);
    assertThat(other.text("detail")).contains("was used at", "make another").doesNotContain(token);

    platform.hear("attic", new Capacity(8L << 30, 4_000, 100));
    await().until(() -> node("attic").path("state").asText().equals("ONLINE"));
    assertThat(node("attic").path("memory").path("offered").asLong()).isEqualTo(8L << 30);
    assertThat(node("attic").path("cpu").path("offered").asLong()).isEqualTo(16_000);
  }

  @Test
  void aLostAnswerIsAskedForAgainUntilItWasUsed() {
    var token = token();
    var lost = join(token, "garage");
    var again = join(token, "garage");
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(report(lost.text("telemetry_token"), "{}").status())
        .as("what was lost is worth nothing")
        .isEqualTo(401);
    assertThat(report(again.text("telemetry_token"), "{}").status()).isEqualTo(200);
    assertThat(join(token, "garage").status()).as("it has arrived").isEqualTo(410);
  }

  @Test
  void ofManyMachinesWithOneTokenOneJoins() throws Exception {
    var token = token();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          threads.invokeAll(
              IntStream.range(0, 8)
                  .<Callable<Integer>>mapToObj(i -> () -> join(token, "racer-" + i).status())
                  .toList());
      var statuses = all.stream().map(done -> done.resultNow()).toList();
      assertThat(statuses).containsOnlyOnce(200).doesNotContain(500);
      assertThat(statuses.stream().filter(status -> status == 410)).hasSize(7);
    }
  }

  @Test
  void aTokenEndsAndANameIsGivenOnce() {
    var ended = token();
    platform
        .sql()
        .sql(
            "UPDATE join_tokens SET expires_at = now() - interval '1 second' WHERE used_at IS NULL")
        .update();
    assertThat(join(ended, "late").status()).isEqualTo(410);
    assertThat(join("guessed", "late").status()).isEqualTo(403);
    assertThat(join("", "late").status()).isEqualTo(422);
    assertThat(join(token(), "No Name").status()).isEqualTo(422);

    var token = token();
    var taken = join(token, "local");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text("detail")).contains("--name", "still good");
    assertThat(join(token, "not-local").status()).isEqualTo(200);
  }

  @Test
  void noSecretOfANodeIsKeptReadable() {
    var token = token();
    var welcome = join(token, "secretive");
    var kept =
        platform
            .sql()
            .sql(
                """
                SELECT string_agg(t::text, ' ') || (SELECT string_agg(m::text, ' ') FROM node_members m)
                  FROM join_tokens t
                """)
            .query(String.class)
            .single();
    assertThat(kept)
        .doesNotContain(token, welcome.text("proxy_token"), welcome.text("telemetry_token"));
  }

  @Test
  @Tag("S-07")
  void aNodesTokenIsGoodForThatNodeAlone() {
    var welcome = join(token(), "narrow");
    var proxy = stranger.with("Authorization", "Bearer " + welcome.text("proxy_token"));
    var foreign = make("Elsewhere");

    var routes = proxy.get("/api/proxy/routes?after=0");
    assertThat(routes.status()).isEqualTo(200);
    assertThat(routes.json().path("upserts")).isEmpty();
    assertThat(routes.body()).doesNotContain(foreign);
    assertThat(proxy.get("/api/proxy/routes?after=0&node=narrow").status()).isEqualTo(200);
    assertThat(proxy.get("/api/proxy/routes?after=0&node=local").status()).isEqualTo(403);
    for (var path : new String[] {"/api/servers", "/api/nodes", "/api/nodes/telemetry/lines/x"}) {
      assertThat(proxy.get(path).status()).as(path).isEqualTo(401);
    }

    var told =
        report(
            welcome.text("telemetry_token"),
            "{\"logs\":[{\"server_id\":\"%s\",\"at_nanos\":1,\"line\":\"forged\"}]}"
                .formatted(foreign));
    assertThat(told.json().path("kept").asInt()).isZero();
    assertThat(told.json().path("ignored").asInt()).isEqualTo(1);
    assertThat(admin.get("/api/servers/" + foreign + "/logs").body()).doesNotContain("forged");
    assertThat(
            stranger
                .with("Authorization", "Bearer " + welcome.text("telemetry_token"))
                .get("/api/servers")
                .status())
        .isEqualTo(401);
  }

  @Test
  void whatANodeReportsIsShown() {
    // The worker of the tests is the node "local"; its keys are those of a member.
    platform
        .sql()
        .sql(
            "INSERT INTO node_members (node, host, joined_at) VALUES ('local', '', now())"
                + " ON CONFLICT DO NOTHING")
        .update();
    var token = "telemetry-of-local";
    platform
        .sql()
        .sql("UPDATE node_members SET telemetry_hash = sha256(?::bytea) WHERE node = 'local'")
        .param(token)
        .update();
    var id = make("Reported");
    var now = Instant.now();
    var body =
        """
        {"samples":[{"server_id":"%1$s","at":"%2$s","cpu_milli":250,"memory_bytes":1048576,
                     "players_online":null,"players_max":null,"rx_bytes":1,"tx_bytes":2},
                    {"server_id":"%1$s","at":"2001-01-01T00:00:00Z","cpu_milli":1,"memory_bytes":1,
                     "rx_bytes":0,"tx_bytes":0}],
         "logs":[{"server_id":"%1$s","at_nanos":7,"line":"from afar"}],
         "progress":[{"server_id":"%1$s","step":"image","percent":40,"detail":"layer 2 of 5",
                      "at":"%2$s"}]}
        """
            .formatted(id, now);
    assertThat(report(token, body).json().path("kept").asInt()).isEqualTo(3);
    assertThat(report(token, body).status()).as("repeated").isEqualTo(200);
    assertThat(admin.get("/api/servers/" + id + "/samples").json()).hasSize(1);
    assertThat(admin.get("/api/servers/" + id + "/logs").text("logs")).isEqualTo("from afar");
    var server = admin.get("/api/servers/" + id).json();
    assertThat(server.path("progress").path("percent").asInt()).isEqualTo(40);
    var page =
        stranger
            .with("Cookie", "access_token=" + platform.token())
            .with("Accept", "text/html")
            .get("/servers/" + id);
    assertThat(page.body()).contains("<progress", "value=\"40\"", "layer 2 of 5");
    var newest =
        stranger.with("Authorization", "Bearer " + token).get("/api/nodes/telemetry/lines/" + id);
    assertThat(newest.json().path("at_nanos").asLong()).isEqualTo(7);

    var over =
        "{\"progress\":[{\"server_id\":\"%s\",\"step\":\"\",\"at\":\"%s\"}]}".formatted(id, now);
    assertThat(report(token, over).status()).isEqualTo(200);
    assertThat(admin.get("/api/servers/" + id).json().has("progress")).isFalse();
    assertThat(report(token, "{\"logs\":[{\"server_id\":\"a\",\"line\":\"x\"}]}").status())
        .isBetween(200, 422);
    assertThat(report(token, " ".repeat(1_100_000)).status()).isEqualTo(413);
  }

  @Test
  void maintenanceSettingsAndRetirement() {
    join(token(), "shed");
    platform.hear("shed", new Capacity(4L << 30, 2_000, 50));
    await().until(() -> node("shed").path("state").asText().equals("ONLINE"));

    assertThat(admin.post("/api/nodes/shed/drain", "").text("state")).isEqualTo("DRAINING");
    await().until(() -> node("shed").path("state").asText().equals("DRAINING"));
    assertThat(admin.post("/api/nodes/shed/undrain", "").text("state")).isEqualTo("ONLINE");

    var changed =
        admin.patch("/api/nodes/shed", "{\"memory_percent\":150,\"tags\":[\"ssd\",\"fast\"]}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    await().until(() -> node("shed").path("memory_percent").asInt() == 150);
    assertThat(node("shed").path("memory").path("offered").asLong()).isEqualTo(6L << 30);
    assertThat(node("shed").path("tags")).hasSize(2);
    assertThat(node("shed").path("region").asText()).as("not named").isEqualTo("home");
    assertThat(admin.patch("/api/nodes/shed", "{\"cpu_percent\":0}").status()).isEqualTo(422);

    assertThat(admin.delete("/api/nodes/shed").status()).isEqualTo(200);
    await().until(() -> node("shed").path("state").asText().equals("RETIRED"));
    assertThat(admin.post("/api/nodes/nope/drain", "").status()).isEqualTo(404);
  }

  @Test
  void onlyAdminsSeeNodes() {
    for (var path : new String[] {"/api/nodes", "/api/nodes/local"}) {
      assertThat(stranger.get(path).status()).isEqualTo(401);
      assertThat(admin.get(path).status()).isEqualTo(200);
    }
    assertThat(stranger.post("/api/nodes/tokens", "{}").status()).isIn(401, 403);
    var browser =
        stranger.with("Cookie", "access_token=" + platform.token()).with("Accept", "text/html");
    assertThat(browser.get("/nodes").body().strip()).contains("local").endsWith("</html>");
  }

  private String token() {
    return admin.post("/api/nodes/tokens", "{\"minutes\":5}").text("token");
  }

  private Http.Answer join(String token, String name) {
    return stranger.post(
        "/api/nodes/join",
        """
        {"token":"%s","name":"%s","region":"home","tags":["ssd"],
         "facts":{"memory_bytes":1,"milli_cpus":1,"docker_version":"28","ports":"20000-20999",
                  "host":"10.1.2.3"}}
        """
            .formatted(token, name));
  }

  private Http.Answer report(String token, String body) {
    return stranger.with("Authorization", "Bearer " + token).post("/api/nodes/telemetry", body);
  }

  private JsonNode node(String id) {
    return admin.get("/api/nodes/" + id).json();
  }

  private String make(String name) {
    var made =
        admin.post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\",\"node\":\"local\"}"
                .formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(10)).until(() -> !made.text("public_port").isEmpty());
    return made.text("id");
  }
}
