package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The door of foreign proxies.
@Tag("S-07")
final class WebhookIT {
  private static final String WAKE = "/api/webhook/wake";

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();
  private final Http stranger = platform.stranger();

  @Test
  void aTokenWakesItsOwnServerAndNoOther() {
    var first = make("Hooked");
    var second = make("Not hooked");
    var token = token(first);
    var other = token(second);
    assertThat(stranger.post(WAKE, body(second, token)).status()).isEqualTo(400);
    assertThat(stranger.post(WAKE, body(second, token)).text("detail")).isEqualTo("Wake failed");
    var woken = stranger.post(WAKE, body(first, token));
    assertThat(woken.status()).isEqualTo(200);
    assertThat(woken.text("status")).isEqualTo("ok");
    assertThat(woken.text("message")).isEqualTo("Wake signal received");
    assertThat(stranger.post(WAKE, body(second, other)).status()).isEqualTo(200);
  }

  @Test
  void itMayDoNothingElse() {
    var id = make("Narrow");
    var asPerson = stranger.with("Authorization", "Bearer " + token(id));
    assertThat(asPerson.get("/api/servers").status()).isEqualTo(401);
    assertThat(asPerson.get("/api/proxy/routes").status()).isEqualTo(401);
  }

  @Test
  void aNewTokenEndsTheOneBefore() {
    var id = make("Rotated");
    var before = token(id);
    var after = token(id);
    assertThat(stranger.post(WAKE, body(id, before)).status()).isEqualTo(400);
    assertThat(stranger.post(WAKE, body(id, after)).status()).isEqualTo(200);
  }

  @Test
  void everyRefusalReadsTheSame() {
    var id = make("Quiet");
    var wrong = stranger.post(WAKE, body(id, "wrong"));
    var unknown = stranger.post(WAKE, body("nope2345", "wrong"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    var number = stranger.post(WAKE, "{\"server_id\":7,\"token\":\"x\"}");
    assertThat(number.body()).as("older clients send numbers").isEqualTo(wrong.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{",
        "[]",
        "{\"server_id\":\"a\"}",
        "{\"token\":\"a\"}",
        "{\"server_id\":null,\"token\":\"a\"}",
        "{\"server_id\":{},\"token\":\"a\"}",
        "{\"server_id\":\"a\\u0000\",\"token\":\"a\"}",
        "{\"server_id\":\"a\",\"token\":\"\"}",
      })
  void whatIsMalformedIs422(String body) {
    assertThat(stranger.post(WAKE, body).status()).isEqualTo(422);
  }

  private String token(String id) {
    return admin.post("/api/servers/" + id + "/webhook-token", "").text("token");
  }

  private String make(String name) {
    return admin
        .post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\"}".formatted(name))
        .text("id");
  }

  private static String body(String id, String token) {
    return "{\"server_id\":\"%s\",\"token\":\"%s\"}".formatted(id, token);
  }
}
