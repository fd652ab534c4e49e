package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Consoles, for programs and people.
final class ConsoleIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @AfterEach
  void politeAgain() {
    platform.console.answer = Told.Written::new;
  }

  @Test
  void aLineIsSaidOnceAndTheConsoleShowsWhoSaidIt() {
    var id = awake(admin);
    platform.console.answer = () -> new Told.Answered(List.of("two play", "bob, carol"));
    var keyed = admin.with("Idempotency-Key", "monday");
    for (int i = 0; i < 3; i++) {
      var said = say(keyed, id, "list");
      assertThat(said.status()).as(said.body()).isEqualTo(200);
      assertThat(said.text("outcome")).isEqualTo("ANSWERED");
      assertThat(said.json().path("answer")).hasSize(2);
    }
    assertThat(platform.console.said).filteredOn(line -> line.startsWith(id)).hasSize(1);
    assertThat(admin.get("/api/servers/" + id + "/logs").text("logs"))
        .matches("\\w+> list\\n< two play\\n< bob, carol");
    var page = admin.with("Accept", "text/html").get("/servers/" + id).body();
    assertThat(page).contains("class=\"typed\"", "class=\"answered\"", "two play", "name=\"line\"");
    assertThat(
            platform
                .sql()
                .sql("SELECT string_agg(e::text, ' ') FROM audit e WHERE e::text LIKE ?")
                .param("%" + id + "%")
                .query(String.class)
                .single())
        .contains("/commands")
        .doesNotContain("list");
    admin.delete("/api/servers/" + id);
  }

  @Test
  @Tag("S-10")
  void whatIsNoLineIsRefusedAndSaidToNobody() {
    var id = awake(admin);
    for (var line :
        List.of("", "  ", "a\\nop mallory", "a\\u0000", "a\\u2028b", "x".repeat(1_025))) {
      var refused = say(admin, id, line);
      assertThat(refused.status()).as(line).isEqualTo(422);
      assertThat(refused.json().path("errors").path(0).path("field").asText()).isEqualTo("line");
    }
    assertThat(say(admin, id, "\u00f6".repeat(513)).status()).as("bytes count").isEqualTo(422);
    for (var body : List.of("", "[]", "{}", "{\"line\":{}}", "{\"line\":[\"a\"]}")) {
      assertThat(admin.post("/api/servers/" + id + "/commands", body).status())
          .as(body)
          .isBetween(400, 422);
    }
    assertThat(platform.console.said).noneMatch(line -> line.startsWith(id));
    admin.delete("/api/servers/" + id);
  }

  @Test
  @Tag("S-05")
  void whatAGameOrATypistWritesIsShownAsText() {
    var id = awake(admin);
    var hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    platform.console.answer = () -> new Told.Answered(List.of("</span>" + hostile));
    assertThat(say(admin, id, "say " + hostile).status()).isEqualTo(200);
    platform
        .sql()
        .sql("INSERT INTO server_log_lines (server_id, at_nanos, line) VALUES (?, 7, ?)")
        .params(id, "admin\u202e> " + hostile)
        .update();
    var page = admin.with("Accept", "text/html").get("/servers/" + id).body();
    assertThat(page)
        .contains("&lt;script&gt;alert(2)&lt;/script&gt;")
        .doesNotContain("<script>alert", "<img src=x");
    admin.delete("/api/servers/" + id);
  }

  @Test
  void whatWasNotSaidSaysWhyAndWhatMayHaveBeenSaidSaysSo() {
    var id = awake(admin);
    platform.console.answer = () -> new Told.Refused(Untold.NOT_HEARD, "no RCON");
    assertThat(say(admin, id, "list").status()).isEqualTo(409);
    assertThat(say(admin, id, "list").text("code")).isEqualTo("NOT_HEARD");
    platform.console.answer = () -> new Told.Unsure("the game hung up");
    var unsure = say(admin, id, "list");
    assertThat(unsure.status()).isEqualTo(502);
    assertThat(unsure.text("detail")).isEqualTo("It may have been said: the game hung up.");
    platform.console.answer = () -> new Told.Refused(Untold.NODE_AWAY, "no answer");
    var away = say(admin, id, "list");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Retry-After")).isEqualTo("5");

    admin.post("/api/servers/" + id + "/hibernate?force=true", "");
    await().until(() -> admin.get("/api/servers/" + id).text("state").equals("ASLEEP"));
    var asleep = say(admin, id, "list");
    assertThat(asleep.status()).isEqualTo(409);
    assertThat(asleep.text("code")).isEqualTo("NOT_AWAKE");
    admin.delete("/api/servers/" + id);
  }

  @Test
  void tooManyLinesAtOnceAreHeld() {
    var id = awake(admin);
    var last = say(admin, id, "list");
    for (int i = 0; i < 12 && last.status() == 200; i++) {
      last = say(admin, id, "list");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isNotEmpty();
    admin.delete("/api/servers/" + id);
  }

  @Test
  void onlyThoseWhoMayUseTheConsoleSayAnything() {
    var owner = platform.player("console-owner");
    var id = awake(owner);
    assertThat(say(platform.player("console-other"), id, "list").status()).isEqualTo(404);
    assertThat(say(platform.stranger(), id, "list").status()).isEqualTo(401);
    var viewer = platform.player("console-viewer");
    member(id, "console-viewer", "{view}");
    assertThat(say(viewer, id, "list").status()).isEqualTo(403);
    assertThat(viewer.form("/servers/" + id + "/command", Map.of("line", "list")).status())
        .isEqualTo(403);
    assertThat(viewer.with("Accept", "text/html").get("/servers/" + id).body())
        .doesNotContain("name=\"line\"");
    member(id, "console-viewer", "{view,console}");
    assertThat(say(viewer, id, "list").status()).isEqualTo(200);
    assertThat(viewer.form("/servers/" + id + "/command", Map.of("line", "save-all")).status())
        .isEqualTo(303);
    assertThat(platform.console.said).contains(id + ": list", id + ": save-all");
    owner.delete("/api/servers/" + id);
  }

  private void member(String id, String name, String permissions) {
    platform
        .sql()
        .sql(
            """
            INSERT INTO server_members VALUES (?, ?, ?::text[], 'console-owner', now())
            ON CONFLICT (server_id, account_id) DO UPDATE SET permissions = excluded.permissions
            """)
        .params(id, "id-of-" + name, permissions)
        .update();
  }

  private static Http.Answer say(Http who, String id, String line) {
    return who.post("/api/servers/" + id + "/commands", "{\"line\":\"" + line + "\"}");
  }

  private static String awake(Http owner) {
    var made =
        owner.post("/api/servers", "{\"friendly_name\":\"Talker\",\"game_image_id\":\"lobby\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var id = made.text("id");
    await().until(() -> owner.get("/api/servers/" + id).text("state").equals("ASLEEP"));
    owner.post("/api/servers/" + id + "/wake", "");
    await().until(() -> owner.get("/api/servers/" + id).text("state").equals("AWAKE"));
    return id;
  }
}
