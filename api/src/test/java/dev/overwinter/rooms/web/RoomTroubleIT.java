package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.live.Listening;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A database that is away for a moment, and a room's clock that nobody looks after.
class RoomTroubleIT {
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterEach
  void isWell() {
    stage.trouble.end();
    stage.rooms.ahead = Duration.ZERO;
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Tag("ROOM-19")
  void whatHappensWhileTheDatabaseIsAwayForAMomentIsToldWhenItIsBack() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    try (var socket = RoomClient.own(stage, 0, room, ada, "")) {
      socket.next("hello");
      socket.next("presence");
      stage.trouble.begin(Trouble.FETCHING);
      var said = ada.http().post("/api/rooms/" + room + "/messages", "{\"body\":\"the last\"}");
      assertThat(said.status()).isEqualTo(201);
      stage.trouble.met();
      stage.trouble.end();
      assertThat(socket.next("said").path("message").path("body").asText()).isEqualTo("the last");
    }
  }

  @Test
  @Tag("ROOM-19")
  void whatTheRoomLooksLikeIsToldWhenItCouldNotBeReadAtFirst() throws Exception {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    var card = stage.card(room, bob);
    try (var socket = RoomClient.own(stage, 0, room, ada, "")) {
      socket.next("hello");
      socket.next("presence");
      stage.trouble.begin(Trouble.WRITING);
      assertThat(stage.play(room, bob, "flip", card, "false").status()).isEqualTo(200);
      var played = socket.next("played");
      stage.trouble.met();
      stage.trouble.end();
      var view = socket.next("view");
      assertThat(view.path("seq").asLong()).isEqualTo(played.path("seq").asLong());
      assertThat(view.toString()).containsPattern("\"value\":(?:[1-9]|10)\\b");
    }
  }

  @Test
  @Tag("ROOM-18")
  void whoGoesWhileTheDatabaseIsAwayIsNotThereForEver() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    var presence = stage.bean(0, RoomPresence.class);
    var socket = RoomClient.own(stage, 0, room, ada, "");
    socket.next("hello");
    assertThat(presence.of(new RoomId(room)).online()).hasSize(1);
    stage.trouble.begin(Trouble.WRITING);
    socket.vanish();
    stage.trouble.met();
    stage.trouble.end();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> presence.of(new RoomId(room)).online().isEmpty());
  }

  @Test
  @Tag("ROOM-24")
  void aRoundWhoseTimeIsUpIsShownToNobodyWhileNoWorkerEndsIt() throws Exception {
    var ada = stage.guest("Ada");
    stage.rooms.ahead = Duration.ofHours(-2);
    var room = stage.room(ada);
    stage.join(room, stage.guest("Bob"));
    stage.start(room, ada);
    var readme = "late-" + room.substring(0, 5);
    var dealt =
        stage.stranger().send("POST", "/api/v1/r/" + readme + "/round?user=Ann&user=Ben", "", "");
    assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
    stage.rooms.ahead = Duration.ZERO;
    var older = ada.http().get("/api/v1/rooms/" + room).json().path(room);
    assertThat(older.path("users").path(ada.id()).isMissingNode()).isFalse();
    assertThat(older.path("round").isNull()).isTrue();
    assertThat(older.path("cards").isNull()).isTrue();
    assertThat(stage.stranger().get("/api/rooms/" + room).json().path("playing"))
        .hasToString("false");
    var oldest = stage.stranger().get("/api/v1/r/" + readme).json().path("room");
    assertThat(oldest.path("room_id").asText()).isEqualTo(readme);
    assertThat(oldest.path("round").isNull()).isTrue();
    try (var socket = RoomClient.own(stage, 0, room, ada, "")) {
      assertThat(socket.next("hello").path("view").path("round").isNull()).isTrue();
    }
  }

  @Test
  @Tag("ROOM-20")
  void cursorsOfARoomGoToOtherProcessesTogetherAndOnlyWhereTheyAreLast() throws Exception {
    var room = new RoomId("cursors-of-many");
    var passing = stage.bean(0, RoomPassing.class);
    var heard = new CopyOnWriteArrayList<String>();
    var listens = new CountDownLatch(1);
    var ear =
        new Listening(
            stage.bean(0, ApiConfig.class).database(),
            "cursors",
            List.of("room_ephemeral"),
            new Listening.Hearer() {
              @Override
              public void heard(String channel, String about) {
                if (about.startsWith(room.text() + " ")) {
                  heard.add(about.substring(room.text().length() + 1));
                }
              }

              @Override
              public void lookAgain() {
                listens.countDown();
              }
            });
    ear.start();
    try {
      assertThat(listens.await(20, TimeUnit.SECONDS)).isTrue();
      var began = System.nanoTime();
      for (int nth = 1; nth <= 50; nth++) {
        for (int member = 0; member < 64; member++) {
          var by = new MemberId("v-%016d".formatted(member));
          passing.tell(room, "here", "cursor", by, Map.of("x", nth + ".000", "y", "-123.456"));
        }
      }
      var last = new HashMap<MemberId, String>();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            heard.forEach(text ->
                passing
                    .read(text, "elsewhere")
                    .forEach(told -> last.put(told.by(), told.data().getOrDefault("x", ""))));
            return last.size() == 64 && last.values().stream().allMatch("50.000"::equals);
          });
      // Two at most for all 64 in each tenth of a second, instead of 3,200.
      long tenths = (System.nanoTime() - began) / RoomPassing.EVERY.toNanos() + 1;
      assertThat((long) heard.size()).isLessThanOrEqualTo(2 * tenths).isLessThan(640);
      assertThat(passing.read(heard.getFirst(), "here")).isEmpty();
    } finally {
      ear.stop();
    }
  }

  @Test
  @Tag("ROOM-28")
  void everyCodeOfAGuestIsOnAPageAndOnOneOnly() {
    var codes = stage.bean(0, RoomCodes.class);
    var cleo = stage.guest("Cleo");
    for (int nth = 0; nth < 5; nth++) {
      codes.make(cleo.id(), Duration.ofMinutes(10 + nth));
    }
    var all = codes.open("", 1_000).codes();
    var paged = new ArrayList<RoomCodes.Open>();
    @Nullable String after = "";
    while (after != null) {
      var page = codes.open(after, 2);
      paged.addAll(page.codes());
      after = page.next();
    }
    assertThat(paged).containsExactlyElementsOf(all).doesNotHaveDuplicates();
    assertThat(all).filteredOn(code -> code.user().equals(cleo.id())).hasSize(5);
  }
}
