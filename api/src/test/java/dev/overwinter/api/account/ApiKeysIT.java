package dev.overwinter.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program may do with a key.
final class ApiKeysIT {
  private static final Platform PLATFORM = Platform.shared();

  @Test
  @Tag("S-10")
  void aKeyDoesWhatItsScopesSayAndNothingElse() {
    PLATFORM.account("keeper");
    var owner = PLATFORM.as("keeper");
    var id =
        owner
            .post("/api/servers", "{\"friendly_name\":\"Keyed\",\"game_image_id\":\"lobby\"}")
            .text("id");
    var reader = key(owner, "\"read\"", "");
    assertThat(reader.get("/api/servers/" + id).status()).isEqualTo(200);
    var refused = reader.post("/api/servers/" + id + "/wake", "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("scope control");
    assertThat(reader.delete("/api/servers/" + id).status()).isEqualTo(403);

    var controller = key(owner, "\"read\",\"control\"", "");
    assertThat(controller.post("/api/servers/" + id + "/wake", "").status()).isEqualTo(200);
    assertThat(controller.patch("/api/servers/" + id, "{\"motd\":\"x\"}").status()).isEqualTo(403);
    var told =
        PLATFORM
            .sql()
            .sql(
                "SELECT actor FROM audit WHERE target = ? AND action LIKE '%/wake' AND result = 200")
            .param(id)
            .query(String.class)
            .list();
    assertThat(told)
        .singleElement()
        .satisfies(actor -> assertThat(actor).startsWith("keeper by key:"));
    var blind = key(owner, "\"manage\"", "");
    assertThat(blind.get("/api/servers").status()).isEqualTo(403);
    assertThat(blind.patch("/api/servers/" + id, "{\"motd\":\"Keyed\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/account", "/servers", "/api/account/keys", "/api/account/sessions", "/audit"})
  @Tag("S-10")
  void noKeyOpensThePagesOrTheAccount(String path) {
    var name = "caged" + path.replaceAll("[^a-z]", "");
    PLATFORM.account(name);
    var key = key(PLATFORM.as(name), "\"read\",\"control\",\"manage\",\"admin\"", "");
    assertThat(key.get("/api/me").text("username")).isEqualTo(name);
    assertThat(key.get(path).status()).isEqualTo(403);
    assertThat(key.post("/auth/logout", "").status()).isEqualTo(403);
    assertThat(key.post("/api/nodes/tokens", "{}").status())
        .as("its owner is no admin")
        .isEqualTo(403);
  }

  /// Rules are asked about the path as it was written: there is one way to write it.
  @ParameterizedTest
  @Tag("S-10")
  @ValueSource(
      strings = {
        "/api/%61ccount/keys",
        "/api/account/%6beys",
        "/%61pi/account/sessions",
        "/api/account;x/keys"
      })
  void noOtherSpellingOfAPathGoesRoundTheRules(String path) {
    var name = "speller" + Math.floorMod(path.hashCode(), 100_000);
    PLATFORM.account(name);
    var key = key(PLATFORM.as(name), "\"read\",\"admin\"", "");
    assertThat(key.get(path).status()).isEqualTo(400);
    assertThat(PLATFORM.stranger().post("/auth/%72egister", "{}").status()).isEqualTo(400);
  }

  /// Else one key could fill the disk, and whoever reads the audit could use what it holds.
  @Test
  @Tag("S-11")
  void whatAKeyIsRefusedIsRecordedWithoutItsPathAndReadingNotAtAll() {
    PLATFORM.account("refusee");
    var key = key(PLATFORM.as("refusee"), "\"control\"", "");
    for (int read = 0; read < 3; read++) {
      assertThat(key.get("/api/servers").status()).isEqualTo(403);
    }
    assertThat(key.post("/api/invitations/a-secret-of-a-link/accept", "").status()).isEqualTo(403);
    var rows =
        PLATFORM
            .sql()
            .sql(
                "SELECT action || ' ' || target FROM audit WHERE actor = 'refusee' AND result = 403")
            .query(String.class)
            .list();
    assertThat(rows)
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("POST").doesNotContain("a-secret"));
  }

  @Test
  @Tag("S-10")
  void noKeyGivesAwayWhatWouldOutliveIt() {
    PLATFORM.account("giver");
    var owner = PLATFORM.as("giver");
    var id =
        owner
            .post("/api/servers", "{\"friendly_name\":\"Given\",\"game_image_id\":\"lobby\"}")
            .text("id");
    var manager = key(owner, "\"manage\",\"admin\"", "");
    for (var what : new String[] {"invitations", "friend-link", "webhook-token"}) {
      assertThat(manager.post("/api/servers/" + id + "/" + what, "{}").status())
          .as(what)
          .isEqualTo(403);
    }
  }

  @Test
  @Tag("S-10")
  void anAdminsKeyIsAnAdminsOnlyWhenItSaysSo() {
    PLATFORM.account("boss");
    var _ = PLATFORM.sql().sql("UPDATE accounts SET admin = true WHERE name = 'boss'").update();
    var boss = PLATFORM.as("boss");
    assertThat(boss.get("/api/nodes").status()).isEqualTo(200);
    assertThat(key(boss, "\"read\"", "").get("/api/nodes").status()).isEqualTo(403);
    assertThat(key(boss, "\"read\",\"admin\"", "").get("/api/nodes").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-10")
  void aKeyIsGoodFromItsNetworksOnlyAndItsOwnerSeesWhoTried() {
    PLATFORM.account("networker");
    var owner = PLATFORM.as("networker");
    var here = key(owner, "\"read\"", "\"127.0.0.0/8\",\"2001:db8::/32\"");
    assertThat(here.get("/api/me").status()).isEqualTo(200);
    var elsewhere = key(owner, "\"read\"", "\"203.0.113.0/24\"");
    assertThat(elsewhere.get("/api/me").status()).isEqualTo(401);
    assertThat(elsewhere.with("X-Forwarded-For", "203.0.113.1").get("/api/me").status())
        .isEqualTo(401);
    var browser = new Browser(PLATFORM.url());
    browser.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "networker", "password", Platform.password("networker")));
    assertThat(browser.get("/account").body())
        .contains("only from 203.0.113.0/24", "from 127.0.0.1", "refused");
  }

  @Test
  @Tag("S-01")
  void aKeyDiesWhenItIsRevokedWhenItEndsAndWithItsOwner() {
    PLATFORM.account("mortal");
    var owner = PLATFORM.as("mortal");
    var made = owner.post("/api/account/keys", body("\"read\"", ""));
    var secret = made.text("key");
    var key = PLATFORM.stranger().with("Authorization", "Bearer " + secret);
    assertThat(key.get("/api/me").status()).isEqualTo(200);
    assertThat(owner.get("/api/account/keys").body()).doesNotContain(secret);
    var id = made.json().at("/about/id").asText();
    PLATFORM.account("neighbour");
    assertThat(PLATFORM.as("neighbour").delete("/api/account/keys/" + id).status()).isEqualTo(404);

    update("UPDATE api_keys SET expires_at = now() WHERE id = ?", id);
    assertThat(key.get("/api/me").status()).as("ended").isEqualTo(401);
    update("UPDATE api_keys SET expires_at = now() + interval '1 day' WHERE id = ?", id);
    update("UPDATE accounts SET disabled = true WHERE name = ?", "mortal");
    assertThat(key.get("/api/me").status()).as("its owner is out").isEqualTo(401);
    update("UPDATE accounts SET disabled = false WHERE name = ?", "mortal");
    assertThat(owner.delete("/api/account/keys/" + id).status()).isEqualTo(204);
    assertThat(key.get("/api/me").status()).as("revoked").isEqualTo(401);
    assertThat(PLATFORM.stranger().with("Authorization", "Bearer ow_guess").get("/api/me").status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @Tag("S-10")
  @CsvSource({
    "'{\"name\":\"k\",\"scopes\":[\"all\"]}', scopes",
    "'{\"name\":\"k\",\"scopes\":[]}', scopes",
    "'{\"name\":\"\",\"scopes\":[\"read\"]}', name",
    "'{\"name\":\"k\",\"scopes\":[\"read\"],\"networks\":[\"everywhere\"]}', networks",
    "'{\"name\":\"k\",\"scopes\":[\"read\"],\"networks\":[\"0.0.0.0/0\"]}', networks",
    "'{\"name\":\"k\",\"scopes\":[\"read\"],\"networks\":[null]}', networks",
    "'{\"name\":\"k\",\"scopes\":[null]}', scopes",
    "'{\"name\":\"a\\u0000b\",\"scopes\":[\"read\"]}', name",
    "'{\"name\":\"k\",\"scopes\":[\"read\"],\"expires_in_days\":367}', expires_in_days",
  })
  void aKeyThatMakesNoSenseIsRefusedAndTheFieldIsNamed(String body, String field) {
    var answer = vague().post("/api/account/keys", body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).contains(field);
  }

  private static Http vague() {
    if (PLATFORM
        .sql()
        .sql("SELECT 1 FROM accounts WHERE name = 'vague'")
        .query()
        .listOfRows()
        .isEmpty()) {
      PLATFORM.account("vague");
    }
    return PLATFORM.as("vague");
  }

  @Test
  void aPersonMakesAKeyOnTheirPageAndSeesItOnce() {
    PLATFORM.account("clicker");
    var browser = new Browser(PLATFORM.url());
    browser.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "clicker", "password", Platform.password("clicker")));
    var made =
        browser.form(
            "/account",
            "/account/keys",
            Map.of("name", "My bot", "scopes", "read", "expires_in_days", "30"));
    assertThat(made.statusCode()).isEqualTo(200);
    var secret = made.body().replaceFirst("(?s).*data-copy=\"(ow_[^\"]+)\".*", "$1");
    assertThat(
            PLATFORM
                .stranger()
                .with("Authorization", "Bearer " + secret)
                .get("/api/me")
                .text("username"))
        .isEqualTo("clicker");
    assertThat(browser.get("/account").body()).contains("My bot").doesNotContain(secret);
    var none = browser.form("/account", "/account/keys", Map.of("name", "Nothing"));
    assertThat(none.statusCode()).isEqualTo(303);
    assertThat(browser.get("/account").body()).contains("No key was made");
  }

  private static void update(String sql, String parameter) {
    assertThat(PLATFORM.sql().sql(sql).param(parameter).update()).isEqualTo(1);
  }

  private static Http key(Http owner, String scopes, String networks) {
    var made = owner.post("/api/account/keys", body(scopes, networks));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return PLATFORM.stranger().with("Authorization", "Bearer " + made.text("key"));
  }

  private static String body(String scopes, String networks) {
    return "{\"name\":\"test\",\"scopes\":[%s],\"networks\":[%s]}".formatted(scopes, networks);
  }
}
