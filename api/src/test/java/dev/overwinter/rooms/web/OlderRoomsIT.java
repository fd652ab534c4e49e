package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The older forms of rooms, as their clients know them.
class OlderRoomsIT {
  private static final AtomicInteger NEXT = new AtomicInteger(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static String id() {
    return "abcd-" + NEXT.incrementAndGet() + "f";
  }

  private static Http.Answer deal(Http who, String room, String... names) {
    var query = new StringBuilder();
    for (var name : names) {
      query
          .append(query.isEmpty() ? "?" : "&")
          .append("user=")
          .append(URLEncoder.encode(name, StandardCharsets.UTF_8));
    }
    return who.send("POST", "/api/v1/r/" + room + "/round" + query, "", "");
  }

  private static JsonNode cards(Http.Answer answer) throws Exception {
    return JSON.readTree(answer.json().path("room").path("cards").asText());
  }

  @Test
  @Tag("ROOM-02")
  void theReadmesRoundIsDealtToNamesAndEachReadsTheirOwnOnceTheyLook() throws Exception {
    var room = id();
    var dealt = deal(stage.stranger(), room, "Zoé", "yan");
    assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
    assertThat(dealt.text("room_id")).isEqualTo(room);
    assertThat(dealt.json().path("round").path("id").asInt()).isEqualTo(1);
    assertThat(cards(dealt).fieldNames()).toIterable().containsExactly("Zoé", "yan");
    cards(dealt).forEach(value -> assertThat(value.isNull()).isTrue());

    var zoe = stage.stranger().send("POST", "/api/v1/" + room + "/users/Zo%C3%A9", "", "");
    assertThat(zoe.status()).as(zoe.body()).isEqualTo(200);
    var cookie = zoe.header("Set-Cookie").replaceFirst(";.*", "");
    var browser = stage.stranger().with("Cookie", cookie);
    var room1 = browser.get("/api/v1/rooms/" + room).json().path(room);
    var own = "";
    for (var card : room1.path("cards").properties()) {
      if (room1
          .path("users")
          .path(card.getValue().path("player_id").asText())
          .path("name")
          .asText()
          .equals("Zoé")) {
        own = card.getKey();
      }
    }
    assertThat(own).isNotEmpty();
    var me = browser.get("/api/rooms/" + room).json().path("you").asText();
    assertThat(me).startsWith("n-");
    var peek =
        browser.send(
            "PATCH", "/api/v1/rooms/" + room + "?cards:" + own + ":peeked:" + me + "=True", "", "");
    assertThat(peek.status()).as(peek.body()).isEqualTo(200);
    var seen = cards(browser.get("/api/v1/r/" + room));
    assertThat(seen.path("Zoé").asText()).matches("[1-9]|10");
    assertThat(seen.path("yan").isNull()).isTrue();
    cards(stage.stranger().get("/api/v1/r/" + room))
        .forEach(value -> assertThat(value.isNull()).isTrue());

    assertThat(deal(stage.stranger(), room, "Zoé", "yan").json().path("round").path("id").asInt())
        .isEqualTo(2);
    var users = browser.get("/api/v1/" + room + "/users").json();
    assertThat(users.path("users")).hasSize(2);
    assertThat(users.path("online_users")).isEmpty();
  }

  @Test
  @Tag("ROOM-07")
  @Tag("ROOM-08")
  @Tag("ROOM-09")
  void theReadmesLimitsAreTypedAndChangeNothing() {
    var room = id();
    var eleven = new String[11];
    for (int nth = 0; nth < 11; nth++) {
      eleven[nth] = "u" + nth;
    }
    var many = deal(stage.stranger(), room, eleven);
    assertThat(many.status()).isEqualTo(400);
    assertThat(many.text("error")).isEqualTo("too many users: max 10");
    assertThat(stage.stranger().get("/api/v1/r/" + room).body()).isEqualTo("{\"room\":null}");
    var none = deal(stage.stranger(), room);
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text("error")).isEqualTo("too few users: min 1");
    assertThat(deal(stage.stranger(), room, "a", "A").status()).isEqualTo(400);
    assertThat(deal(stage.stranger(), room, "a").status()).isEqualTo(200);
  }

  @Test
  void theReadmesRoundEndsAfterAnHourAndTheRoomStays() {
    var room = id();
    deal(stage.stranger(), room, "a", "b");
    try {
      stage.rooms.ahead = Duration.ofHours(1).plusSeconds(1);
      assertThat(stage.stranger().send("POST", "/api/v1/" + room + "/users/c", "", "").status())
          .isEqualTo(200);
      var kept = stage.stranger().get("/api/v1/r/" + room).json().path("room");
      assertThat(kept.path("round").isNull()).isTrue();
      assertThat(kept.path("cards").asText()).isEqualTo("{}");
    } finally {
      stage.rooms.ahead = Duration.ZERO;
    }
  }

  @Test
  @Tag("ROOM-22")
  void aStrangerNeitherDealsNorClearsInARoomThatHasAHost() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    assertThat(deal(stage.stranger(), room, "a", "b").status()).isEqualTo(401);
    assertThat(stage.stranger().delete("/api/v1/r/" + room).status()).isEqualTo(401);
    var eve = stage.guest("Eve");
    assertThat(deal(eve.http(), room, "a", "b").status()).isEqualTo(403);
    assertThat(eve.http().delete("/api/v1/r/" + room).status()).isEqualTo(403);
    assertThat(host.http().get("/api/rooms/" + room).json().path("over").isNull()).isTrue();
  }

  @Test
  void thePageOfTheReadmeAsksProgramsWhoTheyAre() {
    var room = id();
    deal(stage.stranger(), room, "a", "b");
    var nobody = stage.stranger().get("/r/" + room);
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.body()).isEqualTo("{}");
    var nowhere = stage.stranger().get("/r/no-such-room?user=a");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.body()).isEqualTo("{}");
  }

  @Test
  void theLaterFormPlaysARoundAsItsClientsKnowIt() {
    var ada = stage.guest("Ada");
    var max = stage.guest("Max");
    var wim = stage.guest("Wim");
    var room =
        stage.room(
            ada, "{\"starts\":\"ANYONE\",\"roles\":\"SELF\",\"join_as\":\"WATCHER\",\"fewest\":1}");
    var path = "/api/v1/rooms/" + room;
    assertThat(stage.stranger().send("POST", path + "/join", "", "").status()).isEqualTo(401);
    for (var who : List.of(max, wim)) {
      var joined = who.browser().send("POST", path + "/join", "", "");
      assertThat(joined.status()).as(joined.body()).isEqualTo(200);
      assertThat(
              joined
                  .json()
                  .path("room")
                  .path(room)
                  .path("users")
                  .path(who.id())
                  .path("role")
                  .asText())
          .isEqualTo("watcher");
    }
    assertThat(stage.guest("Eve").browser().send("POST", path + "/round", "", "").text("error"))
        .isEqualTo("user not in room");
    assertThat(
            max.browser()
                .send("PATCH", path + "/user/" + max.id() + "?next=master", "", "")
                .status())
        .isEqualTo(200);
    ada.browser().send("PATCH", path + "/user/" + ada.id() + "?next=player", "", "");
    assertThat(
            wim.browser()
                .send("PATCH", path + "/user/" + max.id() + "?next=player", "", "")
                .status())
        .isEqualTo(403);
    var round = ada.http().post("/api/rooms/" + room + "/rounds", "{\"topic\":\"A cold day\"}");
    assertThat(round.status()).as(round.body()).isEqualTo(201);
    assertThat(wim.browser().send("POST", path + "/round", "", "").text("error"))
        .isEqualTo("watchers cannot start a new round");
    var shape = ada.browser().get(path).json().path(room);
    assertThat(shape.path("round").path("topic").asText()).isEqualTo("A cold day");
    var card = shape.path("cards").fieldNames().next();
    var dealt = shape.path("cards").path(card);
    assertThat(dealt.path("flipped").asText()).isEqualTo("True");
    assertThat(dealt.path("value").isNull()).isTrue();
    assertThat(dealt.path("scored").isNull()).isTrue();

    assertThat(max.browser().patch(path + "/cards/" + card + "/score", "{\"scored\":7}").status())
        .isEqualTo(200);
    assertThat(
            ada.browser().patch(path + "/cards/" + card + "/score", "{\"scored\":7}").text("error"))
        .isEqualTo("only masters can score cards");
    assertThat(max.browser().patch(path + "/cards/" + card + "/score", "{\"scored\":11}").status())
        .isEqualTo(400);
    assertThat(max.browser().patch(path + "/cards/ffff0/score", "{\"scored\":1}").status())
        .isEqualTo(404);
    assertThat(
            ada.browser()
                .send("PATCH", path + "?cards:" + card + ":flipped=False", "", "")
                .status())
        .isEqualTo(200);
    var open = wim.browser().get(path).json().path(room).path("cards").path(card);
    assertThat(open.path("flipped").asText()).isEqualTo("False");
    assertThat(open.path("value").asText()).matches("[1-9]|10");
    assertThat(open.path("scored").asText()).isEqualTo("7");

    assertThat(ada.browser().post(path + "/message", "{\"content\":\"a::b\"}").status())
        .isEqualTo(200);
    assertThat(wim.browser().post(path + "/message", "{\"content\":\"hm\"}").status())
        .isEqualTo(403);
    var said = ada.browser().get(path).json().path(room).path("messages");
    var message = said.fieldNames().next();
    assertThat(said.path(message).path("content").asText()).isEqualTo("a::b");
    var react = path + "/messages/" + message + "/react";
    assertThat(wim.browser().patch(react, "{\"emoji\":\":\",\"action\":\"add\"}").body())
        .isEqualTo("{\"success\":true}");
    assertThat(
            ada.browser()
                .get(path)
                .json()
                .path(room)
                .path("messages")
                .path(message)
                .path("reactions")
                .path(":")
                .path(wim.id())
                .asText())
        .isEqualTo("True");
    assertThat(wim.browser().patch(react, "{\"emoji\":\"\",\"action\":\"add\"}").status())
        .isEqualTo(400);
    assertThat(wim.browser().patch(react, "{\"emoji\":\"x\",\"action\":\"no\"}").status())
        .isEqualTo(400);
  }

  @Test
  @Tag("ROOM-11")
  @Tag("ROOM-13")
  void keysThatAreNoneAreRefusedAndOfSeveralAllAreTakenOrNone() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    var path = "/api/v1/rooms/" + room;
    var own = stage.card(room, ada);
    var other = stage.card(room, bob);
    for (var query :
        List.of(
            "",
            "?cards:x",
            "?cards:",
            "?name=x",
            "?cards:" + own + ":flipped=maybe",
            "?cards:" + own + ":value=1",
            "?cards:" + own + ":flipped=False&name=x",
            "?cards:" + own + ":flipped=False&cards:" + other + ":flipped=False",
            "?cards:" + own + ":peeked:" + bob.id() + "=True")) {
      var answer = ada.browser().send("PATCH", path + query, "", "");
      assertThat(answer.status()).as(query + " " + answer.body()).isBetween(400, 404);
      assertThat(answer.text("error")).isNotEmpty();
    }
    assertThat(
            ada.browser()
                .get(path)
                .json()
                .path(room)
                .path("cards")
                .path(own)
                .path("flipped")
                .asText())
        .isEqualTo("True");
    assertThat(
            ada.browser().send("PATCH", path + "/user/" + ada.id() + "?next=king", "", "").status())
        .isEqualTo(400);
    for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      for (var odd :
          List.of(
              "/api/v1/",
              "/api/v1/rooms/",
              "/api/v1/rooms/%00/round",
              "/v1/",
              "/ws/a/b",
              "/api/v1/r/../round",
              "/admin/api/none",
              "/ping")) {
        var answer = ada.browser().send(method, odd, "", "");
        assertThat(answer.status()).as(method + " " + odd).isBetween(200, 499);
      }
    }
  }

  @Test
  @Tag("ROOM-23")
  void aCodeOfTheOlderLoginIsGoodOnceAndIsNeverShownAgain() {
    var minted = stage.admin().send("POST", "/admin/api/users?name=Lou", "", "");
    assertThat(minted.status()).as(minted.body()).isEqualTo(201);
    var user = minted.json().fieldNames().next();
    var code = minted.json().path(user).path("codes").fieldNames().next();
    var login = stage.stranger().send("POST", "/auth/login?code_id=" + code, "", "");
    assertThat(login.status()).as(login.body()).isEqualTo(200);
    assertThat(login.json().path("user").path(user).path("name").asText()).isEqualTo("Lou");
    assertThat(login.body()).doesNotContain(code);
    var again = stage.stranger().send("POST", "/auth/login?code_id=" + code, "", "");
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.body()).isEqualTo("{\"success\":false}");
    assertThat(stage.stranger().send("POST", "/auth/login?code_id=", "", "").status())
        .isEqualTo(404);
    var browser =
        stage.stranger().with("Cookie", login.header("Set-Cookie").replaceFirst(";.*", ""));
    assertThat(browser.get("/auth/me").json().path(user).path("name").asText()).isEqualTo("Lou");
    assertThat(browser.get("/auth/me").body()).doesNotContain(code);
    assertThat(browser.get("/auth/test").body()).isEqualTo("{\"message\":\"pong\"}");
    assertThat(browser.send("POST", "/auth/logout", "", "").text("message"))
        .isEqualTo("Logout successful");
    assertThat(browser.get("/auth/test").status()).isEqualTo(401);
    assertThat(stage.stranger().get("/ping").body()).isEqualTo("{\"response\":\"pong\"}");
    assertThat(stage.admin().get("/admin/api/codes").body()).doesNotContain(code);
  }

  @Test
  @Tag("ROOM-27")
  void theAdministrationIsForAdminsIsAuditedAndEscapesWhatPeopleType() {
    for (var path :
        List.of("/admin/list", "/admin/api/rooms", "/admin/api/users", "/admin/api/codes")) {
      assertThat(stage.stranger().get(path).status()).as(path).isEqualTo(401);
      assertThat(stage.guest("Eve").browser().get(path).status()).as(path).isEqualTo(403);
    }
    var made =
        stage
            .admin()
            .send("POST", "/admin/api/rooms?name=%3Cscript%3Ealert(1)%3C/script%3E", "", "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var room = made.json().fieldNames().next();
    // The page of the list that it is on, however many rooms others have made: ids are in order.
    var before = room.substring(0, room.length() - 1);
    assertThat(stage.admin().get("/admin/list?after=" + before).body())
        .contains("&lt;script&gt;")
        .doesNotContain("<script>");
    var host = stage.guest("Ada");
    stage.join(room, host, stage.guest("Bob"));
    for (var who : List.of(host)) {
      who.browser()
          .send("PATCH", "/api/v1/rooms/" + room + "/user/" + who.id() + "?next=player", "", "");
    }
    var round = stage.admin().send("POST", "/admin/api/rooms/" + room + "/round", "", "");
    assertThat(round.status()).as(round.body()).isEqualTo(200);
    assertThat(round.json().path("cards").asInt()).isEqualTo(1);
    assertThat(stage.admin().get("/admin/api/rooms/" + room).body()).doesNotContain("\"value\"");
    assertThat(stage.admin().send("POST", "/admin/api/flush", "", "").status()).isEqualTo(400);
    assertThat(stage.admin().send("PATCH", "/admin/api/rooms/" + room, "", "").status())
        .isEqualTo(405);
    assertThat(stage.admin().delete("/admin/api/rooms/" + room).status()).isEqualTo(204);
    assertThat(
            Platform.shared()
                .sql()
                .sql("SELECT count(*) FROM audit WHERE action = ? AND target = ? AND result = 204")
                .params("DELETE /admin/api/rooms/{room}", room)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }
}
