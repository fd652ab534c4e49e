package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.Round;
import dev.overwinter.rooms.game.Top10Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// No path tells a viewer more than their view of the room. Values are so small that looking for
/// one would find it anywhere: instead, the same room is shown twice, with other values below the
/// cards that a viewer may not see, and all that they are told has to be the same to the byte.
class RoomLeaksIT {
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final Pattern VALUES = Pattern.compile("value(?:&quot;|&#34;|\")?:[^,}]{0,20}");
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  /// A room with a round under way: Ada (host) and Bob play, Max guesses, Wim looks on.
  private record Scene(
      String room,
      RoomStage.Guest ada,
      RoomStage.Guest bob,
      RoomStage.Guest max,
      RoomStage.Guest wim) {}

  private static Scene scene(String settings) {
    var ada = stage.guest("Ada");
    var room = stage.room(ada, settings);
    var bob = stage.guest("Bob");
    var max = stage.guest("Max");
    var wim = stage.guest("Wim");
    stage.join(room, bob, max, wim);
    var members = "/api/rooms/" + room + "/members/";
    assertThat(ada.http().patch(members + max.id(), "{\"next\":\"MASTER\"}").status())
        .isEqualTo(200);
    assertThat(ada.http().patch(members + wim.id(), "{\"next\":\"WATCHER\"}").status())
        .isEqualTo(200);
    stage.start(room, ada);
    return new Scene(room, ada, bob, max, wim);
  }

  private static RoomState state(String room) {
    var sealed =
        Platform.shared()
            .sql()
            .sql("SELECT state FROM rooms WHERE id = ?")
            .param(room)
            .query(String.class)
            .single();
    try {
      return JSON.readValue(stage.ring().open(room, sealed), RoomState.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /// Writes the room again with other values below the cards of everybody else.
  private static void change(String room, Set<MemberId> but) {
    var now = state(room);
    var round = Objects.requireNonNull(now.round());
    var table = (Top10Table) round.table();
    var cards =
        table.cards().stream()
            .map(card ->
                but.contains(card.player()) || !card.faceDown()
                    ? card
                    : new Top10Table.Card(
                        card.id(),
                        card.player(),
                        card.value() % 10 + 1,
                        card.faceDown(),
                        card.peeked(),
                        card.scored(),
                        card.counts()))
            .toList();
    var other =
        new Round(
            round.id(),
            round.number(),
            round.topic(),
            round.startedAt(),
            round.endsAt(),
            round.watchersPeek(),
            new Top10Table(cards));
    var next =
        new RoomState(
            now.id(),
            now.name(),
            now.game(),
            now.settings(),
            now.seq(),
            now.over(),
            now.host(),
            now.members(),
            now.names(),
            now.barred(),
            now.muted(),
            other,
            now.rounds(),
            now.past(),
            now.totals(),
            now.createdAt(),
            now.activeAt());
    try {
      Platform.shared()
          .sql()
          .sql("UPDATE rooms SET state = ? WHERE id = ?")
          .params(stage.ring().seal(room, JSON.writeValueAsString(next)), room)
          .update();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /// All that somebody is told of a room by reading.
  private static Map<String, String> read(String room, Http who, Http browser) throws Exception {
    var told = new LinkedHashMap<String, String>();
    for (var path :
        List.of(
            "/api/rooms/" + room,
            "/api/rooms/" + room + "/events",
            "/api/rooms/" + room + "/messages",
            "/api/rooms/" + room + "/history",
            "/api/guests/me",
            "/api/v1/r/" + room,
            "/api/v1/" + room + "/users",
            "/api/v1/rooms/" + room,
            "/admin/api/rooms/" + room,
            "/admin/api/rooms",
            "/admin/list")) {
      told.put(path, whoeverIsThere(who.get(path).body()));
    }
    // A page is never the same twice (forms, nonces): what of it a script reads is.
    var page = browser.with("Accept", "text/html").get("/r/" + room).body();
    told.put(
        "page", String.join(" ", VALUES.matcher(page).results().map(MatchResult::group).toList()));
    return told;
  }

  /// Who has a socket is told a moment after it was closed, and is no secret.
  private static String whoeverIsThere(String told) {
    return told.replace("\"online\"", "\"offline\"")
        .replaceAll("\"online_users\":\\[[^]]*]", "\"online_users\":[]");
  }

  /// The same, and what they are told by orders that change nothing.
  private static Map<String, String> told(String room, Http who, Http browser, String member)
      throws Exception {
    var told = new LinkedHashMap<>(read(room, who, browser));
    told.put("join", whoeverIsThere(who.post("/api/v1/rooms/" + room + "/join", "").body()));
    told.put(
        "user",
        who.send("PATCH", "/api/v1/rooms/" + room + "/user/" + member + "?next=nobody", "", "")
            .body());
    told.put(
        "move",
        who.post("/api/rooms/" + room + "/moves", RoomStage.move("peek", "no", "true")).body());
    return told;
  }

  private static Map<String, String> listened(Scene scene, RoomStage.Guest who) throws Exception {
    var told = new LinkedHashMap<String, String>();
    try (var socket = RoomClient.own(stage, 0, scene.room(), who, "?after=0")) {
      told.put("socket", socket.text().replaceAll("\"online\":\\[[^]]*]", ""));
    }
    try (var lines = who.http().lines("/api/rooms/" + scene.room() + "/stream?after=0")) {
      told.put(
          "stream",
          lines
              .filter(line -> line.startsWith("data:"))
              .findFirst()
              .orElseThrow()
              .replaceAll("\"online\":\\[[^]]*]", ""));
    }
    return told;
  }

  private static void isTheSameWhateverLiesBelow(
      Scene scene, RoomStage.Guest who, Set<MemberId> seen) throws Exception {
    var first = new LinkedHashMap<>(told(scene.room(), who.http(), who.browser(), who.id()));
    first.putAll(listened(scene, who));
    assertThat(first.get("page")).as("the table is in the page").contains("value");
    for (int nth = 0; nth < 3; nth++) {
      change(scene.room(), seen);
      var then = new LinkedHashMap<>(told(scene.room(), who.http(), who.browser(), who.id()));
      then.putAll(listened(scene, who));
      assertThat(then).as(who.name()).isEqualTo(first);
    }
  }

  @Test
  @Tag("ROOM-01")
  @Tag("ROOM-03")
  void whatNobodyHasTurnedOverIsToldToNobodyOnAnyPath() throws Exception {
    var scene = scene("null");
    for (var who : List.of(scene.ada(), scene.bob(), scene.max(), scene.wim())) {
      isTheSameWhateverLiesBelow(scene, who, Set.of());
    }
    var eve = stage.guest("Eve");
    var before = read(scene.room(), eve.http(), eve.browser());
    change(scene.room(), Set.of());
    assertThat(read(scene.room(), eve.http(), eve.browser())).isEqualTo(before);
    // Now she is a member, who looks on, and sees no more for it.
    stage.join(scene.room(), eve);
    isTheSameWhateverLiesBelow(scene, eve, Set.of());
    for (var who : List.of(stage.stranger(), stage.admin())) {
      var first = told(scene.room(), who, who, scene.ada().id());
      change(scene.room(), Set.of());
      assertThat(told(scene.room(), who, who, scene.ada().id())).isEqualTo(first);
    }
  }

  @Test
  @Tag("ROOM-01")
  void whoPeeksSeesTheirOwnValueAndNobodyElseDoes() throws Exception {
    var scene = scene("null");
    var card = stage.card(scene.room(), scene.bob());
    assertThat(stage.play(scene.room(), scene.bob(), "peek", card, "true").status()).isEqualTo(200);
    var own =
        scene.bob().http().get("/api/rooms/" + scene.room()).json().path("view").path("round");
    int known = 0;
    for (var one : own.path("table").path("cards")) {
      known += one.path("value").isNull() ? 0 : 1;
    }
    assertThat(known).isEqualTo(1);
    isTheSameWhateverLiesBelow(scene, scene.bob(), Set.of(new MemberId(scene.bob().id())));
    for (var who : List.of(scene.ada(), scene.max(), scene.wim())) {
      isTheSameWhateverLiesBelow(scene, who, Set.of());
    }
    for (var who : List.of(scene.ada(), scene.max(), scene.wim())) {
      var refused = stage.play(scene.room(), who, "peek", card, "true");
      assertThat(refused.status()).as(who.name()).isEqualTo(403);
    }
  }

  @Test
  @Tag("ROOM-01")
  void whatWasHiddenAgainAndWhatOneMightPeekAtButDoesNotIsToldToNobody() throws Exception {
    var scene = scene("{\"watchers_peek\":true}");
    var card = stage.card(scene.room(), scene.bob());
    for (var down : List.of("false", "true")) {
      var flipped = stage.play(scene.room(), scene.bob(), "flip", card, down);
      assertThat(flipped.status()).as(flipped.body()).isEqualTo(200);
    }
    for (var who : List.of(scene.ada(), scene.bob(), scene.max(), scene.wim())) {
      isTheSameWhateverLiesBelow(scene, who, Set.of());
    }
    var current = "/api/rooms/" + scene.room() + "/rounds/current";
    assertThat(scene.ada().http().delete(current).status()).isEqualTo(200);
    var history = scene.ada().http().get("/api/rooms/" + scene.room() + "/history").json();
    assertThat(history.path("past").path(0).path("lines").isArray()).isTrue();
    assertThat(history.path("past").path(0).path("lines")).isEmpty();
  }

  @Test
  @Tag("ROOM-01")
  void whoLooksOnAndPeeksSeesThatOneCardAndWhoWasPutOutSeesNone() throws Exception {
    var scene = scene("{\"watchers_peek\":true}");
    var card = stage.card(scene.room(), scene.bob());
    assertThat(stage.play(scene.room(), scene.wim(), "peek", card, "true").status()).isEqualTo(200);
    isTheSameWhateverLiesBelow(scene, scene.wim(), Set.of(new MemberId(scene.bob().id())));
    for (var who : List.of(scene.ada(), scene.bob(), scene.max())) {
      isTheSameWhateverLiesBelow(scene, who, Set.of());
    }
    for (var out : List.of(scene.wim(), scene.bob())) {
      var seat = "/api/rooms/" + scene.room() + "/members/" + out.id();
      assertThat(scene.ada().http().delete(seat).status()).isEqualTo(200);
      var first = told(scene.room(), out.http(), out.browser(), out.id());
      change(scene.room(), Set.of());
      assertThat(told(scene.room(), out.http(), out.browser(), out.id())).isEqualTo(first);
    }
    // Nor does who stays see what somebody left behind.
    for (var who : List.of(scene.ada(), scene.max())) {
      isTheSameWhateverLiesBelow(scene, who, Set.of());
    }
  }

  @Test
  @Tag("ROOM-03")
  void whoLooksOnPeeksOnlyWhereTheRoomLetsThemAndMastersNever() {
    var scene = scene("{\"watchers_peek\":true}");
    var card = stage.card(scene.room(), scene.bob());
    assertThat(stage.play(scene.room(), scene.wim(), "peek", card, "true").status()).isEqualTo(200);
    assertThat(stage.play(scene.room(), scene.max(), "peek", card, "true").status()).isEqualTo(403);
    assertThat(stage.play(scene.room(), scene.ada(), "peek", card, "true").status()).isEqualTo(403);
  }

  @Test
  @Tag("ROOM-02")
  void noAnswerToAnOrderAndNothingThatIsToldOnHoldsAHiddenValue() throws Exception {
    var poster = stage.stranger();
    var dealt = poster.send("POST", "/api/v1/r/leak-1/round?user=zoe&user=yan&user=xia", "", "");
    assertThat(dealt.status()).as(dealt.body()).isEqualTo(200);
    var cards = JSON.readTree(dealt.json().path("round").path("cards").asText());
    assertThat(cards.size()).isEqualTo(3);
    cards.forEach(value -> assertThat(value.isNull()).isTrue());

    var scene = scene("null");
    List<String> heard = new ArrayList<>();
    try (var socket = RoomClient.own(stage, 0, scene.room(), scene.max(), "");
        var older =
            new RoomClient(
                stage.url(0),
                "/ws/" + scene.room() + "/" + scene.max().id(),
                Map.of("Authorization", "Bearer " + scene.max().token()))) {
      socket.next("hello");
      var round = scene.ada().http().post("/api/v1/rooms/" + scene.room() + "/round", "");
      assertThat(round.status()).as(round.body()).isEqualTo(200);
      round
          .json()
          .path("room")
          .path(scene.room())
          .path("cards")
          .forEach(card -> assertThat(card.path("value").isNull()).isTrue());
      stage.play(scene.room(), scene.bob(), "peek", stage.card(scene.room(), scene.bob()), "true");
      stage.play(scene.room(), scene.max(), "score", stage.card(scene.room(), scene.bob()), "3");
      for (var frame = socket.next(); !frame.path("data").path("what").asText().equals("score"); ) {
        heard.add(frame.toString());
        frame = socket.next();
      }
      heard.add(older.text("cards:"));
    }
    assertThat(heard).isNotEmpty().noneMatch(frame -> frame.matches(".*\"value\":\"?[0-9].*"));
    var rows =
        Platform.shared()
            .sql()
            .sql("SELECT coalesce(string_agg(data::text, ' '), '') FROM room_events WHERE room = ?")
            .param(scene.room())
            .query(String.class)
            .single();
    assertThat(rows).doesNotContain("\"value\"");
    var kept =
        Platform.shared()
            .sql()
            .sql("SELECT state FROM rooms WHERE id = ?")
            .param(scene.room())
            .query(String.class)
            .single();
    assertThat(kept).startsWith("ring:").doesNotContain("cards");
  }
}
