package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The older forms where something ends, is not there, or is made up.
class OlderRoomsEndsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NEXT = new AtomicInteger(1);
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
    return "ends-" + NEXT.incrementAndGet() + "f";
  }

  private static Http.Answer deal(String room) {
    return stage.stranger().send("POST", "/api/v1/r/" + room + "/round?user=a&user=b", "", "");
  }

  @Test
  void bothDeletePathsOfTheReadmeClearTheRoomAndMayBeRepeated() {
    for (var path : List.of("/api/v1/r/", "/v1/")) {
      var room = id();
      var seat = "/api/v1/" + room + "/users/a";
      assertThat(stage.stranger().delete(path + room).status()).isEqualTo(204);
      assertThat(deal(room).status()).isEqualTo(200);
      var sits = stage.stranger().send("POST", seat, "", "");
      assertThat(sits.status()).as(sits.body()).isEqualTo(200);
      for (int nth = 0; nth < 2; nth++) {
        assertThat(stage.stranger().delete(path + room).status()).isEqualTo(204);
        assertThat(stage.stranger().get("/api/v1/r/" + room).body()).isEqualTo("{\"room\":null}");
      }
      assertThat(deal(room).status()).isEqualTo(200);
      // Nobody was put out by it: who sat there may sit down again.
      var again =
          stage.stranger().with("Cookie", sits.header("Set-Cookie").replaceFirst(";.*", ""));
      assertThat(again.send("POST", seat, "", "").status()).isEqualTo(200);
    }
  }

  @Test
  @Tag("ROOM-24")
  void aRoundThatNobodyHasEndedYetIsNotShownAfterItsHour() {
    var room = id();
    stage.rooms.ahead = Duration.ofHours(-1).minusSeconds(1);
    try {
      assertThat(deal(room).status()).isEqualTo(200);
    } finally {
      stage.rooms.ahead = Duration.ZERO;
    }
    var shown = stage.stranger().get("/api/v1/r/" + room).json().path("room");
    assertThat(shown.path("round").isNull()).isTrue();
    assertThat(shown.path("cards").asText()).isEqualTo("{}");
  }

  private static RoomClient socket(String room, RoomStage.Guest who) {
    return new RoomClient(
        stage.url(0), "/ws/" + room + "/" + who.id(), Map.of("Cookie", "session=" + who.token()));
  }

  private static String begun(RoomClient ear) throws Exception {
    return JSON.readTree(ear.text("round:new::").substring("round:new::".length()))
        .path("id")
        .asText();
  }

  @Test
  @Tag("ROOM-19")
  @Tag("ROOM-24")
  void theOlderSocketTellsThatARoundIsOverAndIsClosedWithItsRoom() throws Exception {
    var ada = stage.guest("Ada");
    var room = stage.room(ada, "{\"fewest\":1}");
    try (var ear = socket(room, ada)) {
      ear.text("user:online::");
      stage.rooms.ahead = Duration.ofHours(-1).minusSeconds(1);
      try {
        stage.start(room, ada);
      } finally {
        stage.rooms.ahead = Duration.ZERO;
      }
      var expired = begun(ear);
      var hello = ada.http().post("/api/rooms/" + room + "/messages", "{\"body\":\"late\"}");
      assertThat(hello.status()).as(hello.body()).isEqualTo(201);
      assertThat(ear.text()).isEqualTo("round:over::{\"id\":\"" + expired + "\"}");

      stage.start(room, ada);
      assertThat(begun(ear)).isNotEqualTo(expired);
      stage.start(room, ada);
      assertThat(ear.text()).as("what follows says enough").startsWith("round:new::");
      stage.start(room, ada);
      var last = begun(ear);
      assertThat(ada.http().delete("/api/rooms/" + room + "/rounds/current").status())
          .isEqualTo(200);
      assertThat(ear.text()).isEqualTo("round:over::{\"id\":\"" + last + "\"}");

      assertThat(ada.http().delete("/api/rooms/" + room).status()).isEqualTo(200);
      assertThat(ear.closed()).isEqualTo(1000);
    }
    assertThatThrownBy(() -> socket(room, ada))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(404));
  }

  @Test
  void aRoomThatIsOverIsGoneOnEveryOlderPath() {
    var ada = stage.guest("Ada");
    var room = stage.room(ada);
    stage.join(room, stage.guest("Bob"));
    stage.start(room, ada);
    var path = "/api/v1/rooms/" + room;
    var card = "/cards/" + stage.card(room, ada);
    var reaction = "{\"emoji\":\"x\",\"action\":\"add\"}";
    assertThat(ada.browser().get(path).status()).isEqualTo(200);
    assertThat(ada.http().delete("/api/rooms/" + room).status()).isEqualTo(200);
    for (var who : List.of(ada.browser(), stage.stranger())) {
      var gone = who.get(path);
      assertThat(gone.status() + " " + gone.body()).isEqualTo("404 {}");
    }
    var program = ada.browser().get("/r/" + room);
    assertThat(program.status() + " " + program.body()).isEqualTo("404 {}");
    for (var answer :
        List.of(
            ada.browser().send("POST", path + "/join", "", ""),
            ada.browser().send("POST", path + "/round", "", ""),
            ada.browser().post(path + "/message", "{\"content\":\"hm\"}"),
            ada.browser().patch(path + "/messages/0a/react", reaction),
            ada.browser().patch(path + card + "/score", "{\"scored\":1}"),
            ada.browser().send("PATCH", path + "?name=x", "", ""),
            ada.browser().send("PATCH", path + "/user/" + ada.id() + "?next=player", "", ""),
            stage.admin().get("/admin/api/rooms/" + room),
            stage.admin().send("POST", "/admin/api/rooms/" + room + "/round", "", ""))) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }
    assertThat(ada.browser().post(path + "/message", "{}").text("error"))
        .isEqualTo("room does not exist");
    assertThat(stage.admin().delete("/admin/api/rooms/" + room).status()).isEqualTo(204);
  }

  @Test
  void whoIsNobodyIsAskedWhoTheyAreBeforeAnythingElse() {
    for (var path : List.of("/join", "/round", "/message")) {
      var answer = stage.stranger().send("POST", "/api/v1/rooms/no-such-room" + path, "", "");
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.header("Content-Type")).startsWith("application/json");
    }
    var stale = stage.stranger().with("Cookie", "session=guest_nobody");
    for (var path : List.of("/auth/me", "/auth/test")) {
      assertThat(stale.get(path).status()).as(path).isEqualTo(401);
    }
    var logout = stale.send("POST", "/auth/logout", "", "");
    assertThat(logout.status()).isEqualTo(401);
    assertThat(logout.header("Set-Cookie")).startsWith("session=;");
  }

  @Test
  @Tag("ROOM-23")
  void aLoginLinkToTheFrontPageLogsInAndItsCodeIsNotKeptInTheAddress() {
    var minted = stage.admin().send("POST", "/admin/api/users?name=Lou", "", "").json();
    var user = minted.fieldNames().next();
    var code = minted.path(user).path("codes").fieldNames().next();
    var page = stage.stranger().with("Accept", "text/html");
    var front = page.get("/?code_id=" + code);
    assertThat(front.status() + " " + front.header("Location"))
        .isEqualTo("303 /rooms?code_id=" + code);
    var rooms = page.get(front.header("Location"));
    assertThat(rooms.status()).isEqualTo(303);
    assertThat(rooms.header("Location")).endsWith("/rooms");
    var cookie =
        rooms.headers().allValues("Set-Cookie").stream()
            .filter(one -> one.startsWith("session="))
            .findFirst()
            .orElseThrow();
    var browser = stage.stranger().with("Cookie", cookie.replaceFirst(";.*", ""));
    assertThat(browser.get("/auth/me").json().path(user).path("name").asText()).isEqualTo("Lou");
  }

  @Test
  @Tag("ROOM-26")
  void whoIsDeletedInTheMiddleOfARoundBreaksNothing() {
    var ada = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(ada);
    stage.join(room, bob);
    stage.start(room, ada);
    var bobs = stage.card(room, bob);
    for (int nth = 0; nth < 2; nth++) {
      assertThat(stage.admin().delete("/admin/api/users/" + bob.id()).status()).isEqualTo(204);
    }
    assertThat(stage.admin().get("/admin/api/users/" + bob.id()).status()).isEqualTo(404);
    assertThat(bob.http().get("/api/rooms/" + room).status()).isEqualTo(401);
    var shape = ada.browser().get("/api/v1/rooms/" + room).json().path(room);
    assertThat(shape.path("users").fieldNames()).toIterable().containsExactly(ada.id());
    assertThat(shape.path("cards").path(bobs).path("player_id").asText()).isEqualTo(bob.id());
    assertThat(shape.path("cards").path(bobs).path("value").isNull()).isTrue();
    var oldest = ada.browser().get("/api/v1/r/" + room).json().path("room").path("cards");
    assertThat(oldest.asText()).contains("\"Bob\":null");
    assertThat(stage.play(room, ada, "flip", stage.card(room, ada), "false").status())
        .isEqualTo(200);
    assertThat(ada.http().delete("/api/rooms/" + room + "/rounds/current").status()).isEqualTo(200);
  }

  @Test
  @Tag("ROOM-28")
  void theListsOfTheAdministrationAreCompleteHoweverManyThereAre() {
    var made = new TreeSet<String>();
    for (int nth = 0; nth < 101; nth++) {
      var room = stage.admin().send("POST", "/admin/api/rooms?name=Many", "", "");
      assertThat(room.status()).as(room.body()).isEqualTo(201);
      made.add(room.json().fieldNames().next());
    }
    var seen = new ArrayList<String>();
    var next = "";
    while (!next.equals("null")) {
      var page = stage.admin().get("/admin/api/rooms?after=" + next).json();
      page.path("rooms").fieldNames().forEachRemaining(seen::add);
      next = page.path("next").asText();
    }
    assertThat(seen).doesNotHaveDuplicates().containsAll(made);
    assertThat(stage.admin().get("/admin/list").body()).contains("More rooms");
  }

  /// Signs that mean something in an address, a key, a row or a markup, in no order at all.
  @Test
  @Tag("ROOM-13")
  void nothingThatIsMadeUpFailsUs() {
    var ada = stage.guest("Ada");
    var room = stage.room(ada, "{\"fewest\":1}");
    stage.start(room, ada);
    var befores =
        List.of(
            "/api/v1/rooms/" + room + "?",
            "/api/v1/rooms/" + room + "/",
            "/api/v1/rooms/" + room + "/user/" + ada.id() + "?",
            "/api/v1/r/" + room + "/round?user=",
            "/api/v1/" + room + "/users/",
            "/api/v1/qrcode?link=",
            "/auth/login?code_id=",
            "/admin/api/users/",
            "/admin/api/rooms?after=",
            "/r/");
    var parts =
        List.of(
            "cards:",
            ":",
            "::",
            "=",
            "&",
            "%00",
            "%25zz",
            "%F0%9F%98%80",
            "..",
            "%7B",
            "%5B",
            "'",
            "+",
            "True",
            "flipped",
            ":peeked:",
            "next",
            "round",
            "-1",
            "9999999999",
            "%ED%A0%80",
            stage.card(room, ada),
            room,
            ada.id());
    var chance = new Random(20261122);
    for (int nth = 0; nth < 600; nth++) {
      var path = new StringBuilder(befores.get(chance.nextInt(befores.size())));
      for (int length = chance.nextInt(1, 8); length > 0; length--) {
        path.append(parts.get(chance.nextInt(parts.size())));
      }
      var method = List.of("GET", "POST", "PATCH", "DELETE").get(chance.nextInt(4));
      var type = chance.nextBoolean() ? "" : "application/json";
      var who = path.indexOf("/admin") == 0 ? stage.admin() : ada.browser();
      var answer = who.send(method, path.toString(), type, "{\"emoji\":7}");
      assertThat(answer.status()).as(method + " " + path).isBetween(200, 499);
    }
  }

  private static List<Integer> flushesAfter(long entry) {
    return Platform.shared()
        .sql()
        .sql(
            "SELECT result FROM audit WHERE action = 'POST /admin/api/flush' AND id > ? ORDER BY id")
        .param(entry)
        .query((row, _) -> row.getInt("result"))
        .list();
  }

  @Test
  @Tag("ROOM-27")
  void aFlushIsRefusedUntilItIsConfirmedThenClosesEveryRoomAndIsInTheAudit() {
    var sql = Platform.shared().sql();
    // Those of classes before are sealed with keys that are gone.
    sql.sql("UPDATE rooms SET over = 'closed', over_at = now() WHERE over IS NULL").update();
    long before = sql.sql("SELECT coalesce(max(id), 0) FROM audit").query(Long.class).single();
    var ada = stage.guest("Ada");
    var rooms = List.of(stage.room(ada), stage.room(ada), stage.room(ada));
    var flush = "/admin/api/flush";
    var confirmed = flush + "?confirm=close-all-rooms";
    for (var half : List.of(flush, flush + "?confirm=", flush + "?confirm=true")) {
      var refused = stage.admin().send("POST", half, "", "");
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("close-all-rooms");
    }
    assertThat(stage.stranger().send("POST", confirmed, "", "").status()).isEqualTo(401);
    assertThat(ada.browser().send("POST", confirmed, "", "").status()).isEqualTo(403);
    for (var room : rooms) {
      assertThat(ada.http().patch("/api/rooms/" + room, "{\"name\":\"Still there\"}").status())
          .isEqualTo(200);
    }
    assertThat(flushesAfter(before)).containsExactly(400, 400, 400);

    var done = stage.admin().send("POST", confirmed, "", "");

    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.json().path("keys_deleted").asInt()).isEqualTo(3);
    assertThat(done.json().path("remaining_keys").asInt()).isZero();
    for (var room : rooms) {
      assertThat(ada.http().post("/api/rooms/" + room + "/rounds", "{}").status()).isEqualTo(410);
      assertThat(stage.admin().get("/admin/api/rooms/" + room).status()).isEqualTo(404);
    }
    assertThat(flushesAfter(before)).containsExactly(400, 400, 400, 200);
  }

  @Test
  @Tag("ROOM-27")
  void whatAGuestIsCalledIsNoMarkupInTheListOfGuests() {
    var eve = stage.guest("<img src=x onerror='alert(1)'>");
    var before =
        Platform.shared()
            .sql()
            .sql("SELECT coalesce(max(id), '') FROM room_guests WHERE id < ?")
            .param(eve.id())
            .query(String.class)
            .single();
    var list = stage.admin().get("/admin/list?guests_after=" + before);
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body())
        .contains(eve.id(), "&lt;img src=x onerror=&#39;alert(1)&#39;&gt;")
        .doesNotContain("<img");
  }
}
