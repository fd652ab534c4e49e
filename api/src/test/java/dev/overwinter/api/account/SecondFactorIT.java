package dev.overwinter.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A phone beside a password.
final class SecondFactorIT {
  private static final Platform PLATFORM = Platform.shared();
  private final long step = Instant.now().getEpochSecond() / 30;

  /// All tests are one caller: what fails on purpose here must not hold up others.
  @AfterEach
  void forget() {
    var _ = PLATFORM.sql().sql("DELETE FROM login_tries").update();
  }

  @Test
  @Tag("S-11")
  void aPasswordAloneIsNotEnoughAndEveryCodeIsGoodOnce() {
    PLATFORM.account("twofold");
    var owner = PLATFORM.as("twofold");
    var secret = owner.post("/api/account/codes", "").text("secret");
    assertThat(PLATFORM.login("twofold").status()).as("not confirmed yet").isEqualTo(200);
    assertThat(confirm(owner, "000000").status()).isEqualTo(403); // right once in 300,000 runs
    var elsewhere = PLATFORM.as("twofold");
    var confirmed = confirm(owner, code(secret, step));
    assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
    var recovery = confirmed.json().path("recovery_codes");
    assertThat(recovery).hasSize(10);
    assertThat(owner.get("/api/account/codes").json().path("on").asBoolean()).isTrue();
    assertThat(elsewhere.get("/api/me").status()).as("in by the password alone").isEqualTo(401);

    var asked = PLATFORM.login("twofold");
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.text("code")).isEqualTo("SECOND_FACTOR_REQUIRED");
    assertThat(login("twofold", code(secret, step)).status()).as("used up").isEqualTo(401);
    assertThat(login("twofold", code(secret, step + 1)).status()).isEqualTo(200);
    assertThat(login("twofold", code(secret, step + 1)).status()).as("again").isEqualTo(401);
    assertThat(login("twofold", recovery.get(0).asText()).status()).isEqualTo(200);
    assertThat(login("twofold", recovery.get(0).asText()).status()).isEqualTo(401);
    assertThat(owner.get("/api/account/codes").json().path("recovery_codes_left").asInt())
        .isEqualTo(9);
    var rows = PLATFORM.sql().sql("SELECT secret FROM one_time_codes").query(String.class).list();
    assertThat(rows).allSatisfy(row -> assertThat(row).startsWith("sealed:"));

    var _ =
        PLATFORM
            .sql()
            .sql("UPDATE logins SET proved_at = NULL WHERE account_id = 'id-of-twofold'")
            .update();
    var reset = "{\"code\":\"" + recovery.get(2).asText() + "\"}";
    assertThat(owner.post("/auth/confirm", reset).status()).as("a code is a proof").isEqualTo(204);
    assertThat(owner.post("/auth/confirm", reset).status()).as("used up").isEqualTo(403);
    assertThat(owner.post("/api/account/keys", "{\"name\":\"k\",\"scopes\":[\"read\"]}").status())
        .isEqualTo(200);

    var off = "{\"code\":\"" + recovery.get(1).asText().toUpperCase(java.util.Locale.ROOT) + "\"}";
    assertThat(owner.post("/api/account/codes/off", off).status()).isEqualTo(204);
    assertThat(PLATFORM.login("twofold").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-11")
  void guessingCodesIsThrottled() {
    PLATFORM.account("guessed");
    var owner = PLATFORM.as("guessed");
    var secret = owner.post("/api/account/codes", "").text("secret");
    assertThat(confirm(owner, code(secret, step)).status()).isEqualTo(200);
    int last = 0;
    for (int guess = 0; guess < 7; guess++) {
      last = login("guessed", "aaaa-bbbb-cccc").status();
    }
    assertThat(last).isEqualTo(429);
  }

  @Test
  void aPersonTurnsItOnAndLogsInWithThePhone() {
    PLATFORM.account("phoner");
    var browser = new Browser(PLATFORM.url());
    var half = Map.of("username", "phoner", "password", Platform.password("phoner"));
    browser.form("/auth/login", "/auth/login", half);
    assertThat(Browser.location(browser.form("/account", "/account/codes", Map.of())))
        .isEqualTo("/account/codes");
    var page = browser.get("/account/codes").body();
    assertThat(page).contains("<svg class=\"qr\"");
    var secret = page.replaceFirst("(?s).*<code>([A-Z2-7 ]+)</code>.*", "$1").replace(" ", "");
    var on =
        browser.form(
            "/account/codes", "/account/codes/confirm", Map.of("code", code(secret, step)));
    assertThat(on.body()).contains("One-time codes are on");

    var again = new Browser(PLATFORM.url());
    var asked = again.form("/auth/login", "/auth/login", half);
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(again.cookie("access_token")).as("only half in").isEmpty();
    var token = asked.body().replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var sealed = asked.body().replaceFirst("(?s).*name=\"half\" value=\"([^\"]+)\".*", "$1");
    var wrong = again.post("/auth/login/code", Map.of("_csrf", token, "half", sealed, "code", "x"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    var forged =
        again.post("/auth/login/code", Map.of("_csrf", token, "half", "x", "code", "123456"));
    assertThat(forged.statusCode()).isEqualTo(401);
    var in =
        again.post(
            "/auth/login/code",
            Map.of("_csrf", token, "half", sealed, "code", code(secret, step + 1)));
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(again.get("/account").body()).contains("10 recovery codes left");
  }

  @Test
  @Tag("S-11")
  void anOwnerIsToldOfWrongCodesAtTheNextLogin() {
    PLATFORM.account("tried");
    var owner = PLATFORM.as("tried");
    var secret = owner.post("/api/account/codes", "").text("secret");
    assertThat(confirm(owner, code(secret, step)).status()).isEqualTo(200);
    for (int guess = 0; guess < 4; guess++) {
      assertThat(login("tried", "000000").status()).isEqualTo(401); // right once in 75,000 runs
    }
    var recovery = owner.post("/api/account/codes/off", "{\"code\":\"000000\"}");
    assertThat(recovery.status()).isEqualTo(403);
    assertThat(login("tried", code(secret, step + 1)).status()).as("wait").isEqualTo(429);
    var _ =
        PLATFORM
            .sql()
            .sql("DELETE FROM login_tries WHERE ends_at < now() + interval '1 hour'")
            .update(); // a quarter of an hour goes by
    var browser = new Browser(PLATFORM.url());
    var half = Map.of("username", "tried", "password", Platform.password("tried"));
    var asked = browser.form("/auth/login", "/auth/login", half).body();
    var in =
        browser.post(
            "/auth/login/code",
            Map.of(
                "_csrf", asked.replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1"),
                "half", asked.replaceFirst("(?s).*name=\"half\" value=\"([^\"]+)\".*", "$1"),
                "code", code(secret, step + 1)));
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(browser.get("/servers").body()).contains("5 wrong one-time codes were tried");
  }

  private static Http.Answer confirm(Http owner, String code) {
    return owner.post("/api/account/codes/confirm", "{\"code\":\"" + code + "\"}");
  }

  private static Http.Answer login(String name, String code) {
    return PLATFORM
        .stranger()
        .post(
            "/auth/login",
            "{\"username\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}"
                .formatted(name, Platform.password(name), code));
  }

  private static String code(String secret, long step) {
    try {
      return new TimeBasedOneTimePasswordGenerator()
          .generateOneTimePasswordString(
              new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"),
              Instant.ofEpochSecond(step * 30));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
