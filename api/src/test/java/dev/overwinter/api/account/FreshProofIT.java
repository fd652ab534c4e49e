package dev.overwinter.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whoever has found somebody else's login has it for as long as it lasts, and no longer.
final class FreshProofIT {
  private static final Platform PLATFORM = Platform.shared();
  private static final String KEY = "{\"name\":\"kept\",\"scopes\":[\"read\"]}";

  /// All tests are one caller: what fails on purpose here must not hold up others.
  @AfterEach
  void forget() {
    var _ = PLATFORM.sql().sql("DELETE FROM login_tries").update();
  }

  @ParameterizedTest
  @Tag("S-01")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/account/keys             | {"name":"kept","scopes":["read"]}
          /api/account/codes            | {}
          /api/account/codes/confirm    | {"code":"123456"}
          /api/account/passkeys/options | {}
          /api/account/passkeys         | {}
          """)
  void whatWouldOutliveALoginAsksForAFreshProof(String path, String body) {
    var name = "found-" + Math.floorMod(path.hashCode(), 100_000);
    var thief = PLATFORM.player(name);
    assertThat(thief.post(path, body).text("code")).as("fresh").isNotEqualTo("PROOF_REQUIRED");
    age(name);
    var refused = thief.post(path, body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("PROOF_REQUIRED");
    assertThat(prove(thief, "a guess").status()).isEqualTo(403);
    assertThat(thief.post(path, body).text("code")).isEqualTo("PROOF_REQUIRED");
    assertThat(prove(thief, Platform.password(name)).status()).isEqualTo(204);
    assertThat(thief.post(path, body).text("code")).as("proved").isNotEqualTo("PROOF_REQUIRED");
  }

  @Test
  @Tag("S-01")
  void aRenewalIsNoProofAndALoginIs() {
    PLATFORM.account("renewer");
    var login = PLATFORM.login("renewer");
    age("renewer");
    var renewed =
        PLATFORM
            .stranger()
            .post("/auth/refresh", "{\"refresh_token\":\"" + login.text("refresh_token") + "\"}")
            .text("access_token");
    var later = PLATFORM.stranger().with("Authorization", "Bearer " + renewed);
    assertThat(later.post("/api/account/keys", KEY).text("code")).isEqualTo("PROOF_REQUIRED");
    assertThat(PLATFORM.as("renewer").post("/api/account/keys", KEY).status()).isEqualTo(200);
  }

  @Test
  @Tag("S-01")
  void aFirstPasswordIsNotChosenByWhoeverHasFoundTheLogin() {
    var found = PLATFORM.player("passwordless");
    update("UPDATE accounts SET password_hash = '' WHERE name = ?", "passwordless");
    age("passwordless");
    var chosen = "{\"current_password\":\"any\",\"new_password\":\"chosen by a thief\"}";
    var refused = found.post("/auth/password", chosen);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("PROOF_REQUIRED");
    update("UPDATE logins SET proved_at = now() WHERE account_id = 'id-of-' || ?", "passwordless");
    assertThat(found.post("/auth/password", chosen).status()).isEqualTo(200);
  }

  @Test
  @Tag("S-01")
  void anAdminMakesNobodyAnythingAndOpensNobodysAccountWithoutOne() {
    PLATFORM.account("promoted");
    PLATFORM.account("found-admin");
    update("UPDATE accounts SET admin = true WHERE name = ?", "found-admin");
    var admin = PLATFORM.as("found-admin");
    age("found-admin");
    var reset = admin.post("/api/users/id-of-promoted/reset", "");
    assertThat(reset.text("code")).isEqualTo("PROOF_REQUIRED");
    var role = admin.patch("/api/users/id-of-promoted", "{\"role\":\"operator\"}");
    assertThat(role.text("code")).isEqualTo("PROOF_REQUIRED");
    assertThat(admin.patch("/api/users/id-of-promoted", "{\"disabled\":true}").status())
        .as("keeping somebody out does not wait")
        .isEqualTo(204);
    assertThat(prove(admin, Platform.password("found-admin")).status()).isEqualTo(204);
    assertThat(admin.post("/api/users/id-of-promoted/reset", "").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-11")
  void proofsAreNoWayToGuessPasswords() {
    var thief = PLATFORM.player("guessable");
    int last = 0;
    for (int guess = 0; guess < 6; guess++) {
      last = prove(thief, "guess " + guess).status();
    }
    assertThat(last).isEqualTo(429);
  }

  @Test
  void theOneTimePasswordOfTheFirstAdminStaysWhenAnotherAdminChoosesTheirs() throws IOException {
    var file = PLATFORM.secrets().resolve("admin-password");
    boolean there = Files.exists(file);
    if (!there) {
      Files.writeString(file, "as if nobody had used it\n");
    }
    try {
      PLATFORM.account("second-admin");
      update("UPDATE accounts SET admin = true WHERE name = ?", "second-admin");
      var changed =
          PLATFORM
              .as("second-admin")
              .post(
                  "/auth/password",
                  "{\"current_password\":\"%s\",\"new_password\":\"another one\"}"
                      .formatted(Platform.password("second-admin")));
      assertThat(changed.status()).isEqualTo(200);
      assertThat(file).exists();
    } finally {
      if (!there) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @Tag("S-01")
  @CsvSource({"true", "false"})
  void aNewPasswordEndsTheKeysUnlessTheirOwnerKeepsThem(boolean kept) {
    var name = "changer-" + kept;
    var owner = PLATFORM.player(name);
    var key = key(owner);
    var changed =
        owner.post(
            "/auth/password",
            "{\"current_password\":\"%s\",\"new_password\":\"another one\",\"keep_keys\":%s}"
                .formatted(Platform.password(name), kept));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(key.get("/api/me").status()).isEqualTo(kept ? 200 : 401);
  }

  @ParameterizedTest
  @Tag("S-01")
  @CsvSource({"?keep_keys=true, 200", "'', 401"})
  void loggingOutEverywhereEndsTheKeysUnlessTheirOwnerKeepsThem(String how, int then) {
    var owner = PLATFORM.player("ender-" + then);
    var key = key(owner);
    assertThat(owner.post("/auth/logout/everywhere" + how, "").status()).isEqualTo(200);
    assertThat(key.get("/api/me").status()).isEqualTo(then);
  }

  @Test
  @Tag("S-10")
  void ofManyKeysAtOnceNoMoreAreMadeThanOneMayHave() throws InterruptedException {
    var owner = PLATFORM.player("key-hoarder");
    var _ =
        PLATFORM
            .sql()
            .sql(
                "INSERT INTO api_keys (id, account_id, name, hash, scopes, networks, made_at,"
                    + " expires_at) SELECT 'hoard-' || n, 'id-of-key-hoarder', 'n', sha256(('hoard' ||"
                    + " n)::bytea), '{read}', '{}', now(), now() + interval '1 day'"
                    + " FROM generate_series(1, 47) n")
            .update();
    var one = (Callable<Integer>) () -> owner.post("/api/account/keys", KEY).status();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var made =
          crowd.invokeAll(Collections.nCopies(8, one)).stream()
              .map(answer -> answer.resultNow())
              .filter(status -> status == 200)
              .toList();
      assertThat(made).hasSize(3);
    }
  }

  @Test
  @Tag("S-01")
  void aPersonProvesItOnAPageAndGoesOn() {
    PLATFORM.account("returner");
    var browser = new Browser(PLATFORM.url());
    browser.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "returner", "password", Platform.password("returner")));
    assertThat(browser.get("/account").body()).contains("action=\"/account/keys\"");
    assertThat(Browser.location(browser.get("/auth/confirm"))).as("fresh").isEqualTo("/account");
    age("returner");
    assertThat(browser.get("/account").body())
        .contains("/auth/confirm?next=/account")
        .doesNotContain("action=\"/account/keys\"");
    var token =
        browser
            .get("/account")
            .body()
            .replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var late =
        browser.post("/account/keys", Map.of("_csrf", token, "name", "Bot", "scopes", "read"));
    assertThat(late.statusCode()).as("a form from before").isEqualTo(303);
    assertThat(Browser.location(late)).isEqualTo("/auth/confirm?next=/account");
    var page = Browser.location(late);
    var wrong = browser.form(page, "/auth/confirm", Map.of("password", "no", "next", "/account"));
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).contains("not your password");
    var right =
        browser.form(
            page,
            "/auth/confirm",
            Map.of("password", Platform.password("returner"), "next", "//evil.example"));
    assertThat(Browser.location(right)).as("nowhere else").isEqualTo("/account");
    var made = browser.form("/account", "/account/keys", Map.of("name", "Bot", "scopes", "read"));
    assertThat(made.body()).contains("data-copy=\"ow_");
  }

  private static Http key(Http owner) {
    var made = owner.post("/api/account/keys", KEY).text("key");
    var key = PLATFORM.stranger().with("Authorization", "Bearer " + made);
    assertThat(key.get("/api/me").status()).isEqualTo(200);
    return key;
  }

  private static Http.Answer prove(Http client, String password) {
    return client.post("/auth/confirm", "{\"password\":\"" + password + "\"}");
  }

  /// Ten minutes go by.
  private static void age(String name) {
    update(
        "UPDATE logins SET proved_at = now() - interval '11 minutes'"
            + " WHERE account_id = 'id-of-' || ?",
        name);
  }

  private static void update(String sql, String parameter) {
    assertThat(PLATFORM.sql().sql(sql).param(parameter).update()).isPositive();
  }
}
