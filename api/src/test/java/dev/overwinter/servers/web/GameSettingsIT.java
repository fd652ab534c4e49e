package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The settings of games: what they are, how they are checked, and that secrets stay secret.
final class GameSettingsIT {
  private static final String PASSWORD = "open-sesame-4711";

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void theCatalogueSaysWhatAGameNeeds() {
    var valheim = game("valheim");
    assertThat(valheim.path("name").asText()).isEqualTo("Valheim");
    assertThat(valheim.path("ports"))
        .extracting(port -> port.path("transport").asText() + port.path("port").asInt())
        .containsExactly("udp2456", "udp2457");
    assertThat(valheim.path("resources").path("memory_bytes").asLong()).isEqualTo(4L << 30);
    assertThat(valheim.path("price_class").asText()).isEqualTo("large");
    assertThat(valheim.path("variables"))
        .anySatisfy(variable -> {
          assertThat(variable.path("name").asText()).isEqualTo("SERVER_PASS");
          assertThat(variable.path("secret").asBoolean()).isTrue();
          assertThat(variable.path("required").asBoolean()).isTrue();
          assertThat(variable.path("default").asText()).isEmpty();
        });
    assertThat(admin.get("/api/game-images").body()).isEqualTo(admin.get("/api/games").body());
  }

  @Test
  @Tag("S-10")
  void aSecretIsSealedBeforeItIsKeptAndNeverShown() throws IOException {
    var key = UUID.randomUUID().toString();
    var made = admin.with("Idempotency-Key", key).post("/api/servers", valheim(PASSWORD));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var id = made.text("id");
    assertThat(made.json().path("env_vars").path("SERVER_PASS").asText()).isEqualTo("********");
    assertThat(made.json().path("env_vars").path("SERVER_NAME").asText()).isEqualTo("Midgard");
    assertThat(made.json().path("ports"))
        .extracting(port -> port.path("public_port").asInt())
        .containsExactly(port(made), port(made) + 1);

    var asked = Objects.requireNonNull(platform.node.last);
    var sealed = Objects.requireNonNull(asked.template().environment().get("SERVER_PASS"));
    assertThat(Seal.isSealed(sealed)).isTrue();
    var seal = new Seal(Base64.getDecoder().decode(new Secrets(platform.secrets()).sealKey(null)));
    assertThat(seal.open(asked.serverId(), sealed)).isEqualTo(PASSWORD);
    assertThat(Files.getPosixFilePermissions(platform.secrets().resolve("seal-key"))).hasSize(2);

    var kept =
        platform
            .sql()
            .sql(
                """
                SELECT (SELECT string_agg(r::text, ' ') FROM server_requests r)
                    || (SELECT string_agg(s::text, ' ') FROM servers s)
                    || (SELECT string_agg(e::text, ' ') FROM server_events e)
                """)
            .query(String.class)
            .single();
    assertThat(kept).contains(id).doesNotContain(PASSWORD);
    var browser =
        platform
            .stranger()
            .with("Cookie", "access_token=" + platform.token())
            .with("Accept", "text/html");
    assertThat(browser.get("/servers/" + id).body())
        .contains("********", "Midgard")
        .doesNotContain(PASSWORD);
    assertThat(admin.get("/api/servers").body()).doesNotContain(PASSWORD, "sealed:");

    var again = admin.with("Idempotency-Key", key).post("/api/servers", valheim(PASSWORD));
    assertThat(again.text("id")).isEqualTo(id);
    var other = admin.with("Idempotency-Key", key).post("/api/servers", valheim("another-one"));
    assertThat(other.status()).isEqualTo(422);
  }

  @ParameterizedTest
  @Tag("S-10")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|env_vars.SERVER_PASS|missing",
        "{\"SERVER_PASS\":\"abc\"}|env_vars.SERVER_PASS|5 to 64",
        "{\"SERVER_PASS\":\"abcde\\nfghij\"}|env_vars.SERVER_PASS|one line",
        "{\"SERVER_PASS\":\"sealed:v1:AAAA\"}|env_vars.SERVER_PASS|text",
        "{\"SERVER_PASS\":{\"a\":1}}|env_vars.SERVER_PASS|text",
        "{\"SERVER_PASS\":\"abcdef\",\"SERVER_PUBLIC\":\"perhaps\"}|env_vars.SERVER_PUBLIC|one of",
        "{\"SERVER_PASS\":\"abcdef\",\"NOPE\":\"1\"}|env_vars.NOPE|unknown",
        "{\"SERVER_PASS\":\"abcdef\",\"SERVER_ID\":\"1\"}|env_vars.SERVER_ID|reserved",
        "{\"SERVER_PASS\":\"abcdef\",\"LD_PRELOAD\":\"/x\"}|env_vars.LD_PRELOAD|reserved",
        "{\"SERVER_PASS\":\"abcdef\",\"RCON_PASSWORD\":\"x\"}|env_vars.RCON_PASSWORD|reserved",
        "{\"SERVER_PASS\":\"abcdef\",\"JAVA_TOOL_OPTIONS\":\"x\"}|env_vars.JAVA_TOOL_OPTIONS|reserved",
      })
  void aWrongSettingIsNamed(String settings, String field, String hint) {
    var refused =
        admin.post(
            "/api/servers",
            "{\"friendly_name\":\"x\",\"game_image_id\":\"valheim\",\"env_vars\":%s}"
                .formatted(settings));
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.json().path("errors"))
        .anySatisfy(error -> {
          assertThat(error.path("field").asText()).isEqualTo(field);
          assertThat(error.path("expected").asText()).contains(hint);
        });
  }

  @Test
  void aLicenceIsAcceptedByWhoeverCreates() {
    var body = "{\"friendly_name\":\"x\",\"game_image_id\":\"minecraft-java\",\"env_vars\":%s}";
    var silent = admin.post("/api/servers", body.formatted("{}"));
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.text("detail")).contains("EULA");
    var said = admin.post("/api/servers", body.formatted("{\"EULA\":\"TRUE\",\"MAX_PLAYERS\":7}"));
    assertThat(said.status()).as(said.body()).isEqualTo(200);
    assertThat(said.json().path("env_vars").path("MAX_PLAYERS").asText()).isEqualTo("7");
  }

  @Test
  @Tag("P-14")
  void theFeedShowsEveryDoorAndWhetherTheGameIsListedAsleep() throws IOException {
    var made = admin.post("/api/servers", valheim(PASSWORD));
    var luanti =
        admin.post("/api/servers", "{\"friendly_name\":\"L\",\"game_image_id\":\"luanti\"}");
    var token = Files.readString(platform.secrets().resolve("proxy-token")).strip();
    var routes =
        platform
            .stranger()
            .with("Authorization", "Bearer " + token)
            .get("/api/proxy/routes?after=0&node=local")
            .json();
    var route = route(routes, made.text("id"));
    assertThat(route.path("node").asText()).isEqualTo("local");
    assertThat(route.path("silentAsleep").asBoolean()).isFalse();
    assertThat(route.path("doors")).hasSize(2);
    var query = route.path("doors").get(1);
    assertThat(query.path("name").asText()).isEqualTo("query");
    assertThat(query.path("protocol").asText()).isEqualTo("SOURCE");
    assertThat(query.path("outside").asInt()).isEqualTo(port(made) + 1);
    assertThat(query.path("inside").asInt()).isEqualTo(2457);
    assertThat(route.path("doors").get(0).path("joins").path("minBytes").asInt()).isEqualTo(512);
    assertThat(route(routes, luanti.text("id")).path("silentAsleep").asBoolean()).isTrue();
  }

  @Test
  void aNodeOrARegionMayBeAskedFor() {
    var body = "{\"friendly_name\":\"x\",\"game_image_id\":\"lobby\",\"%s\":\"%s\"}";
    assertThat(admin.post("/api/servers", body.formatted("node", "local")).text("node"))
        .isEqualTo("local");
    var unknown = admin.post("/api/servers", body.formatted("node", "nowhere"));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.text("detail")).contains("node: unknown");
    var region = admin.post("/api/servers", body.formatted("region", "moon"));
    assertThat(region.status()).isEqualTo(409);
    assertThat(region.text("detail")).contains("not in region moon");
  }

  @Test
  @Tag("S-13")
  void adminsReadWhatIsWrongWithTheCatalogue() {
    var report = admin.get("/api/catalogue/problems");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.json().path("problems")).isEmpty();
    assertThat(report.json().path("entries").asInt()).isGreaterThanOrEqualTo(10);
    assertThat(admin.post("/api/catalogue/reload", "").status()).isEqualTo(200);
    assertThat(platform.stranger().get("/api/catalogue/problems").status()).isEqualTo(401);
    await()
        .untilAsserted(() ->
            assertThat(platform.stranger().get("/actuator/prometheus").body())
                .contains("overwinter_catalogue_entries{", "overwinter_catalogue_problems{"));
  }

  private static String valheim(String password) {
    return """
    {"friendly_name":"Odin's hall","game_image_id":"valheim","node":"local",
     "env_vars":{"SERVER_NAME":"Midgard","SERVER_PASS":"%s"}}
    """
        .formatted(password);
  }

  private JsonNode game(String id) {
    for (var game : admin.get("/api/games").json()) {
      if (game.path("id").asText().equals(id)) {
        return game;
      }
    }
    throw new AssertionError("no game " + id);
  }

  private static JsonNode route(JsonNode routes, String id) {
    for (var route : routes.path("upserts")) {
      if (route.path("id").asText().equals(id)) {
        return route;
      }
    }
    throw new AssertionError("no route of " + id);
  }

  private static int port(Http.Answer made) {
    return made.json().path("public_port").asInt();
  }
}
