package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.api.auth.Scope;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who stays in a room is told of it for as long as they are who came, and no longer.
class RoomSeatsIT {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String VALUE = "(?s).*\"value\":\"?\\d.*";
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterEach
  void isWell() {
    stage.trouble.end();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static void deal(String room) {
    var dealt =
        stage.stranger().send("POST", "/api/v1/r/" + room + "/round?user=Ann&user=Ben", "", "");
    assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
  }

  private static void sit(String room, RoomStage.Guest who) {
    var sat = who.http().send("POST", "/api/v1/" + room + "/users/Ann", "", "");
    assertThat(sat.status()).as(sat.body()).isEqualTo(200);
  }

  private static JsonNode room(String room, RoomStage.Guest who) {
    return who.http().get("/api/rooms/" + room).json();
  }

  private static String card(JsonNode room, String of) {
    for (var card : room.path("view").path("round").path("table").path("cards")) {
      if (card.path("player").asText().equals(of)) {
        return card.path("id").asText();
      }
    }
    throw new AssertionError("no card: " + room);
  }

  @Test
  @Tag("ROOM-01")
  @Tag("ROOM-21")
  void whoHasLeftASeatIsNotShownWhatItsNextHolderSees() throws Exception {
    var room = "seats-" + NEXT.incrementAndGet() + "x";
    var mallory = stage.guest("Mallory");
    var ann = stage.guest("Ann");
    deal(room);
    sit(room, mallory);
    var seat = room(room, mallory).path("you").asText();
    assertThat(seat).startsWith("n-");
    try (var socket = RoomClient.own(stage, 0, room, mallory, "")) {
      socket.next("hello");
      socket.next("presence");
      // All that follows comes to her in one go.
      stage.trouble.begin(Trouble.FETCHING);
      assertThat(mallory.http().post("/api/rooms/" + room + "/leave", "{}").status())
          .isEqualTo(200);
      deal(room);
      sit(room, ann);
      var shown = room(room, ann);
      assertThat(shown.path("you").asText()).isEqualTo(seat);
      assertThat(stage.play(room, ann, "peek", card(shown, seat), "true").status()).isEqualTo(200);
      assertThat(room(room, ann).toString()).matches(VALUE);
      stage.trouble.met();
      stage.trouble.end();
      assertThat(socket.closed()).isEqualTo(1008);
      assertThat(socket.rest()).noneMatch(frame -> frame.matches(VALUE));
    }
    var id = new RoomId(room);
    var sources = stage.bean(0, RoomSources.class);
    var live = new LiveRoom(id, sources);
    var member = new MemberId(seat);
    assertThat(new RoomFeed(live, member, "g:" + ann.id(), sources).hello(null).json())
        .matches(VALUE);
    assertThatThrownBy(() -> new RoomFeed(live, member, "g:" + mallory.id(), sources).hello(null))
        .isInstanceOf(Problem.class);
  }

  @Test
  @Tag("ROOM-21")
  void whoIsPutOutIsToldOfItAndOfNothingAfterIt() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    var url = stage.url(0);
    var bearer = Map.of("Authorization", "Bearer " + bob.token());
    try (var own = RoomClient.own(stage, 0, room, bob, "");
        var older = new RoomClient(url, "/ws/" + room + "/" + bob.id(), bearer)) {
      own.next("hello");
      own.next("presence");
      older.text("user:online::");
      stage.trouble.begin(Trouble.FETCHING);
      assertThat(ada.http().delete("/api/rooms/" + room + "/members/" + bob.id()).status())
          .isEqualTo(200);
      var said = ada.http().post("/api/rooms/" + room + "/messages", "{\"body\":\"he is gone\"}");
      assertThat(said.status()).isEqualTo(201);
      stage.trouble.met();
      stage.trouble.end();
      assertThat(own.closed()).isEqualTo(1008);
      assertThat(older.closed()).isEqualTo(1008);
      assertThat(own.rest())
          .anyMatch(frame -> frame.contains("\"left\""))
          .noneMatch(frame -> frame.contains("he is gone"));
      assertThat(older.rest())
          .contains("user:left::" + bob.id())
          .noneMatch(frame -> frame.contains("he is gone"));
    }
  }

  @Test
  @Tag("ROOM-21")
  void whoLogsOutStaysNowhere() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    try (var socket = RoomClient.own(stage, 0, room, ada, "");
        var lines = ada.http().lines("/api/rooms/" + room + "/stream")) {
      socket.next("hello");
      var stream = CompletableFuture.supplyAsync(lines::count);
      assertThat(ada.http().post("/api/guests/logout", "{}").status()).isEqualTo(204);
      assertThat(socket.closed()).isEqualTo(1008);
      assertThat(stream.get(20, TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  @Tag("ROOM-21")
  void whoIsForgottenByAnOperatorStaysNowhere() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    try (var socket = RoomClient.own(stage, 0, room, ada, "")) {
      socket.next("hello");
      stage.bean(0, RoomGuests.class).delete(ada.id());
      assertThat(socket.closed()).isEqualTo(1008);
    }
  }

  @Test
  @Tag("ROOM-21")
  void whoseProofEndsWithoutAWordStaysForLessThanAMinute() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    var sql = Platform.shared().sql();
    var account = "rooms-key-" + NEXT.incrementAndGet();
    var key = "ow_" + account + "-of-nobody-else";
    sql.sql(
            """
            INSERT INTO accounts
              (id, name, password_hash, admin, disabled, must_change, epoch, created_at)
            VALUES (?, ?, '', false, false, false, 0, now())
            """)
        .params(account, account)
        .update();
    sql.sql(
            """
            INSERT INTO api_keys
              (id, account_id, name, hash, scopes, networks, made_at, expires_at)
            VALUES (?, ?, 'rooms', ?, ?, '{}', now(), now() + interval '1 hour')
            """)
        .params(
            account,
            account,
            NodeKeys.hash(key),
            Stream.of(Scope.values()).map(Scope::id).toArray(String[]::new))
        .update();
    var bearer = Map.of("Authorization", "Bearer " + key);
    var program = new Http(stage.url(0), bearer);
    var joined = program.post("/api/rooms/" + room + "/join", "{\"name\":\"Bot of Ada\"}");
    assertThat(joined.status()).as(joined.body()).isEqualTo(200);
    try (var guests = RoomClient.own(stage, 0, room, ada, "");
        var keys = new RoomClient(stage.url(0), "/api/rooms/" + room + "/socket", bearer)) {
      guests.next("hello");
      keys.next("hello");
      // As when it happens while nobody hears what PostgreSQL says.
      sql.sql("DELETE FROM room_guest_tokens WHERE guest = ?").param(ada.id()).update();
      assertThat(sql.sql("DELETE FROM api_keys WHERE id = ?").param(account).update()).isOne();
      assertThat(keys.closed()).isEqualTo(1008);
      assertThat(guests.closed()).isEqualTo(1008);
    }
  }

  @Test
  @Tag("ROOM-01")
  void whoComesWhenACardIsHiddenAgainReadsNowhereWhatWasOnIt() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var cleo = stage.guest("Cleo");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    var card = stage.card(room, ada);
    try (var socket = RoomClient.own(stage, 0, room, bob, "")) {
      long seq = socket.next("hello").path("seq").asLong();
      assertThat(stage.play(room, ada, "flip", card, "false").status()).isEqualTo(200);
      assertThat(socket.next("view").toString()).as("who is there sees it").matches(VALUE);
      assertThat(stage.play(room, ada, "flip", card, "true").status()).isEqualTo(200);
      stage.join(room, cleo);
      var page = cleo.http().get("/api/rooms/" + room + "/events?after=0").body();
      assertThat(page).contains("\"flip\"").doesNotContain("\"value\"");
      try (var late = RoomClient.own(stage, 0, room, cleo, "?after=" + seq)) {
        var hello = late.next("hello");
        assertThat(hello.path("missed").toString())
            .contains("\"flip\"")
            .doesNotContain("\"value\"");
        assertThat(hello.toString()).doesNotMatch(VALUE);
      }
    }
  }
}
