package dev.overwinter.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who looks after whom.
final class UsersIT {
  private static final Platform PLATFORM = Platform.shared();

  @BeforeAll
  static void people() {
    List.of("the-owner", "second-owner", "an-admin", "a-player").forEach(PLATFORM::account);
    set("the-owner", "owner = true, admin = true");
    set("an-admin", "admin = true");
  }

  @Test
  @Tag("S-11")
  void adminsLookAfterPlayersAndOnlyOwnersAfterAdmins() {
    var admin = PLATFORM.as("an-admin");
    var player = PLATFORM.as("a-player");
    assertThat(player.get("/api/users").status()).isEqualTo(403);
    assertThat(role(player, "a-player", "admin").status()).isEqualTo(403);
    assertThat(admin.get("/api/users").body()).contains("a-player", "the-owner");

    assertThat(role(admin, "a-player", "operator").status()).isEqualTo(204);
    assertThat(player.get("/api/servers").status()).isEqualTo(200);
    assertThat(role(admin, "a-player", "admin").text("code")).isEqualTo("OWNER_ONLY");
    assertThat(role(admin, "an-admin", "owner").text("code")).isEqualTo("OWNER_ONLY");
    assertThat(role(admin, "the-owner", "player").text("code")).isEqualTo("OWNER_ONLY");
    assertThat(disable(admin, "the-owner", true).text("code")).isEqualTo("OWNER_ONLY");
    assertThat(reset(admin, "the-owner").text("code")).isEqualTo("OWNER_ONLY");
    assertThat(role(admin, "a-player", "king").status()).isEqualTo(422);
    assertThat(role(admin, "nobody-here", "player").status()).isEqualTo(404);

    var owner = PLATFORM.as("the-owner");
    assertThat(role(owner, "a-player", "admin").status()).isEqualTo(204);
    assertThat(player.get("/api/users").status()).as("at once").isEqualTo(200);
    assertThat(role(owner, "a-player", "player").status()).isEqualTo(204);
    assertThat(player.get("/api/users").status()).as("at once").isEqualTo(403);
  }

  @Test
  @Tag("S-01")
  void whoIsKeptOutIsOutAtOnceAndWhoIsResetBeginsAnew() {
    PLATFORM.account("kept-out");
    var admin = PLATFORM.as("an-admin");
    var user = PLATFORM.as("kept-out");
    assertThat(disable(admin, "kept-out", true).status()).isEqualTo(204);
    assertThat(user.get("/api/me").status()).isEqualTo(401);
    assertThat(PLATFORM.login("kept-out").status()).isEqualTo(401);
    assertThat(disable(admin, "an-admin", true).status()).as("oneself").isEqualTo(409);
    assertThat(disable(admin, "kept-out", false).status()).isEqualTo(204);
    assertThat(user.get("/api/me").status()).as("the old login stays dead").isEqualTo(401);

    var again = PLATFORM.as("kept-out");
    var password = reset(admin, "kept-out").text("password");
    assertThat(again.get("/api/me").status()).isEqualTo(401);
    assertThat(PLATFORM.login("kept-out").status()).isEqualTo(401);
    var login =
        PLATFORM
            .stranger()
            .post(
                "/auth/login",
                "{\"username\":\"kept-out\",\"password\":\"%s\"}".formatted(password));
    assertThat(login.json().path("password_change_required").asBoolean()).isTrue();
  }

  @Test
  @Tag("S-11")
  void somebodyAlwaysOwnsTheInstallation() throws InterruptedException {
    set("second-owner", "owner = true, admin = true");
    var others =
        PLATFORM
            .sql()
            .sql(
                "UPDATE accounts SET owner = false WHERE owner"
                    + " AND name NOT IN ('the-owner', 'second-owner') RETURNING name")
            .query((row, _) -> row.getString("name"))
            .list();
    var first = PLATFORM.as("the-owner");
    var second = PLATFORM.as("second-owner");
    Callable<Integer> one = () -> role(first, "second-owner", "player").status();
    Callable<Integer> two = () -> role(second, "the-owner", "player").status();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(List.of(one, two)).stream().map(answer -> answer.resultNow()).toList();
      assertThat(answers).as("not both").containsAnyOf(403, 409);
    }
    var left =
        PLATFORM
            .sql()
            .sql("SELECT name FROM accounts WHERE owner")
            .query((row, _) -> row.getString("name"))
            .list();
    assertThat(left).hasSize(1);
    assertThat(role(PLATFORM.admin(), left.getFirst(), "player").text("code"))
        .isEqualTo("LAST_OWNER");
    assertThat(disable(PLATFORM.admin(), left.getFirst(), true).text("code"))
        .isEqualTo("LAST_OWNER");
    set("the-owner", "owner = true, admin = true");
    others.forEach(name -> set(name, "owner = true"));
  }

  @Test
  void anAdminDoesItOnThePage() {
    PLATFORM.account("paged-user");
    var browser = new Browser(PLATFORM.url());
    browser.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "an-admin", "password", Platform.password("an-admin")));
    assertThat(browser.get("/users").body()).contains("paged-user");
    browser.form("/users", "/users/id-of-paged-user/role", Map.of("role", "operator"));
    assertThat(browser.get("/users").body()).contains("Saved.");
    browser.form("/users", "/users/id-of-paged-user/disable", Map.of());
    assertThat(browser.get("/users").body()).contains("kept out");
    browser.form("/users", "/users/id-of-paged-user/enable", Map.of());
    var reset = browser.form("/users", "/users/id-of-paged-user/reset", Map.of());
    assertThat(reset.body()).contains("One-time password of paged-user");
    browser.form("/users", "/users/id-of-the-owner/role", Map.of("role", "player"));
    assertThat(browser.get("/users").body()).contains("Only an owner looks after admins.");
  }

  private static Http.Answer role(Http by, String name, String role) {
    return by.patch("/api/users/id-of-" + name, "{\"role\":\"" + role + "\"}");
  }

  private static Http.Answer disable(Http by, String name, boolean disabled) {
    return by.patch("/api/users/id-of-" + name, "{\"disabled\":" + disabled + "}");
  }

  private static Http.Answer reset(Http by, String name) {
    return by.post("/api/users/id-of-" + name + "/reset", "");
  }

  private static void set(String name, String what) {
    assertThat(
            PLATFORM
                .sql()
                .sql("UPDATE accounts SET " + what + " WHERE name = ?")
                .param(name)
                .update())
        .isEqualTo(1);
  }
}
