package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nobody becomes, or acts as, who they are not by following a link or by a key that is too small.
class RoomIdentityIT {
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  /// A login code of somebody's.
  private static String code(RoomStage.Guest of) {
    var made = of.http().post("/api/guests/me/codes", "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("code");
  }

  private static Browser browser() {
    return new Browser(stage.url(0));
  }

  private static String name(Browser browser) {
    return new Http(stage.url(0))
        .with("Cookie", "session=" + browser.cookie("session").orElseThrow())
        .get("/api/guests/me")
        .text("name");
  }

  @Test
  @Tag("ROOM-23")
  void aLinkWithACodeMakesNobodyAnotherWithoutAskingThem() {
    var eve = stage.guest("Eve");
    var room = stage.room(eve);
    var code = code(eve);
    var ada = browser();
    assertThat(ada.get("/r/" + room + "?user=Ada").statusCode()).isEqualTo(303);
    assertThat(name(ada)).isEqualTo("Ada");
    for (var path : new String[] {"/r/" + room + "?code_id=" + code, "/rooms?code_id=" + code}) {
      var asked = ada.get(path);
      assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
      assertThat(asked.body()).contains("You are Ada here").contains("Become Eve");
      assertThat(name(ada)).isEqualTo("Ada");
    }
    var become =
        ada.form(
            "/r/" + room + "?code_id=" + code, "/rooms/login", Map.of("code", code, "room", room));
    assertThat(Browser.location(become)).endsWith("/r/" + room);
    assertThat(name(ada)).isEqualTo("Eve");
    var used = browser();
    assertThat(used.get("/rooms?code_id=" + code).statusCode()).isEqualTo(303);
    assertThat(used.cookie("session")).isEmpty();
  }

  @Test
  void whoIsNobodyComesInByALinkAtOnce() {
    var eve = stage.guest("Eve");
    var room = stage.room(eve);
    var phone = browser();
    assertThat(Browser.location(phone.get("/r/" + room + "?code_id=" + code(eve))))
        .endsWith("/r/" + room);
    assertThat(name(phone)).isEqualTo("Eve");
  }

  @Test
  void whatIsOnlyPreparedNeitherJoinsNorUsesACodeUp() {
    var eve = stage.guest("Eve");
    var room = stage.room(eve);
    var code = code(eve);
    var prepares =
        stage.stranger().with("Accept", "text/html").with("Sec-Purpose", "prefetch;prerender");
    int told = stage.rooms.told.size();
    for (var path :
        new String[] {
          "/r/" + room + "?user=Ada", "/r/" + room + "?code_id=" + code, "/rooms?code_id=" + code
        }) {
      var answer = prepares.get(path);
      assertThat(answer.status()).as(path).isEqualTo(503);
      assertThat(answer.headers().allValues("Set-Cookie"))
          .noneMatch(one -> one.contains("session="));
      assertThat(answer.header("Cache-Control")).contains("no-store");
    }
    assertThat(stage.rooms.told).hasSize(told);
    assertThat(prepares.get("/r/" + room).status())
        .as("a page that changes nothing")
        .isEqualTo(200);
    var phone = browser();
    assertThat(phone.get("/rooms?code_id=" + code).statusCode()).isEqualTo(303);
    assertThat(name(phone)).isEqualTo("Eve");
  }

  @Test
  void aRoomOfAKeyThatSomebodyElseHasMadeFirstIsNotHandedOut() {
    var ada = stage.guest("Ada");
    var id = Hashes.request("open", "", "g:" + ada.id(), Optional.of("1")).substring(0, 12);
    var dealt = stage.stranger().send("POST", "/api/v1/r/" + id + "/round?user=Eve", "", "");
    assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
    var made = ada.http().with("Idempotency-Key", "1").post("/api/rooms", "{\"name\":\"Mine\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(409);
    var other = ada.http().with("Idempotency-Key", "2");
    var first = other.post("/api/rooms", "{\"name\":\"Mine\"}");
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    var again = other.post("/api/rooms", "{\"name\":\"Mine\"}");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("room").path("id"))
        .isEqualTo(first.json().path("room").path("id"));
  }

  /// An account that logs in at the stage.
  private static Http account(String name) {
    Platform.shared().account(name);
    Platform.shared().sql().sql("DELETE FROM login_tries").update();
    var login =
        stage
            .stranger()
            .post(
                "/auth/login",
                "{\"username\":\"%s\",\"password\":\"%s\"}"
                    .formatted(name, Platform.password(name)));
    return stage.stranger().with("Authorization", "Bearer " + login.text("access_token"));
  }

  @Test
  void whoMustReplaceAPasswordDoesNothingByTheOlderPathsEither() {
    var late = account("late-for-rooms");
    assertThat(late.get("/auth/test").status()).isEqualTo(200);
    Platform.shared()
        .sql()
        .sql("UPDATE accounts SET must_change = true, admin = true WHERE name = ?")
        .param("late-for-rooms")
        .update();
    for (var path : new String[] {"/auth/test", "/admin/api/rooms", "/admin/list"}) {
      var refused = late.get(path);
      assertThat(refused.status()).as(path + " " + refused.body()).isEqualTo(403);
      assertThat(refused.text("error")).contains("password");
    }
    assertThat(late.send("POST", "/admin/api/flush?confirm=close-all-rooms", "", "").status())
        .isEqualTo(403);
  }

  @Test
  @Tag("S-10")
  void aKeyThatOnlyReadsOpensNoSocketOverWhichOneSpeaks() {
    var owner = account("keeper-of-rooms");
    var made =
        owner.post(
            "/api/account/keys", "{\"name\":\"test\",\"scopes\":[\"read\"],\"networks\":[]}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var reader = stage.stranger().with("Authorization", "Bearer " + made.text("key"));
    var room = stage.room(stage.guest("Ada"));
    assertThat(owner.post("/api/rooms/" + room + "/join", "{}").status()).isEqualTo(200);
    assertThat(reader.get("/api/rooms/" + room).status()).isEqualTo(200);
    var posted = reader.post("/api/rooms/" + room + "/leave", "");
    var socket = reader.get("/api/rooms/" + room + "/socket");
    assertThat(posted.status()).isEqualTo(403);
    assertThat(socket.status()).as(socket.body()).isEqualTo(403);
    assertThat(socket.text("detail")).isEqualTo(posted.text("detail"));
  }
}
