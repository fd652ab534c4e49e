package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.live.Audience;
import dev.overwinter.platform.Http;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nobody holds a room shut, or takes what everybody needs.
class RoomHoldIT {
  /// Fewer than the database has connections for: those are held elsewhere.
  private static final int AT_ONCE = 8;

  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static String path(String room, String more) {
    return "/api/rooms/" + room + more;
  }

  private static long toldBy(RoomStage.Guest who) {
    return stage.rooms.told.stream()
        .filter(order -> ("g:" + who.id()).equals(order.holder()))
        .count();
  }

  private static void many(int count, Callable<Http.Answer> ask) throws Exception {
    var all = new ArrayList<Callable<Http.Answer>>();
    for (int nth = 0; nth < count; nth++) {
      all.add(ask);
    }
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var answer : threads.invokeAll(all)) {
        assertThat(answer.get().status()).isIn(403, 429);
      }
    }
  }

  @Test
  @Tag("ROOM-28")
  void aStrangersStormKeepsNoMemberFromPlayingAndNoHostFromPuttingPeopleOut() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var eve = stage.guest("Eve");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    var card = stage.card(room, bob);
    many(600, () -> eve.http().post(path(room, "/leave"), ""));
    var move = stage.play(room, bob, "flip", card, "false");
    assertThat(move.status()).as(move.body()).isEqualTo(200);
    assertThat(ada.http().delete(path(room, "/members/" + bob.id())).status()).isEqualTo(200);
    assertThat(toldBy(eve)).as("no order of a stranger's reached the room").isZero();
  }

  @Test
  @Tag("ROOM-28")
  void whatEndsAnAttackNeedsNothingOfWhatTheAttackUsesUp() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var eve = stage.guest("Eve");
    var room = stage.room(ada);
    stage.join(room, bob, eve);
    stage.start(room, ada);
    var card = stage.card(room, bob);
    try (var _ = new Drain(stage, RoomRates.Budget.ROOM, room)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> stage.play(room, bob, "flip", card, "false").status() == 429);
      assertThat(ada.http().delete(path(room, "/members/" + eve.id())).status()).isEqualTo(200);
      assertThat(ada.http().patch(path(room, ""), "{\"settings\":{\"locked\":true}}").status())
          .isEqualTo(200);
      assertThat(bob.http().post(path(room, "/leave"), "").status()).isEqualTo(200);
      assertThat(ada.http().delete(path(room, "/rounds/current")).status()).isEqualTo(200);
    }
  }

  @Test
  @Tag("ROOM-28")
  void whoeverStormsTheDoorIsHeldAtTheDoor() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    var card = stage.card(room, bob);
    try (var _ = new Drain(stage, RoomRates.Budget.JOINING, room)) {
      var eve = stage.guest("Eve").http();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            int status = eve.post(path(room, "/join"), "{}").status();
            eve.post(path(room, "/leave"), ""); // if they were faster than the storm
            return status == 429;
          });
      assertThat(stage.play(room, bob, "flip", card, "false").status()).isEqualTo(200);
    }
  }

  @Test
  void aRoomThatIsOverHearsNothingMoreAndARepetitionStillHasItsAnswer() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    var keyed = ada.http().with("Idempotency-Key", "the-end");
    var closed = keyed.delete(path(room, ""));
    assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    int told = stage.rooms.told.size();
    for (var who : List.of(ada, bob, stage.guest("Eve"))) {
      for (var refused :
          List.of(
              who.http().post(path(room, "/leave"), ""),
              who.http().post(path(room, "/rounds"), "{}"),
              who.http().post(path(room, "/join"), "{}"),
              who.http().post(path(room, "/messages"), "{\"body\":\"hello\"}"))) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(410);
        assertThat(refused.text("code")).isEqualTo("OVER");
      }
    }
    assertThat(stage.admin().send("POST", "/admin/api/rooms/" + room + "/round", "", "").status())
        .isIn(404, 410);
    var again = keyed.delete(path(room, ""));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(closed.body());
    assertThat(stage.rooms.told).hasSize(told);
  }

  @Test
  void whoHasLeftHearsOnceMoreThatTheyHave() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    var keyed = bob.http().with("Idempotency-Key", "bye");
    var left = keyed.post(path(room, "/leave"), "");
    assertThat(left.status()).isEqualTo(200);
    assertThat(keyed.post(path(room, "/leave"), "").body()).isEqualTo(left.body());
    assertThat(bob.http().post(path(room, "/leave"), "").text("code")).isEqualTo("NOT_A_MEMBER");
  }

  @Test
  @Tag("ROOM-28")
  void nobodyIsInMoreOpenRoomsThanTheyCanUseWhenTheyMakeOneMore() {
    var ada = stage.guest("Ada");
    var first = stage.room(ada);
    for (int nth = 2; nth < RoomDesk.MOST_OPEN; nth++) {
      stage.room(ada);
    }
    var keyed = ada.http().with("Idempotency-Key", "the-last");
    var last = keyed.post("/api/rooms", "{\"name\":\"Last\"}");
    assertThat(last.status()).as(last.body()).isEqualTo(201);
    var more = ada.http().post("/api/rooms", "{\"name\":\"One more\"}");
    assertThat(more.status()).isEqualTo(409);
    assertThat(more.text("code")).isEqualTo("FULL");
    assertThat(keyed.post("/api/rooms", "{\"name\":\"Last\"}").status()).isEqualTo(201);
    assertThat(ada.http().post(path(first, "/leave"), "").status()).isEqualTo(200);
    assertThat(ada.http().post("/api/rooms", "{\"name\":\"One more\"}").status()).isEqualTo(201);
  }

  @Test
  @Tag("ROOM-28")
  void aPersonsSocketsAreBoundedOverAllRoomsBeforeAnyIsOpened() throws Exception {
    var ada = stage.guest("Ada");
    var sockets = new ArrayList<RoomClient>();
    try {
      for (int of = 0; of < 4; of++) {
        var room = stage.room(ada);
        for (int nth = 0; nth < Audience.MOST_OF_A_PERSON / 4; nth++) {
          var socket = RoomClient.own(stage, 0, room, ada, "");
          sockets.add(socket);
          socket.next("hello");
        }
      }
      var room = stage.room(ada);
      assertThatThrownBy(() -> RoomClient.own(stage, 0, room, ada, ""))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(429));
      assertThat(ada.http().get(path(room, "/stream")).status()).isEqualTo(429);
      sockets.removeLast().close();
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> sockets.add(RoomClient.own(stage, 0, room, ada, "")));
    } finally {
      sockets.forEach(RoomClient::close);
    }
  }

  @Test
  @Tag("ROOM-02")
  void aRoomOfTheOldestFormIsKnownAsOneBeforeItIsThere() {
    var room = "early-" + System.nanoTime();
    var known = new ArrayList<Boolean>();
    stage.rooms.before =
        order -> {
          if (order.room().text().equals(room)) {
            known.add(stage.bean(0, RoomReads.class).common(order.room()));
          }
        };
    try {
      var dealt = stage.stranger().send("POST", "/api/v1/r/" + room + "/round?user=a", "", "");
      assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
    } finally {
      stage.rooms.before = _ -> {};
    }
    assertThat(known).containsExactly(true, true);
  }
}
