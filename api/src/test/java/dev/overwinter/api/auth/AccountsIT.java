package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in.
final class AccountsIT {
  private final Platform platform = Platform.shared();
  private final Http stranger = platform.stranger();

  @Test
  @Tag("S-01")
  void theFirstAdminChoosesAPasswordBeforeAnythingElse() throws IOException {
    var file = platform.secrets().resolve("admin-password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var oneTime = Files.readString(file).strip();
    var login = login("admin", oneTime);
    assertThat(login.json().path("password_change_required").asBoolean()).isTrue();
    var held = bearer(login.text("access_token"));
    assertThat(held.get("/api/servers").status()).isEqualTo(403);
    assertThat(held.with("Accept", "text/html").get("/servers").header("Location"))
        .isEqualTo("/auth/password");
    assertThat(change(held, oneTime, "short").status()).isEqualTo(422);
    assertThat(change(held, "wrong", "long enough now").status()).isEqualTo(403);

    var changed = change(held, oneTime, "long enough now");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    var free = bearer(changed.text("access_token"));
    assertThat(free.get("/api/servers").status()).isEqualTo(200);
    assertThat(file).as("the one-time password is gone").doesNotExist();
    assertThat(held.get("/api/me").status()).as("older tokens are dead").isEqualTo(401);
    assertThat(login("admin", oneTime).status()).isEqualTo(401);

    logoutIsFinal();
  }

  private void logoutIsFinal() {
    var mine = bearer(login("admin", "long enough now").text("access_token"));
    assertThat(mine.get("/api/me").text("username")).isEqualTo("admin");
    assertThat(mine.post("/auth/logout", "").text("detail")).isEqualTo("Logged out");
    assertThat(mine.get("/api/me").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @Tag("S-01")
  @ValueSource(strings = {"secret", "your-secret-key", "change-me-0123456789-0123456789-01", ""})
  void aTokenOfAnotherKeyIsRefused(String guess) {
    var key = new byte[32];
    var bytes = guess.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, key, 0, Math.min(32, bytes.length));
    var forged = new TokenSigner(key, Clock.systemUTC()).local(Duration.ofHours(1)).text();
    assertThat(bearer(forged).get("/api/servers").status()).isEqualTo(401);
    var cookie = stranger.with("Cookie", "access_token=" + forged).with("Accept", "text/html");
    assertThat(cookie.get("/servers").header("Location")).startsWith("/auth/login");
  }

  @Test
  @Tag("S-01")
  void aTokenWithoutASignatureIsRefused() {
    var parts = platform.token().split("\\.", -1);
    var none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(bearer(none + "." + parts[1] + ".").get("/api/me").status()).isEqualTo(401);
    assertThat(bearer(parts[0] + "." + parts[1] + ".AAAA").get("/api/me").status()).isEqualTo(401);
    assertThat(bearer("x").get("/api/me").status()).isEqualTo(401);
    assertThat(stranger.get("/api/me").status()).isEqualTo(401);
    assertThat(bearer(platform.token()).get("/api/me").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @Tag("S-02")
  @ValueSource(strings = {"/auth/dev-login", "/auth/mock-login"})
  void thereIsNoBackDoor(String path) {
    assertThat(platform.admin().post(path, "{}").status()).isEqualTo(404);
    assertThat(stranger.post(path, "{}").status()).isIn(401, 403, 404);
  }

  @Test
  @Tag("S-11")
  @Tag("S-06")
  void guessingIsThrottledWhateverAddressIsClaimed() {
    int last = 0;
    for (int guess = 0; guess < 7; guess++) {
      last =
          stranger
              .with("X-Forwarded-For", "10.1.2." + guess)
              .post("/auth/login", "{\"username\":\"victim\",\"password\":\"guess\"}")
              .status();
    }
    assertThat(last).isEqualTo(429);
    var told = stranger.post("/auth/login", "{\"username\":\"victim\",\"password\":\"x\"}");
    assertThat(Integer.parseInt(told.header("Retry-After"))).isBetween(1, 901);
  }

  @Test
  @Tag("S-10")
  void aNameThatIsNoTextIsAWrongName() {
    var odd = "{\"username\":\"a\\u0000b\",\"password\":\"a\\u0000b\"}";
    assertThat(stranger.post("/auth/login", odd).status()).isEqualTo(401);
    var form = new Browser(platform.url());
    var answer =
        form.form("/auth/login", "/auth/login", Map.of("username", "a\0b", "password", "whatever"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(form.form("/auth/login", "/invite/nobody-made-it", Map.of()).statusCode())
        .isEqualTo(404);
  }

  @Test
  @Tag("S-11")
  @Tag("S-06")
  void everyChangeHasActorTargetAndResult() {
    var admin = platform.admin().with("X-Forwarded-For", "10.9.9.9");
    var id =
        admin
            .post("/api/servers", "{\"friendly_name\":\"Audited\",\"game_image_id\":\"lobby\"}")
            .text("id");
    assertThat(admin.post("/api/servers/" + id + "/wake", "").status()).isEqualTo(200);
    assertThat(admin.post("/api/servers/nope/wake", "").status()).isEqualTo(404);
    var entries =
        platform
            .sql()
            .sql("SELECT actor, address, action, target, result FROM audit WHERE target IN (?, ?)")
            .params(id, "nope")
            .query((row, _) ->
                row.getString("actor")
                    + " "
                    + row.getString("address")
                    + " "
                    + row.getString("action")
                    + " "
                    + row.getString("target")
                    + " "
                    + row.getInt("result"))
            .list();
    assertThat(entries)
        .contains(
            "admin 127.0.0.1 POST /api/servers " + id + " 200",
            "admin 127.0.0.1 POST /api/servers/{id}/wake " + id + " 200",
            "admin 127.0.0.1 POST /api/servers/{id}/wake nope 404");
  }

  @Test
  void aBrowserIsSentToTheLoginAndAProgramIsTold() {
    var page = stranger.with("Accept", "text/html").get("/servers");
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.header("Location")).isEqualTo("/auth/login?next=%2Fservers");
    var program = stranger.get("/api/servers");
    assertThat(program.status()).isEqualTo(401);
    assertThat(program.header("Content-Type")).startsWith("application/problem+json");
    assertThat(program.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  @Tag("S-04")
  void aFormOfAnotherSiteIsRefused() {
    var session = stranger.with("Cookie", "access_token=" + platform.token());
    var fields = Map.of("friendly_name", "Forged", "game_image_id", "lobby");
    var forged = session.with("Origin", "https://evil.example").form("/servers/create", fields);
    assertThat(forged.status()).isEqualTo(403);
    assertThat(session.post("/api/servers", "{}").status()).as("cookie alone").isEqualTo(403);
    assertThat(stranger.form("/auth/login", Map.of("username", "a", "password", "b")).status())
        .isEqualTo(403);
  }

  private Http.Answer login(String name, String password) {
    return stranger.post(
        "/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
  }

  private static Http.Answer change(Http client, String current, String chosen) {
    return client.post(
        "/auth/password",
        "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(current, chosen));
  }

  private Http bearer(String token) {
    return stranger.with("Authorization", "Bearer " + token);
  }
}
