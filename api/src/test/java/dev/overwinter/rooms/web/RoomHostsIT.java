package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A host who has gone without a word, at two api processes.
class RoomHostsIT {
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(2);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static Http.Answer take(RoomStage.Guest who, String room, RoomStage.Guest from) {
    return who.http().post("/api/rooms/" + room + "/host", "{\"from\":\"" + from.id() + "\"}");
  }

  private static void isRefused(Http.Answer answer, int status, String code) {
    assertThat(answer.status() + " " + answer.text("code"))
        .as(answer.body())
        .isEqualTo(status + " " + code);
  }

  private static String waits(RoomStage.Guest asks, String room) {
    return asks.http().get("/api/rooms/" + room + "/host").json().path("wait_seconds").asText();
  }

  /// As if all of it had been so much earlier, and every process had been there before.
  private static void aged(String room) {
    aged(room, "2 minutes");
  }

  private static void aged(String room, String by) {
    var sql = Platform.shared().sql();
    for (var table : List.of("room_events", "room_seen")) {
      sql.sql("UPDATE %s SET at = at - interval '%s' WHERE room = ?".formatted(table, by))
          .param(room)
          .update();
    }
    sql.sql("UPDATE api_processes SET began = began - interval '10 minutes'").update();
  }

  private static void gone(String room, RoomStage.Guest who) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() ->
            Platform.shared()
                .sql()
                .sql("SELECT 1 FROM room_presence WHERE room = ? AND member = ?")
                .params(room, who.id())
                .query()
                .listOfRows()
                .isEmpty());
  }

  @Test
  @Tag("ROOM-18")
  @Tag("ROOM-22")
  void aHostWhoIsHereIsFollowedByNobodyWhicheverProcessTheyAreAt() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var socket = RoomClient.own(stage, 1, room, ada, "")) {
      socket.next("hello");
      aged(room);

      isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
      assertThat(waits(bob, room)).isEqualTo("null");
    }
  }

  @Test
  @Tag("ROOM-18")
  @Tag("ROOM-20")
  @Tag("ROOM-22")
  void aMemberFollowsAHostWhoWentAMinuteAgoAndAllHearOfIt() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    aged(room);
    try (var socket = RoomClient.own(stage, 1, room, ada, "")) {
      socket.next("hello");
    }
    gone(room, ada);
    isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
    assertThat(Integer.parseInt(waits(bob, room))).isBetween(60, 90);
    aged(room, "60 seconds");
    assertThat(Integer.parseInt(waits(bob, room))).isBetween(1, 30);
    isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
    aged(room, "31 seconds");
    assertThat(waits(bob, room)).isEqualTo("0");

    try (var socket = RoomClient.own(stage, 1, room, bob, "")) {
      socket.next("hello");
      socket.say("{\"id\":\"t1\",\"kind\":\"takeHost\",\"from\":\"" + ada.id() + "\"}");
      var told = socket.next("host");
      assertThat(told.path("by").asText()).isEqualTo(bob.id());
      assertThat(told.path("data").path("member").asText()).isEqualTo(bob.id());
      socket.say("{\"id\":\"t1\",\"kind\":\"takeHost\",\"from\":\"" + ada.id() + "\"}");
      assertThat(socket.answer("t1").path("ok").asBoolean()).isTrue();
    }
    var back = ada.http().get("/api/rooms/" + room).json();
    assertThat(back.path("you").asText()).isEqualTo(ada.id());
    assertThat(back.path("view").path("host").asText()).isEqualTo(bob.id());
    isRefused(ada.http().post("/api/rooms/" + room + "/rounds", "{}"), 403, "NOT_HOST");
    stage.start(room, bob);
  }

  @Test
  @Tag("ROOM-18")
  @Tag("ROOM-22")
  void whatAProcessHeldThatDiedIsHeldUntilItsLeaseRanOut() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    aged(room);
    var sql = Platform.shared().sql();
    sql.sql("INSERT INTO api_processes VALUES (?, now() + interval '2 seconds')")
        .param("died with " + room)
        .update();
    sql.sql("INSERT INTO room_presence VALUES (?, ?, ?, 1)")
        .params(room, ada.id(), "died with " + room)
        .update();
    isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
    gone(room, ada);
    isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
    assertThat(Integer.parseInt(waits(bob, room))).isBetween(1, 90);
    aged(room);

    var key = bob.http().with("Idempotency-Key", "mine");
    var body = "{\"from\":\"" + ada.id() + "\"}";
    var taken = key.post("/api/rooms/" + room + "/host", body);
    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    assertThat(taken.json().path("changed").asBoolean()).isTrue();
    assertThat(key.post("/api/rooms/" + room + "/host", body).json()).isEqualTo(taken.json());
    assertThat(waits(ada, room)).as("who has just become host is waited for").isNotEqualTo("0");
    isRefused(take(ada, room, bob), 409, "HOST_IS_HERE");
  }

  @Test
  @Tag("ROOM-04")
  @Tag("ROOM-22")
  void ofTwoWhoFollowAtOnceOneIsHost() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var cleo = stage.guest("Cleo");
    var room = stage.room(ada);
    stage.join(room, bob, cleo);
    aged(room);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var answers =
          threads.invokeAll(
              List.<Callable<Http.Answer>>of(
                  () -> take(bob, room, ada), () -> take(cleo, room, ada)));
      boolean bobIs = answers.getFirst().get().status() == 200;
      var other = answers.get(bobIs ? 1 : 0).get();
      isRefused(other, 409, "HOST_CHANGED");
      assertThat(ada.http().get("/api/rooms/" + room + "/host").text("member"))
          .isEqualTo((bobIs ? bob : cleo).id());
    }
  }

  /// What PostgreSQL shows is a step behind the room: nobody must have been asked about its host.
  @Test
  @Tag("ROOM-22")
  void whoGuessesTheNextHostDoesNotPutThemDown() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var cleo = stage.guest("Cleo");
    var room = stage.room(ada);
    stage.join(room, bob, cleo);
    var handed = ada.http().patch("/api/rooms/" + room + "/members/" + bob.id(), "{\"host\":true}");
    assertThat(handed.status()).as(handed.body()).isEqualTo(200);
    Platform.shared()
        .sql()
        .sql("UPDATE rooms SET host = ? WHERE id = ?")
        .params(ada.id(), room)
        .update();

    isRefused(take(cleo, room, bob), 409, "HOST_CHANGED");
    var view = bob.http().get("/api/rooms/" + room).json().path("view");
    assertThat(view.path("host").asText()).isEqualTo(bob.id());
  }

  @Test
  @Tag("ROOM-18")
  @Tag("ROOM-22")
  void aHostIsHereThoughNobodyCouldTellForLongerThanLeasesLast() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var socket = RoomClient.own(stage, 1, room, ada, "")) {
      socket.next("hello");
      aged(room);
      Platform.shared()
          .sql()
          .sql("UPDATE api_processes SET until = now() - interval '100 seconds'")
          .update();
      // The other process is the first that reaches PostgreSQL again.
      stage.bean(0, RoomPresence.class).lease();
      isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
      stage.bean(1, RoomPresence.class).lease();
      assertThat(waits(bob, room)).isEqualTo("null");
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  @Tag("ROOM-22")
  void whoIsNoMemberWasPutOutOrIsMutedFollowsNobody() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var cleo = stage.guest("Cleo");
    var room = stage.room(ada);
    stage.join(room, bob, cleo);
    var members = "/api/rooms/" + room + "/members/";
    var soon = "{\"muted_until\":\"" + Instant.now().plusSeconds(600) + "\"}";
    assertThat(ada.http().patch(members + bob.id(), soon).status()).isEqualTo(200);
    assertThat(ada.http().delete(members + cleo.id()).status()).isEqualTo(200);
    isRefused(take(bob, room, ada), 409, "HOST_IS_HERE"); // who does something is here
    aged(room);

    isRefused(take(bob, room, ada), 403, "MUTED");
    isRefused(take(cleo, room, ada), 403, "NOT_A_MEMBER");
    isRefused(take(stage.guest("Eve"), room, ada), 403, "NOT_A_MEMBER");
    isRefused(take(bob, "no-such-room", ada), 404, "NO_ROOM");
    assertThat(stage.stranger().get("/api/rooms/" + room + "/host").status()).isEqualTo(401);
    var eve = stage.guest("Eve").http().get("/api/rooms/" + room + "/host");
    assertThat(eve.status()).isEqualTo(403);
  }

  @Test
  @Tag("ROOM-18")
  void ofWhoWentLongAgoNothingIsKeptAndTheyAreFollowedAllTheSame() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    try (var socket = RoomClient.own(stage, 1, room, ada, "")) {
      socket.next("hello");
    }
    gone(room, ada);
    stage.bean(0, RoomPresence.class).lease();
    assertThat(seen(room)).isOne();
    aged(room, "11 minutes");
    stage.bean(0, RoomPresence.class).lease();
    assertThat(seen(room)).isZero();
    assertThat(take(bob, room, ada).status()).isEqualTo(200);
  }

  private static long seen(String room) {
    return Platform.shared()
        .sql()
        .sql("SELECT count(*) FROM room_seen WHERE room = ?")
        .param(room)
        .query(Long.class)
        .single();
  }

  @Test
  @Tag("ROOM-18")
  void nobodyIsTakenForGoneWhenWhoIsWhereWasLost() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    aged(room);
    try (var socket = RoomClient.own(stage, 1, room, ada, "")) {
      socket.next("hello");
      // What a crash of PostgreSQL does to tables that are not logged.
      Platform.shared().sql().sql("TRUNCATE api_processes, room_presence, room_seen").update();
      isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
      stage.bean(0, RoomPresence.class).lease(); // one process is back before the other
      isRefused(take(bob, room, ada), 409, "HOST_IS_HERE");
      stage.bean(1, RoomPresence.class).lease();
      assertThat(waits(bob, room)).isEqualTo("null");
    }
  }
}
