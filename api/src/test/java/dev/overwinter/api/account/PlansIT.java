package dev.overwinter.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What an account may have, and who says so.
final class PlansIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LOBBY = "{\"friendly_name\":\"Mine\",\"game_image_id\":\"lobby\"}";
  private static final String LARGE =
      """
      {"friendly_name":"Large","game_image_id":"valheim",
       "env_vars":{"SERVER_NAME":"Midgard","SERVER_PASS":"long enough"}}
      """;

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void aPlanBoundsServersTheirSizeWhatIsAwakeAndBackups() {
    var player = platform.player("small-player");
    assertThat(give("small-player", "small").status()).isEqualTo(204);
    refused(player.post("/api/servers", LARGE), "QUOTA_MEMORY", "1 GiB", "4096 MiB");
    var first = player.post("/api/servers", LOBBY).text("id");
    var second = player.post("/api/servers", LOBBY).text("id");
    refused(player.post("/api/servers", LOBBY), "QUOTA", "2 of the 2 servers", "small");

    awaitState(player, first, "ASLEEP");
    assertThat(player.post("/api/servers/" + first + "/backups", "").status()).isEqualTo(202);
    await()
        .atMost(SOON)
        .until(
            () -> player.get("/api/servers/" + first + "/backups").body().contains("\"COMPLETE\""));
    refused(player.post("/api/servers/" + first + "/backups", ""), "QUOTA_BACKUPS", "keeps 1");

    assertThat(player.post("/api/servers/" + first + "/wake", "").status()).isEqualTo(200);
    awaitState(player, first, "AWAKE");
    assertThat(player.post("/api/servers/" + first + "/wake", "").status())
        .as("awake already")
        .isEqualTo(200);
    awaitState(player, second, "ASLEEP");
    refused(player.post("/api/servers/" + second + "/wake", ""), "QUOTA_AWAKE", "1 awake at once");
    assertThat(admin.post("/api/servers/" + second + "/wake", "").text("code"))
        .as("whoever wakes it")
        .isEqualTo("QUOTA_AWAKE");

    var standing = player.get("/api/account/plan").json();
    assertThat(standing.path("plan").path("name").asText()).isEqualTo("small");
    assertThat(standing.path("plan").path("memory_bytes").asLong()).isEqualTo(1L << 30);
    assertThat(standing.path("servers").asInt()).isEqualTo(2);
    assertThat(standing.path("awake").asInt()).isEqualTo(1);
    assertThat(player.get("/account").body()).contains("2 of 2", "1 of 1", "up to 1 GiB");
    assertThat(player.get("/servers/create").body())
        .contains("You have 2 of 2 servers", "More than your plan allows: 1 GiB");

    assertThat(give("small-player", "standard").status()).isEqualTo(204);
    assertThat(player.post("/api/servers/" + second + "/wake", "").status())
        .as("at once")
        .isEqualTo(200);
    awaitState(player, second, "AWAKE");
    assertThat(player.get("/servers/create").body()).contains("You have 2 of 12 servers");
  }

  @Test
  void ofManyWakesAtOnceNoMorePassThanThePlanAllows() throws InterruptedException {
    var player = platform.player("hasty-player");
    assertThat(give("hasty-player", "small").status()).isEqualTo(204);
    var wakes =
        Stream.generate(() -> player.post("/api/servers", LOBBY).text("id"))
            .limit(2)
            .toList()
            .stream()
            .map(id -> (Callable<Integer>) () -> wake(player, id))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(wakes).stream().map(Future::resultNow))
          .containsExactlyInAnyOrder(200, 409);
    }
  }

  private static int wake(Http by, String id) {
    return by.post("/api/servers/" + id + "/wake", "").status();
  }

  @Test
  void onlyAnAdminGivesAPlanAndOnlyOneThatThereIs() {
    var player = platform.player("plan-seeker");
    assertThat(player.patch("/api/users/id-of-plan-seeker", "{\"plan\":\"small\"}").status())
        .isEqualTo(403);
    assertThat(give("plan-seeker", "platinum").status()).isEqualTo(422);
    assertThat(give("nobody-here", "small").status()).isEqualTo(404);
    var plans = player.get("/api/plans").json();
    assertThat(plans)
        .extracting(plan -> plan.path("name").asText())
        .containsExactly("standard", "small");
    assertThat(plans.path(0).path("usual").asBoolean()).isTrue();
    assertThat(plans.path(0).path("memory_bytes").isNull()).isTrue();
    assertThat(platform.stranger().get("/api/plans").status()).isEqualTo(401);
  }

  @Test
  void anAdminGivesItOnThePage() {
    platform.account("plan-giver");
    platform.account("plan-taker");
    platform.sql().sql("UPDATE accounts SET admin = true WHERE name = 'plan-giver'").update();
    var browser = new Browser(platform.url());
    browser.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "plan-giver", "password", Platform.password("plan-giver")));
    assertThat(browser.get("/account").body()).contains("Admins have as much as they like.");
    browser.form("/users", "/users/id-of-plan-taker/plan", Map.of("plan", "small"));
    assertThat(browser.get("/users").body()).contains("Saved.", "plan small");
    browser.form("/users", "/users/id-of-plan-taker/plan", Map.of("plan", "platinum"));
    assertThat(browser.get("/users").body()).contains("must be one of standard, small");
    assertThat(admin.get("/api/users").json())
        .filteredOn(user -> user.path("name").asText().equals("plan-taker"))
        .extracting(user -> user.path("plan").asText())
        .containsExactly("small");
  }

  private Http.Answer give(String name, String plan) {
    return admin.patch("/api/users/id-of-" + name, "{\"plan\":\"" + plan + "\"}");
  }

  private static void refused(Http.Answer answer, String code, String... words) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("detail")).contains(words);
  }

  private static void awaitState(Http by, String id, String state) {
    await().atMost(SOON).until(() -> by.get("/api/servers/" + id).text("state").equals(state));
  }
}
