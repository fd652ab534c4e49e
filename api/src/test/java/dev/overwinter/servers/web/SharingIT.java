package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who may do what with somebody else's server.
final class SharingIT {
  private static final Platform PLATFORM = Platform.shared();
  private static final Http STRANGER = PLATFORM.stranger();

  @BeforeAll
  static void people() {
    List.of("host", "host-of-schemers", "host-of-guests", "guest", "passer-by")
        .forEach(PLATFORM::account);
  }

  /// What each permission opens; without it the call is refused and has no effect.
  private static Map<String, Function<Http, Http.Answer>> calls(String id) {
    var path = "/api/servers/" + id;
    var calls = new LinkedHashMap<String, Function<Http, Http.Answer>>();
    calls.put("console", client -> client.get(path + "/logs"));
    calls.put("start", client -> client.post(path + "/wake", ""));
    calls.put("stop", client -> client.post(path + "/hibernate?force=true", ""));
    calls.put("files", client -> client.get(path + "/backups"));
    calls.put("settings", client -> client.patch(path, "{\"motd\":\"Shared\"}"));
    calls.put("schedules", client -> client.get(path + "/schedules"));
    calls.put("invite", client -> client.get(path + "/members"));
    return calls;
  }

  @Test
  void aMemberMayDoWhatWasGivenAndNothingElse() {
    var host = PLATFORM.as("host");
    var guest = PLATFORM.as("guest");
    var id = server(host, "Shared");
    await()
        .until(() ->
            PLATFORM
                    .sql()
                    .sql("UPDATE servers SET last_lines = 'what it printed' WHERE id = ?")
                    .param(id)
                    .update()
                == 1);
    for (var permission : calls(id).keySet()) {
      become(host, guest, id, permission);
      assertThat(guest.get("/api/servers/" + id).status()).isEqualTo(200);
      assertThat(guest.get("/api/servers").body()).contains(id);
      assertThat(guest.get("/api/servers/" + id).body().contains("what it printed"))
          .as("what it printed, with " + permission)
          .isEqualTo(permission.equals("console"));
      calls(id)
          .forEach((needed, call) -> {
            var answer = call.apply(guest);
            assertThat(answer.status())
                .as("%s with %s: %s", needed, permission, answer.body())
                .isEqualTo(needed.equals(permission) ? 200 : 403);
          });
      assertThat(guest.delete("/api/servers/" + id).status()).as("never").isEqualTo(403);
      assertThat(guest.post("/api/servers/" + id + "/webhook-token", "").status())
          .as("it would also start it")
          .isEqualTo(403);
    }
    assertThat(host.get("/api/servers/" + id).status()).isEqualTo(200);
  }

  private static void become(Http host, Http guest, String id, String permission) {
    var me = guest.get("/api/me").text("id");
    var _ = host.delete("/api/servers/" + id + "/members/" + me);
    var invited = invite(host, id, "\"" + permission + "\"", "");
    assertThat(invited.status()).as(invited.body()).isEqualTo(200);
    var accepted = guest.post("/api/invitations/" + invited.text("token") + "/accept", "");
    assertThat(accepted.text("server_id")).isEqualTo(id);
  }

  @Test
  void whoIsNoMemberCannotTellTheServerFromNone() {
    var id = server(PLATFORM.as("host"), "Hidden");
    var other = PLATFORM.as("passer-by");
    var none = other.get("/api/servers/nope").body().replace("nope", id);
    assertThat(other.get("/api/servers/" + id).body()).isEqualTo(none);
    calls(id).values().forEach(call -> assertThat(call.apply(other).status()).isEqualTo(404));
    assertThat(other.delete("/api/servers/" + id).status()).isEqualTo(404);
    assertThat(other.post("/api/servers/" + id + "/friend-link", "").status()).isEqualTo(404);
    assertThat(invite(other, id, "\"start\"", "").status()).isEqualTo(404);
    assertThat(other.get("/api/servers").body()).doesNotContain(id);
  }

  @Test
  void aMemberWhoIsRemovedIsOutAtOnce() {
    PLATFORM.account("leaving-member");
    var host = PLATFORM.as("host");
    var guest = PLATFORM.as("leaving-member");
    var id = server(host, "Left");
    become(host, guest, id, "start");
    var me = guest.get("/api/me").text("id");
    assertThat(guest.delete("/api/servers/" + id + "/members/" + me).status())
        .as("everybody may leave")
        .isEqualTo(204);
    assertThat(guest.get("/api/servers/" + id).status()).isEqualTo(404);
    become(host, guest, id, "console");
    assertThat(host.delete("/api/servers/" + id + "/members/" + me).status()).isEqualTo(204);
    assertThat(guest.get("/api/servers/" + id + "/logs").status()).isEqualTo(404);
  }

  @Test
  void nobodyGivesOrTakesMoreThanTheyHave() {
    List.of("inviter", "settler", "taker").forEach(PLATFORM::account);
    var host = PLATFORM.as("host");
    var inviter = PLATFORM.as("inviter");
    var settler = PLATFORM.as("settler");
    var id = server(host, "Bounded");
    join(inviter, invite(host, id, "\"invite\",\"start\"", ""));
    join(settler, invite(host, id, "\"settings\"", ""));
    assertThat(invite(inviter, id, "\"settings\"", "").status()).isEqualTo(403);
    assertThat(invite(inviter, id, "\"delete\"", "").status()).isEqualTo(422);
    assertThat(invite(inviter, id, "null", "").status()).isEqualTo(422);
    assertThat(invite(inviter, id, "\"start\"", "").status()).isEqualTo(200);
    var theirs = "/api/servers/" + id + "/members/" + settler.get("/api/me").text("id");
    assertThat(inviter.delete(theirs).status()).isEqualTo(403);
    assertThat(put(inviter, theirs, "\"start\"").status()).isEqualTo(403);
    assertThat(put(host, theirs, "\"start\",\"stop\"").status()).isEqualTo(204);
    assertThat(settler.patch("/api/servers/" + id, "{\"motd\":\"x\"}").status()).isEqualTo(403);
    assertThat(host.delete(theirs).status()).isEqualTo(204);
    assertThat(host.delete(theirs).status()).isEqualTo(404);
    var told =
        PLATFORM
            .sql()
            .sql("SELECT actor FROM audit WHERE target = ? AND result = 204 AND action LIKE 'D%'")
            .param(id + " " + theirs.replaceFirst(".*/", ""))
            .query(String.class)
            .list();
    assertThat(told).as("whom it was about").containsExactly("host");
  }

  @Test
  void whoAcceptsManyInvitationsAtOnceHasWhatAllOfThemGive() throws InterruptedException {
    PLATFORM.account("collector");
    var host = PLATFORM.as("host-of-guests");
    var collector = PLATFORM.as("collector");
    var id = server(host, "Collected");
    var given = calls(id).keySet();
    var accept =
        given.stream()
            .map(permission -> invite(host, id, "\"" + permission + "\"", "").text("token"))
            .map(token ->
                (Callable<Integer>)
                    () -> collector.post("/api/invitations/" + token + "/accept", "").status())
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(accept)).allMatch(answer -> answer.resultNow() == 200);
    }
    var member = host.get("/api/servers/" + id + "/members").json().get(0);
    assertThat(member.path("permissions").toString()).contains(given).contains("view");
  }

  @Test
  void whoIsRemovedCannotLetThemselvesInAgainAndWhoMayNotStartMakesNoLink() {
    List.of("schemer", "schemer-2").forEach(PLATFORM::account);
    var host = PLATFORM.as("host-of-schemers");
    var schemer = PLATFORM.as("schemer");
    var id = server(host, "Schemed");
    join(schemer, invite(host, id, "\"invite\",\"settings\"", ""));
    assertThat(schemer.post("/api/servers/" + id + "/friend-link", "").status()).isEqualTo(403);
    assertThat(schemer.post("/api/servers/" + id + "/webhook-token", "").status()).isEqualTo(403);
    var kept = invite(schemer, id, "\"settings\"", ",\"uses\":5").text("token");
    var me = schemer.get("/api/me").text("id");
    assertThat(host.delete("/api/servers/" + id + "/members/" + me).status()).isEqualTo(204);
    assertThat(schemer.post("/api/invitations/" + kept + "/accept", "").status()).isEqualTo(404);
  }

  @Test
  @Tag("S-07")
  void aWebhookTokenEndsWithTheRightsOfWhoeverMadeIt() {
    List.of("waker", "waking-admin").forEach(PLATFORM::account);
    var host = PLATFORM.as("host-of-schemers");
    var waker = PLATFORM.as("waker");
    var id = server(host, "Hooked by a member");
    for (var less : List.of("\"start\"", "")) {
      join(waker, invite(host, id, "\"settings\",\"start\"", ""));
      var token = webhook(waker, id);
      assertThat(wakes(id, token)).isTrue();
      var member = "/api/servers/" + id + "/members/" + waker.get("/api/me").text("id");
      var taken = less.isEmpty() ? host.delete(member) : put(host, member, less);
      assertThat(taken.status()).isEqualTo(204);
      assertThat(wakes(id, token)).isFalse();
    }
    var own = webhook(host, id);
    join(waker, invite(host, id, "\"settings\",\"start\"", ""));
    var me = waker.get("/api/me").text("id");
    assertThat(waker.delete("/api/servers/" + id + "/members/" + me).status()).isEqualTo(204);
    assertThat(wakes(id, own)).as("the host made another").isTrue();
    set("admin = true", "waking-admin");
    var theirs = webhook(PLATFORM.as("waking-admin"), id);
    assertThat(wakes(id, theirs)).isTrue();
    set("admin = false", "waking-admin");
    assertThat(wakes(id, theirs)).as("no admin any more").isFalse();
    var older =
        PLATFORM.sql().sql("UPDATE webhook_tokens SET made_by = '' WHERE server_id = ?").param(id);
    assertThat(older.update()).isEqualTo(1);
    assertThat(wakes(id, theirs)).as("from before there were members").isTrue();
  }

  private static String webhook(Http client, String id) {
    return client.post("/api/servers/" + id + "/webhook-token", "").text("token");
  }

  private static boolean wakes(String id, String token) {
    var body = "{\"server_id\":\"%s\",\"token\":\"%s\"}".formatted(id, token);
    return STRANGER.post("/api/webhook/wake", body).status() == 200;
  }

  @Test
  void anInvitationForOneIsUsedByOneHoweverManyComeAtOnce() throws InterruptedException {
    var host = PLATFORM.as("host");
    var id = server(host, "Contested");
    var token = invite(host, id, "\"start\"", "").text("token");
    var crowd =
        IntStream.range(0, 6)
            .mapToObj(nth -> {
              PLATFORM.account("crowd-" + nth);
              return PLATFORM.as("crowd-" + nth);
            })
            .map(client ->
                (Callable<Integer>)
                    () -> client.post("/api/invitations/" + token + "/accept", "").status())
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(crowd).stream().map(answer -> answer.resultNow()).sorted().toList();
      assertThat(answers).containsExactly(200, 404, 404, 404, 404, 404);
    }
    assertThat(host.get("/api/servers/" + id + "/members").json()).hasSize(1);
  }

  @Test
  void anInvitationEndsAndCanBeTakenBack() {
    var host = PLATFORM.as("host");
    var id = server(host, "Closing");
    var late = invite(host, id, "\"start\"", ",\"expires_in_days\":1").text("token");
    var _ =
        PLATFORM
            .sql()
            .sql("UPDATE invitations SET expires_at = now() WHERE server_id = ?")
            .param(id)
            .update();
    assertThat(PLATFORM.as("guest").post("/api/invitations/" + late + "/accept", "").status())
        .isEqualTo(404);
    var open = invite(host, id, "\"start\"", ",\"uses\":3").text("token");
    var listed = host.get("/api/servers/" + id + "/invitations");
    assertThat(listed.json()).hasSize(1);
    assertThat(listed.body()).doesNotContain(open);
    var one = "/api/servers/" + id + "/invitations/" + listed.json().get(0).path("id").asText();
    assertThat(host.delete(one).status()).isEqualTo(204);
    assertThat(STRANGER.with("Accept", "text/html").get("/invite/" + open).status()).isEqualTo(404);
    assertThat(invite(host, id, "\"start\"", ",\"uses\":101").status()).isEqualTo(422);
    assertThat(invite(host, id, "\"fly\"", "").status()).isEqualTo(422);
  }

  @Test
  void friendsStartItWithoutAnAccountAndDoNothingElse() {
    var host = PLATFORM.as("host");
    var id = server(host, "Befriended");
    var link = host.post("/api/servers/" + id + "/friend-link", "").text("token");
    var browser = new Browser(PLATFORM.url());
    assertThat(browser.get("/start/" + link).body()).contains("Befriended", "Start it");
    var started = browser.form("/start/" + link, "/start/" + link, Map.of());
    assertThat(started.statusCode()).isEqualTo(303);
    assertThat(host.get("/api/servers/" + id).text("state")).isIn("WAKING", "AWAKE");
    assertThat(host.get("/api/servers/" + id + "/events").body()).contains("a friend");
    var bot = STRANGER.post("/api/start/" + link, "");
    assertThat(bot.status()).as(bot.body()).isEqualTo(200);
    assertThat(STRANGER.get("/api/servers/" + id).status()).isEqualTo(401);
    assertThat(STRANGER.post("/api/start/" + id, "").status()).as("no id").isEqualTo(404);

    var next = host.post("/api/servers/" + id + "/friend-link", "").text("token");
    assertThat(STRANGER.post("/api/start/" + link, "").status()).as("replaced").isEqualTo(404);
    assertThat(host.delete("/api/servers/" + id + "/friend-link").status()).isEqualTo(204);
    assertThat(STRANGER.post("/api/start/" + next, "").status()).as("taken back").isEqualTo(404);
    var audited =
        PLATFORM
            .sql()
            .sql("SELECT action FROM audit WHERE actor = 'friend' AND target = ?")
            .param(id)
            .query((row, _) -> row.getString("action"))
            .list();
    assertThat(audited).contains("POST /start/{token}", "POST /api/start/{token}");
  }

  @Test
  void anOperatorRunsEveryServerAndChangesNone() {
    PLATFORM.account("runner");
    var id = server(PLATFORM.as("host"), "Operated");
    var _ =
        PLATFORM.sql().sql("UPDATE accounts SET operator = true WHERE name = 'runner'").update();
    var runner = PLATFORM.as("runner");
    assertThat(runner.get("/api/servers").body()).contains(id);
    assertThat(runner.post("/api/servers/" + id + "/wake", "").status()).isEqualTo(200);
    await().until(() -> runner.get("/api/servers/" + id).text("state").equals("AWAKE"));
    calls(id)
        .forEach((needed, call) ->
            assertThat(call.apply(runner).status())
                .as(needed)
                .isEqualTo(List.of("console", "start", "stop").contains(needed) ? 200 : 403));
    assertThat(runner.delete("/api/servers/" + id).status()).isEqualTo(403);
    assertThat(runner.post("/api/nodes/tokens", "{}").status()).isEqualTo(403);
  }

  @Test
  void somebodyWithoutAnAccountJoinsByTheLinkAndSeesTheirButtonsOnly() {
    var host = PLATFORM.as("host");
    var id = server(host, "Party");
    var path = "/invite/" + invite(host, id, "\"start\"", "").text("token");
    var browser = new Browser(PLATFORM.url());
    assertThat(browser.get(path).body()).contains("Party", "host", "start it");
    var weak =
        browser.form(path, path + "/register", Map.of("username", "party-guest", "password", "x"));
    assertThat(weak.statusCode()).isEqualTo(422);
    var joined =
        browser.form(
            path,
            path + "/register",
            Map.of("username", "party-guest", "password", "long enough now"));
    assertThat(Browser.location(joined)).isEqualTo("/servers/" + id);
    var page = browser.get("/servers/" + id).body();
    assertThat(page).contains("/servers/" + id + "/wake");
    assertThat(page)
        .doesNotContain("/settings", "/webhook-token", "Delete this server", "log-title")
        .doesNotContain("/servers/" + id + "/members");
    assertThat(browser.get("/servers").body()).contains("Party");
    assertThat(browser.get("/servers/" + id + "/members").statusCode()).isEqualTo(403);
    assertThat(new Browser(PLATFORM.url()).get(path).statusCode()).as("used").isEqualTo(404);
  }

  /// Else every account could make ten more of everything, as often as it likes.
  @Test
  @Tag("S-03")
  void whoCameByALinkAloneHasNoServersOfTheirOwnUntilAnAdminSaysSo() {
    var host = PLATFORM.as("host-of-guests");
    var id = server(host, "Guests");
    var path = "/invite/" + invite(host, id, "\"start\"", "").text("token");
    var browser = new Browser(PLATFORM.url());
    browser.form(
        path, path + "/register", Map.of("username", "mere-guest", "password", "long enough now"));
    var guest =
        STRANGER.with("Authorization", "Bearer " + browser.cookie("access_token").orElseThrow());
    var create = "{\"friendly_name\":\"Mine\",\"game_image_id\":\"lobby\"}";
    var refused = guest.post("/api/servers", create);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("QUOTA");
    var one = "/api/users/" + guest.get("/api/me").text("id");
    assertThat(PLATFORM.admin().get("/api/users").body()).contains("\"guest\":true");
    assertThat(PLATFORM.admin().patch(one, "{\"guest\":false}").status()).isEqualTo(204);
    assertThat(guest.post("/api/servers", create).status()).isEqualTo(200);
  }

  @Test
  @Tag("S-03")
  void ofManyWhoRegisterByALinkForOneOneGetsAnAccount() throws InterruptedException {
    var host = PLATFORM.as("host-of-guests");
    var path = "/invite/" + invite(host, server(host, "Rush"), "\"start\"", "").text("token");
    var crowd =
        IntStream.range(0, 4)
            .mapToObj(nth -> {
              var browser = new Browser(PLATFORM.url());
              var page = browser.get(path).body();
              var token = page.replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
              var fields =
                  Map.of("_csrf", token, "username", "rush-" + nth, "password", "long enough now");
              return (Callable<Integer>)
                  () -> browser.post(path + "/register", fields).statusCode();
            })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(crowd).stream().map(answer -> answer.resultNow()).sorted().toList();
      assertThat(answers).containsExactly(303, 404, 404, 404);
    }
    var made =
        PLATFORM
            .sql()
            .sql("SELECT count(*) FROM accounts WHERE name LIKE 'rush-_'")
            .query(Integer.class)
            .single();
    assertThat(made).isEqualTo(1);
  }

  @Test
  void aLinkOpensAsLongAsItsMakerMayGiveWhatItGives() {
    List.of("host-kept-out", "former-admin", "opener").forEach(PLATFORM::account);
    var host = PLATFORM.as("host-kept-out");
    var id = server(host, "Outlived");
    set("admin = true", "former-admin");
    var admin = PLATFORM.as("former-admin");
    var theirs = invite(admin, id, "\"settings\"", "").text("token");
    set("admin = false", "former-admin");
    var opener = PLATFORM.as("opener");
    assertThat(opener.post("/api/invitations/" + theirs + "/accept", "").status())
        .as("no admin any more")
        .isEqualTo(404);

    var own = invite(host, id, "\"start\"", "").text("token");
    var friends = host.post("/api/servers/" + id + "/friend-link", "").text("token");
    set("disabled = true", "host-kept-out");
    assertThat(STRANGER.with("Accept", "text/html").get("/invite/" + own).status()).isEqualTo(404);
    assertThat(opener.post("/api/invitations/" + own + "/accept", "").status()).isEqualTo(404);
    assertThat(STRANGER.post("/api/start/" + friends, "").status()).isEqualTo(404);
    set("disabled = false", "host-kept-out");
    assertThat(opener.post("/api/invitations/" + own + "/accept", "").status())
        .as("let in again, and the refusals have used nothing up")
        .isEqualTo(200);
  }

  private static void set(String what, String name) {
    assertThat(
            PLATFORM
                .sql()
                .sql("UPDATE accounts SET " + what + " WHERE name = ?")
                .param(name)
                .update())
        .isEqualTo(1);
  }

  @Test
  void theOwnerSharesOnThePage() {
    var host = PLATFORM.as("host");
    var id = server(host, "Paged");
    var browser = new Browser(PLATFORM.url());
    browser.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "host", "password", Platform.password("host")));
    var members = "/servers/" + id + "/members";
    assertThat(browser.get("/servers/" + id).body()).contains(members);
    var made =
        browser.form(members, "/servers/" + id + "/invitations", Map.of("permissions", "stop"));
    var url = made.body().replaceFirst("(?s).*data-copy=\"([^\"]+)\".*", "$1");
    assertThat(url).startsWith(PLATFORM.url() + "/invite/");
    PLATFORM.account("paged-guest");
    var guest = new Browser(PLATFORM.url());
    guest.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "paged-guest", "password", Platform.password("paged-guest")));
    var path = url.substring(PLATFORM.url().length());
    assertThat(Browser.location(guest.form(path, path, Map.of()))).isEqualTo("/servers/" + id);
    assertThat(browser.get(members).body()).contains("paged-guest", "stop");
    var changed =
        browser.form(members, members + "/id-of-paged-guest", Map.of("permissions", "start"));
    assertThat(changed.statusCode()).isEqualTo(303);
    assertThat(browser.get(members).body()).contains("Saved.");
    assertThat(PLATFORM.as("paged-guest").post("/api/servers/" + id + "/wake", "").status())
        .isEqualTo(200);
    browser.form(members, members + "/id-of-paged-guest/remove", Map.of());
    assertThat(guest.get("/servers/" + id).statusCode()).isEqualTo(404);
    assertThat(browser.form(members, "/servers/" + id + "/friend-link", Map.of()).body())
        .contains("/start/");
  }

  private static String server(Http owner, String name) {
    var made =
        owner.post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\"}".formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return made.text("id");
  }

  private static Http.Answer invite(Http by, String id, String permissions, String more) {
    return by.post(
        "/api/servers/" + id + "/invitations",
        "{\"permissions\":[%s]%s}".formatted(permissions, more));
  }

  private static void join(Http client, Http.Answer invited) {
    assertThat(client.post("/api/invitations/" + invited.text("token") + "/accept", "").status())
        .isEqualTo(200);
  }

  private static Http.Answer put(Http client, String path, String permissions) {
    return client.send(
        "PUT", path, "application/json", "{\"permissions\":[%s]}".formatted(permissions));
  }
}
