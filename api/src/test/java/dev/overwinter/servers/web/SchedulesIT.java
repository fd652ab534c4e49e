package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.schedules.ScheduleRules;
import io.temporal.client.schedules.ScheduleException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What servers do by the clock, for programs and people, on a Temporal that has Schedules.
@Timeout(240)
final class SchedulesIT {
  private static final Platform PLATFORM = Platform.onRealTemporal();
  private static final String NIGHTLY =
      """
      {"name": "Every night", "cron": "0 4 * * *", "zone": "Europe/Berlin", "only_if_empty": false,
       "steps": [{"kind": "command", "line": "say restart"}, {"kind": "start", "after_seconds": 1}]}
      """;

  private final Http admin = PLATFORM.admin();

  @AfterAll
  static void stop() {
    PLATFORM.close();
  }

  @Test
  void whatIsAskedForIsInTemporalRunsWhenAskedAndIsRemembered() {
    var id = server(admin);
    var keyed = admin.with("Idempotency-Key", "monday");
    var made = keyed.post(path(id), NIGHTLY);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var schedule = made.text("id");
    assertThat(keyed.post(path(id), NIGHTLY).text("id")).as("asked again").isEqualTo(schedule);
    assertThat(admin.get(path(id)).json()).hasSize(1);

    // The next three, as Temporal has them.
    var next = made.json().path("next_runs");
    assertThat(next).hasSize(3);
    var first = Instant.parse(next.path(0).asText());
    assertThat(LocalTime.ofInstant(first, ZoneId.of("Europe/Berlin"))).isEqualTo("04:00");
    var theirs = PLATFORM.schedule(id, schedule).describe().getInfo().getNextActionTimes();
    assertThat(Duration.between(first, theirs.getFirst())).isBetween(Duration.ZERO, seconds(11));

    var run = admin.with("Idempotency-Key", "now").post(path(id) + "/" + schedule + "/run", "");
    assertThat(run.status()).as(run.body()).isEqualTo(202);
    assertThat(
            admin
                .with("Idempotency-Key", "now")
                .post(path(id) + "/" + schedule + "/run", "")
                .text("run"))
        .isEqualTo(run.text("run"));
    await().atMost(seconds(60)).until(() -> outcome(id, schedule).equals("DONE"));
    var runs = admin.get(path(id) + "/" + schedule + "/runs").json();
    assertThat(runs).hasSize(1);
    var kept = runs.path(0);
    assertThat(kept.path("by").asText()).isEqualTo("admin");
    assertThat(kept.path("steps").findValuesAsText("kind")).containsExactly("command", "start");
    assertThat(kept.path("steps").findValuesAsText("outcome"))
        .as("a game that sleeps hears nothing, and the rest is done")
        .containsExactly("LEFT_OUT", "DONE");
    await()
        .atMost(seconds(60))
        .until(() -> admin.get("/api/servers/" + id).text("state").equals("AWAKE"));

    // Now it hears.
    assertThat(admin.post(path(id) + "/" + schedule + "/run", "").status()).isEqualTo(202);
    await().atMost(seconds(60)).until(() -> PLATFORM.console.said.contains(id + ": say restart"));
    admin.delete("/api/servers/" + id);
  }

  @Test
  void isPausedResumedChangedAndForgotten() {
    var id = server(admin);
    var schedule = admin.post(path(id), NIGHTLY).text("id");
    var one = path(id) + "/" + schedule;
    var paused = admin.post(one + "/pause", "");
    assertThat(paused.json().path("active").asBoolean()).isFalse();
    assertThat(paused.json().path("next_runs")).isEmpty();
    assertThat(isPaused(id, schedule)).isTrue();
    var changed = admin.put(one, NIGHTLY.replace("Every night", "Each night"));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Each night");
    assertThat(changed.json().path("active").asBoolean()).as("a change is no resumption").isFalse();
    assertThat(admin.post(one + "/resume", "").json().path("active").asBoolean()).isTrue();
    assertThat(isPaused(id, schedule)).isFalse();
    assertThat(admin.delete(one).status()).isEqualTo(204);
    assertThat(admin.get(one).status()).isEqualTo(404);
    for (var verb : List.of("/pause", "/resume", "/run")) {
      assertThat(admin.post(one + verb, "").status()).as(verb).isEqualTo(404);
    }
    assertThatThrownBy(() -> PLATFORM.schedule(id, schedule).describe())
        .isInstanceOf(ScheduleException.class);
    admin.delete("/api/servers/" + id);
  }

  @Test
  @Tag("S-10")
  void whatIsNoPlanIsRefusedByTheNameOfItsField() {
    var id = server(admin);
    var wrong =
        Map.of(
            "name", NIGHTLY.replace("Every night", "n".repeat(61)),
            "cron", NIGHTLY.replace("0 4 * * *", "* * * * *"),
            "zone", NIGHTLY.replace("Europe/Berlin", "Mars/Olympus"),
            "steps", NIGHTLY.replace("\"line\": \"say restart\"", "\"line\": \"\""),
            "steps[0].kind", NIGHTLY.replace("command", "explode"),
            "steps[0].line", NIGHTLY.replace("say restart", "a\\nop mallory"),
            "steps[1].after_seconds", NIGHTLY.replace(": 1}", ": 3601}"));
    wrong.forEach((field, body) -> {
      var refused = admin.post(path(id), body);
      assertThat(refused.status()).as("%s: %s", field, refused.body()).isEqualTo(422);
      assertThat(refused.json().path("errors").findValuesAsText("field"))
          .as(refused.body())
          .contains(field);
    });
    var eleven = "{\"kind\":\"start\"},".repeat(10) + "{\"kind\":\"start\"}";
    for (var body :
        List.of(
            "",
            "[]",
            "{}",
            NIGHTLY.replace("false", "\"perhaps\""),
            NIGHTLY.replaceFirst("\"steps\".*", "\"steps\": [null]}"),
            NIGHTLY.replaceFirst("\"steps\".*", "\"steps\": []}"),
            NIGHTLY.replaceFirst("\"steps\".*", "\"steps\": [" + eleven + "]}"),
            NIGHTLY.replace("0 4 * * *", "0 4 * * *" + " ".repeat(200)),
            NIGHTLY.replace("Every night", "a\\u0000b"),
            "x".repeat(100_000))) {
      assertThat(admin.post(path(id), body).status()).as(body).isBetween(400, 422);
    }
    assertThat(admin.get(path(id)).json()).isEmpty();
    for (var i = 0; i < ScheduleRules.MOST; i++) {
      assertThat(admin.post(path(id), NIGHTLY).status()).isEqualTo(200);
    }
    var more = admin.post(path(id), NIGHTLY);
    assertThat(more.status()).isEqualTo(409);
    assertThat(more.text("code")).isEqualTo("TOO_MANY");
    admin.delete("/api/servers/" + id);
  }

  @Test
  void nobodyHasAServerDoByTheClockWhatTheyMayNotDoByHand() {
    PLATFORM.account("clock-owner");
    PLATFORM.account("clock-friend");
    var owner = PLATFORM.as("clock-owner");
    var friend = PLATFORM.as("clock-friend");
    var id = server(owner);
    assertThat(friend.get(path(id)).status()).as("a stranger's").isEqualTo(404);
    assertThat(friend.post(path(id), NIGHTLY).status()).isEqualTo(404);
    member(owner, friend, id, "\"start\",\"console\"");
    assertThat(friend.get(path(id)).status()).isEqualTo(403);
    member(owner, friend, id, "\"schedules\",\"start\"");
    var refused = friend.post(path(id), NIGHTLY);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("MISSING_PERMISSION");
    assertThat(refused.text("detail")).contains("use its console");

    member(owner, friend, id, "\"schedules\",\"start\",\"console\"");
    var theirs = friend.post(path(id), NIGHTLY).text("id");
    var owners = owner.post(path(id), NIGHTLY).text("id");
    // Less than the schedule needs: it is paused, here and in Temporal, and the owner's goes on.
    member(owner, friend, id, "\"schedules\",\"start\"");
    await()
        .atMost(seconds(60))
        .until(() -> !owner.get(path(id) + "/" + theirs).json().path("active").asBoolean());
    assertThat(owner.get(path(id) + "/" + theirs).text("why_paused"))
        .isEqualTo("clock-friend may not do this any more");
    await().atMost(seconds(60)).until(() -> isPaused(id, theirs));
    assertThat(owner.get(path(id) + "/" + owners).json().path("active").asBoolean()).isTrue();
    for (var verb : List.of("/resume", "/run")) {
      assertThat(friend.post(path(id) + "/" + theirs + verb, "").status()).isEqualTo(403);
    }
    // Whoever resumes it answers for it.
    assertThat(owner.post(path(id) + "/" + theirs + "/resume", "").text("made_by"))
        .isEqualTo("clock-owner");
    owner.delete("/api/servers/" + id);
  }

  @Test
  @Tag("S-05")
  void peopleDoTheSameOnAPageThatNeedsNoScript() {
    var owner = PLATFORM.player("clock-reader").with("Accept", "text/html");
    var id = server(owner);
    assertThat(owner.get("/servers/" + id).body()).contains("/servers/" + id + "/schedules");
    assertThat(owner.get("/servers/" + id + "/schedules").body())
        .contains("It does nothing by the clock yet.", "name=\"zone\"", "Europe/Berlin");
    var hostile = "<script>alert(1)</script>";
    var form =
        Map.of(
            "name",
            hostile,
            "when",
            "weekdays",
            "at",
            "06:30",
            "zone",
            "Europe/Berlin",
            "kind0",
            "stop",
            "kind1",
            "backup",
            "after1",
            "5");
    assertThat(owner.form("/servers/" + id + "/schedules", form).status()).isEqualTo(303);
    var page = owner.get("/servers/" + id + "/schedules").body();
    assertThat(page)
        .contains(
            "30 6 * * mon-fri", "stop, back up after 5 min", "whoever plays", "&lt;script&gt;")
        .doesNotContain(hostile);
    var schedule = owner.with("Accept", "application/json").get(path(id)).json().path(0);
    var one = "/servers/" + id + "/schedules/" + schedule.path("id").asText();

    var wrong = new HashMap<>(form);
    wrong.putAll(Map.of("name", "Typed again", "when", "cron", "cron", "61 * * * *"));
    var again = owner.form(one, wrong);
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body())
        .as("what was typed is not lost, and what is wrong stands beside it")
        .contains("Typed again", "61 * * * *", "minute: 61 (expected: 0 to 59)");
    assertThat(owner.form(one + "/pause", Map.of()).status()).isEqualTo(303);
    assertThat(owner.get("/servers/" + id + "/schedules").body()).contains(">paused<", "/resume\"");
    assertThat(owner.form(one + "/resume", Map.of()).status()).isEqualTo(303);
    assertThat(owner.form(one + "/run", Map.of()).status()).isEqualTo(303);
    await()
        .atMost(seconds(60))
        .until(() -> owner.get("/servers/" + id + "/schedules").body().contains("Runs (1)"));
    assertThat(owner.form(one + "/delete", Map.of()).status()).isEqualTo(303);
    assertThat(owner.get("/servers/" + id + "/schedules").body()).doesNotContain("&lt;script&gt;");
    owner.delete("/api/servers/" + id);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String path(String id) {
    return "/api/servers/" + id + "/schedules";
  }

  private String outcome(String id, String schedule) {
    return admin.get(path(id) + "/" + schedule).json().path("last_run").path("outcome").asText();
  }

  private static boolean isPaused(String id, String schedule) {
    var state = PLATFORM.schedule(id, schedule).describe().getSchedule().getState();
    return state != null && state.isPaused();
  }

  /// Has exactly these rights.
  private static void member(Http owner, Http guest, String id, String permissions) {
    var body = "{\"permissions\":[" + permissions + "]}";
    var members = "/api/servers/" + id + "/members/" + guest.get("/api/me").text("id");
    if (owner.put(members, body).status() == 404) {
      var link = owner.post("/api/servers/" + id + "/invitations", body);
      assertThat(link.status()).as(link.body()).isEqualTo(200);
      var accepted = guest.post("/api/invitations/" + link.text("token") + "/accept", "");
      assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
    }
  }

  private static String server(Http owner) {
    var json = owner.with("Accept", "application/json");
    var made =
        json.post("/api/servers", "{\"friendly_name\":\"Clocked\",\"game_image_id\":\"lobby\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var id = made.text("id");
    await()
        .atMost(seconds(30))
        .until(() -> json.get("/api/servers/" + id).text("state").equals("ASLEEP"));
    return id;
  }
}
