package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.live.Listening;
import dev.overwinter.platform.Platform;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import java.time.Duration;
import java.time.Instant;
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

/// A database that is away for a moment, or is asked for more than is told at once, or for nothing;
/// and a room's clock that nobody looks after.
class RoomTroubleIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Far more than a process asks by itself in some seconds.
  private static final int RESTING = 100;

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

  private static RoomAnswer renamed(String room, String name) {
    var command = new RoomCommand.Configure(name, null, null);
    // By no member, as fast as no api lets anybody.
    return stage.rooms.order(new RoomOrder(name, new RoomId(room), null, null, command));
  }

  private static JsonNode firstOfStream(RoomStage.Guest who, String room, long after)
      throws Exception {
    try (var lines = who.http().lines("/api/rooms/" + room + "/stream?after=" + after)) {
      return JSON.readTree(
          lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow().substring(5));
    }
  }

  @Test
  @Tag("ROOM-19")
  void whoHasMissedMoreThan500EventsIsToldTheRoomAndWhoHasMissed500EachOfThem() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    long seen = ada.http().get("/api/rooms/" + room).json().path("view").path("seq").asLong();
    assertThat(seen).isPositive();
    for (int nth = 1; nth <= 501; nth++) {
      assertThat(renamed(room, "Name " + nth)).isInstanceOf(RoomAnswer.Done.class);
    }
    var hellos = new ArrayList<JsonNode>();
    for (long after : List.of(seen, seen + 1)) {
      try (var socket = RoomClient.own(stage, 0, room, ada, "?after=" + after)) {
        hellos.add(socket.next("hello"));
      }
      hellos.add(firstOfStream(ada, room, after));
    }
    for (var hello : hellos) {
      assertThat(hello.path("seq").asLong()).isEqualTo(seen + 501);
      assertThat(hello.path("view").path("name").asText()).isEqualTo("Name 501");
    }
    for (var missedTooMuch : hellos.subList(0, 2)) {
      assertThat(missedTooMuch.path("missed").isNull()).isTrue();
    }
    for (var missed : hellos.subList(2, 4)) {
      assertThat(missed.path("missed")).hasSize(500);
      for (int at = 0; at < 500; at++) {
        var event = missed.path("missed").path(at);
        assertThat(event.path("seq").asLong()).isEqualTo(seen + 2 + at);
        assertThat(event.path("data").path("name").asText()).isEqualTo("Name " + (at + 2));
      }
    }
  }

  private static Instant leasedUntil() {
    return Platform.shared()
        .sql()
        .sql("SELECT until FROM api_processes WHERE id = ?")
        .param(stage.bean(0, RoomPresence.class).process())
        .query((row, _) -> row.getTimestamp("until").toInstant())
        .single();
  }

  /// Until some seconds are over and a lease was renewed, which is good for twenty.
  private static void awaitLeaseAfterSeconds(int seconds) {
    var until = Instant.now().plusSeconds(20 + seconds);
    await().atMost(Duration.ofSeconds(30)).until(() -> leasedUntil().isAfter(until));
  }

  @Test
  @Tag("ROOM-29")
  void howManyRoomsRestInAProcessTheDatabaseIsAskedNoMoreForIt() throws Exception {
    var sockets = new ArrayList<RoomClient>();
    try {
      // Nobody is in more than 50 rooms.
      var people = List.of(stage.guest("Ada"), stage.guest("Bob"), stage.guest("Cleo"));
      for (int nth = 0; nth < RESTING; nth++) {
        var one = people.get(nth % people.size());
        var socket = RoomClient.own(stage, 0, stage.room(one), one, "");
        sockets.add(socket);
        socket.next("hello");
        socket.next("presence");
      }
      long before = stage.trouble.asked.get();
      awaitLeaseAfterSeconds(4);
      long resting = stage.trouble.asked.get() - before;
      assertThat(resting).as("in 4 to 14 s").isBetween(1L, RESTING / 2L);
      // What is done more seldom.
      before = stage.trouble.asked.get();
      stage.bean(0, RoomHub.class).endLogins();
      assertThat(stage.trouble.asked.get() - before).as("who has logged out").isLessThan(10);
      assertThat(sockets).allMatch(RoomClient::isOpen);
    } finally {
      sockets.forEach(RoomClient::close);
    }
  }
}
