package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.platform.Platform;
import dev.overwinter.rooms.RoomId;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sockets and streams of two api processes.
class RoomSocketsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(2);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Tag("ROOM-08")
  @Tag("ROOM-20")
  void whoWaitsInAnEmptyRoomSeesTheFirstRoundAndNewRolesLiveAtAnyProcess() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var socket = RoomClient.own(stage, 1, room, bob, "")) {
      var hello = socket.next("hello");
      assertThat(hello.path("view").path("round").isNull()).isTrue();
      var wish =
          ada.http().patch("/api/rooms/" + room + "/members/" + bob.id(), "{\"next\":\"MASTER\"}");
      assertThat(wish.status()).isEqualTo(200);
      var told = socket.next("next_role");
      assertThat(told.path("data").path("member").asText()).isEqualTo(bob.id());
      assertThat(told.path("data").path("next").asText()).isEqualToIgnoringCase("master");
      ada.http().patch("/api/rooms/" + room + "/members/" + bob.id(), "{\"next\":\"PLAYER\"}");
      stage.start(room, ada);
      assertThat(socket.next("round_started").path("data").path("number").asText()).isEqualTo("1");
      var view = socket.next("view");
      while (view.path("view").path("round").isNull()) {
        view = socket.next("view");
      }
      assertThat(view.path("view").path("round").path("table").path("cards")).hasSize(2);
    }
  }

  @Test
  @Tag("ROOM-17")
  void everyEventIsToldOnceAndInOrderAndRoomsHearNothingOfEachOther() throws Exception {
    var ada = stage.guest("Ada");
    var one = stage.room(ada);
    var other = stage.room(ada);
    stage.join(one, stage.guest("Bob"));
    try (var first = RoomClient.own(stage, 0, one, ada, "");
        var second = RoomClient.own(stage, 1, one, ada, "");
        var elsewhere = RoomClient.own(stage, 0, other, ada, "")) {
      long seq = first.next("hello").path("seq").asLong();
      second.next("hello");
      elsewhere.next("hello");
      for (int nth = 0; nth < 10; nth++) {
        stage.start(one, ada);
      }
      assertThat(ada.http().patch("/api/rooms/" + other, "{\"name\":\"Other\"}").status())
          .isEqualTo(200);
      for (var socket : List.of(first, second)) {
        var seen = new ArrayList<Long>();
        int rounds = 0;
        while (rounds < 10) {
          var event = socket.event();
          seen.add(event.path("seq").asLong());
          rounds += event.path("type").asText().equals("round_started") ? 1 : 0;
        }
        for (int at = 0; at < seen.size(); at++) {
          assertThat(seen.get(at)).isEqualTo(seq + 1 + at);
        }
      }
      assertThat(elsewhere.event().path("type").asText()).isEqualTo("configured");
    }
  }

  @Test
  @Tag("ROOM-19")
  void whoComesBackIsToldWhatTheyMissedOrTheWholeRoom() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    long seq;
    String old;
    try (var socket = RoomClient.own(stage, 0, room, bob, "")) {
      var hello = socket.next("hello");
      seq = hello.path("seq").asLong();
      old = hello.path("view").path("round").path("id").asText();
      assertThat(hello.path("missed").isNull()).isTrue();
    }
    stage.start(room, ada);
    ada.http().post("/api/rooms/" + room + "/messages", "{\"body\":\"hello\"}");
    try (var socket = RoomClient.own(stage, 1, room, bob, "?after=" + seq)) {
      var hello = socket.next("hello");
      var missed = hello.path("missed");
      for (int at = 0; at < missed.size(); at++) {
        assertThat(missed.path(at).path("seq").asLong()).isEqualTo(seq + 1 + at);
      }
      assertThat(missed.path(missed.size() - 1).path("message").path("body").asText())
          .isEqualTo("hello");
      assertThat(hello.path("seq").asLong()).isEqualTo(seq + missed.size());
      assertThat(hello.path("view").path("round").path("id").asText()).isNotEqualTo(old);
    }
    try (var socket = RoomClient.own(stage, 1, room, bob, "?after=999999")) {
      assertThat(socket.next("hello").path("missed").isNull()).isTrue();
    }
    try (var lines =
        bob.http()
            .with("Last-Event-ID", String.valueOf(seq))
            .lines("/api/rooms/" + room + "/stream")) {
      var first = lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
      assertThat(first).contains("\"type\":\"hello\"").contains("round_started");
    }
  }

  @Test
  @Tag("ROOM-15")
  @Tag("ROOM-16")
  void aBadFrameIsAnErrorToWhoSentItAndNobodyElseNotices() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var bad = RoomClient.own(stage, 0, room, bob, "");
        var good = RoomClient.own(stage, 0, room, ada, "")) {
      bad.next("hello");
      good.next("hello");
      for (var frame :
          List.of(
              "", "::", "a::b::c", "[1]", "{", "{\"kind\":7}", "{\"id\":\"x\",\"kind\":\"?\"}")) {
        bad.say(frame);
        var error = bad.next();
        while (!error.has("re")) {
          error = bad.next();
        }
        assertThat(error.path("ok").asBoolean()).as(frame).isFalse();
        assertThat(error.path("error").path("code").asText()).isNotEmpty();
      }
      bad.say("{\"id\":\"m\",\"kind\":\"say\",\"body\":\"a::b::{\\\"c\\\":1}\"}");
      assertThat(bad.answer("m").path("ok").asBoolean()).isTrue();
      assertThat(good.next("said").path("message").path("body").asText())
          .isEqualTo("a::b::{\"c\":1}");
      bad.vanish();
      good.say("{\"id\":\"n\",\"kind\":\"say\",\"body\":\"still here\"}");
      assertThat(good.answer("n").path("ok").asBoolean()).isTrue();
      assertThat(good.isOpen()).isTrue();
    }
  }

  /// Programs of the older form cut a frame at its two colons.
  @Test
  @Tag("ROOM-15")
  void colonsThatSomebodySaysCutNoFrameOfTheOlderForm() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    var said = "a::b:::c {\"x\"::1} \\::";
    try (var ear =
        new RoomClient(
            stage.url(1),
            "/ws/" + room + "/" + ada.id(),
            Map.of("Authorization", "Bearer " + ada.token()))) {
      ear.text("user:online::");
      var body = JSON.createObjectNode().put("content", said).toString();
      assertThat(ada.browser().post("/api/v1/rooms/" + room + "/message", body).status())
          .as("who looks on says nothing in this form")
          .isEqualTo(403);
      body = JSON.createObjectNode().put("body", said).toString();
      assertThat(ada.http().post("/api/rooms/" + room + "/messages", body).status()).isEqualTo(201);
      var parts = ear.text("message:new::").split("::", -1);
      assertThat(parts).hasSize(2);
      assertThat(JSON.readTree(parts[1]).path("content").asText()).isEqualTo(said);
    }
  }

  @Test
  void aCommandThatIsSentAgainCountsOnce() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    try (var socket = RoomClient.own(stage, 0, room, ada, "")) {
      socket.next("hello");
      var say = "{\"id\":\"abc\",\"kind\":\"say\",\"body\":\"once\"}";
      socket.say(say);
      var first = socket.answer("abc");
      socket.say(say);
      assertThat(socket.answer("abc")).isEqualTo(first);
    }
    assertThat(ada.http().get("/api/rooms/" + room + "/messages").json().path("messages"))
        .hasSize(1);
  }

  @Test
  @Tag("ROOM-18")
  void presenceIsCountedBySocketsAndEndsWithTheProcessThatHeldThem() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var ear = RoomClient.own(stage, 0, room, ada, "")) {
      ear.next("hello");
      var tab = RoomClient.own(stage, 0, room, bob, "");
      var phone = RoomClient.own(stage, 1, room, bob, "");
      tab.next("hello");
      phone.next("hello");
      var online = ear.next("presence").path("online");
      while (online.size() < 2) {
        online = ear.next("presence").path("online");
      }
      tab.close();
      await().atMost(Duration.ofSeconds(20)).until(() -> rows(room, bob) == 1);
      assertThat(stage.bean(0, RoomPresence.class).of(new RoomId(room)).online()).hasSize(2);
      // A process that is killed says nothing: its lease ends, and another one tells.
      var dead = "process-that-was-killed";
      var sql = Platform.shared().sql();
      phone.close();
      await().atMost(Duration.ofSeconds(20)).until(() -> rows(room, bob) == 0);
      sql.sql("INSERT INTO api_processes VALUES (?, now() + interval '1 second')")
          .param(dead)
          .update();
      sql.sql("INSERT INTO room_presence VALUES (?, ?, ?, 1)")
          .params(room, bob.id(), dead)
          .update();
      sql.sql("SELECT pg_notify('room_ephemeral', ?)")
          .param(room + " presence")
          .query()
          .listOfRows();
      await().atMost(Duration.ofSeconds(30)).until(() -> rows(room, bob) == 0);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> stage.bean(0, RoomPresence.class).of(new RoomId(room)).online().size() == 1);
    }
  }

  private static long rows(String room, RoomStage.Guest who) {
    return Platform.shared()
        .sql()
        .sql("SELECT count(*) FROM room_presence WHERE room = ? AND member = ?")
        .params(room, who.id())
        .query(Long.class)
        .single();
  }

  private static int refusal(String path, Map<String, String> headers) {
    try (var socket = new RoomClient(stage.url(0), path, headers)) {
      throw new AssertionError("was let in: " + socket.isOpen());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  @Test
  @Tag("ROOM-21")
  void aSocketIsItsTokensAndNobodySpeaksAsAnother() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var eve = stage.guest("Eve");
    var room = stage.room(ada);
    stage.join(room, bob);
    var own = "/api/rooms/" + room + "/socket";
    var older = "/ws/" + room + "/";
    assertThat(refusal(own, Map.of())).isEqualTo(401);
    assertThat(refusal(own, Map.of("Authorization", "Bearer guest_nobody"))).isEqualTo(401);
    assertThat(refusal(own, Map.of("Authorization", "Bearer " + eve.token()))).isEqualTo(403);
    assertThat(refusal(older + ada.id(), Map.of())).isEqualTo(401);
    assertThat(refusal(older + ada.id(), Map.of("Authorization", "Bearer " + bob.token())))
        .isEqualTo(403);
    assertThat(
            refusal(
                own, Map.of("Cookie", "session=" + ada.token(), "Origin", "https://evil.example")))
        .isEqualTo(403);
    assertThat(
            refusal(
                older + ada.id(),
                Map.of("Cookie", "session=" + ada.token(), "Origin", "https://evil.example")))
        .isEqualTo(403);
    try (var speaker =
            new RoomClient(
                stage.url(0), older + bob.id(), Map.of("Authorization", "Bearer " + bob.token()));
        var ear =
            new RoomClient(
                stage.url(1), older + ada.id(), Map.of("Authorization", "Bearer " + ada.token()))) {
      ear.text("user:online::" + bob.id());
      speaker.text("user:online::");
      speaker.say("online::" + ada.id());
      assertThat(speaker.text("error::")).contains("cursor:move");
      speaker.say("round:new::{\"id\":\"x\"}");
      speaker.text("error::");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            speaker.say("cursor:move::1.5:2.25");
            return ear.hears("user:" + bob.id() + ":cursor:move::1.5:2.25");
          });
    }
  }

  @Test
  void whoIsPutOutIsToldNothingMore() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var socket = RoomClient.own(stage, 1, room, bob, "")) {
      socket.next("hello");
      assertThat(ada.http().delete("/api/rooms/" + room + "/members/" + bob.id()).status())
          .isEqualTo(200);
      assertThat(socket.closed()).isEqualTo(1008);
    }
    assertThatThrownBy(() -> RoomClient.own(stage, 1, room, bob, "").close())
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }
}
