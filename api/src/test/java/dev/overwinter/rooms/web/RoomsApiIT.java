package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Our own API of rooms.
class RoomsApiIT {
  private static RoomStage stage;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static JsonNode view(String room, RoomStage.Guest who) {
    return who.http().get("/api/rooms/" + room).json().path("view");
  }

  @Test
  @Tag("ROOM-08")
  void aScannerIsAGuestWithOneRequestAndPlaysTheNextRound() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    assertThat(view(room, host).path("round").isNull()).isTrue();
    var scanned = stage.stranger().post("/api/rooms/" + room + "/join", "{\"name\":\"Bob\"}");
    assertThat(scanned.status()).as(scanned.body()).isEqualTo(200);
    assertThat(scanned.header("Set-Cookie")).contains("session=guest_").contains("HttpOnly");
    var bob = stage.stranger().with("Authorization", "Bearer " + scanned.text("token"));
    stage.start(room, host);
    var cards = bob.get("/api/rooms/" + room).json().path("view").path("round").path("table");
    assertThat(cards.path("cards")).hasSize(2);
  }

  @Test
  void aStrangerSeesANameAGameAndHowMany() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    stage.join(room, stage.guest("Bob"));
    stage.start(room, host);
    var seen = stage.stranger().get("/api/rooms/" + room).json();
    assertThat(seen.path("view").isNull()).isTrue();
    assertThat(seen.path("you").isNull()).isTrue();
    assertThat(seen.path("members").asInt()).isEqualTo(2);
    assertThat(seen.path("playing").asBoolean()).isTrue();
    for (var path : List.of("/events", "/messages", "/history", "/invites")) {
      assertThat(stage.stranger().get("/api/rooms/" + room + path).status()).isEqualTo(401);
      var other = stage.guest("Eve").http().get("/api/rooms/" + room + path);
      assertThat(other.status()).isEqualTo(403);
      assertThat(other.text("code")).isEqualTo("NOT_A_MEMBER");
    }
  }

  @Test
  @Tag("ROOM-06")
  void aCardOrAMessageOfARoundBeforeIsRefusedAndNothingChanges() {
    var host = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(host);
    stage.join(room, bob);
    stage.start(room, host);
    var old = stage.card(room, bob);
    stage.start(room, host);
    var seq = view(room, bob).path("seq").asLong();
    for (var kind : List.of("flip", "peek")) {
      var late = stage.play(room, bob, kind, old, "true");
      assertThat(late.status()).as(late.body()).isEqualTo(404);
      assertThat(late.text("code")).isEqualTo("NO_SUCH_CARD");
    }
    var reaction =
        bob.http()
            .send(
                "PUT",
                "/api/rooms/" + room + "/messages/0000aaaa/reactions?emoji=%F0%9F%98%80",
                "",
                "");
    assertThat(reaction.status()).as(reaction.body()).isEqualTo(404);
    assertThat(reaction.text("code")).isEqualTo("NO_SUCH_MESSAGE");
    assertThat(view(room, bob).path("seq").asLong()).isEqualTo(seq);
  }

  @Test
  @Tag("ROOM-07")
  void elevenPlayersAreRefusedBeforeAnythingChanges() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    for (int nth = 1; nth <= 10; nth++) {
      stage.join(room, stage.guest("P" + nth));
    }
    var before = view(room, host);
    var refused = host.http().post("/api/rooms/" + room + "/rounds", "{}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("TOO_MANY_PLAYERS");
    assertThat(view(room, host)).isEqualTo(before);
  }

  @Test
  @Tag("ROOM-08")
  void aRoomWithoutARoundRefusesMovesByName() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    var refused = stage.play(room, host, "flip", "ab12", "false");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("NO_ROUND");
  }

  @Test
  @Tag("ROOM-09")
  void nobodyTakesANameThatIsTakenAndEachPlayerHasACardOfTheirOwn() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    var twin = stage.guest("ADA").http().post("/api/rooms/" + room + "/join", "{}");
    assertThat(twin.status()).isEqualTo(409);
    assertThat(twin.text("code")).isEqualTo("NAME_TAKEN");
    var all = new ArrayList<>(List.of(host));
    for (int nth = 0; nth < 9; nth++) {
      var one = stage.guest("Q" + nth);
      stage.join(room, one);
      all.add(one);
    }
    stage.start(room, host);
    Set<Integer> values = new TreeSet<>();
    for (var one : all) {
      var card = stage.card(room, one);
      assertThat(stage.play(room, one, "flip", card, "false").status()).isEqualTo(200);
    }
    for (var card : view(room, host).path("round").path("table").path("cards")) {
      values.add(card.path("value").asInt());
    }
    assertThat(values).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  @Tag("ROOM-11")
  void ofMovesThatComeTogetherAllAreMadeOrNone() {
    var host = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var room = stage.room(host);
    stage.join(room, bob);
    stage.start(room, host);
    var body =
        "{\"moves\":[{\"kind\":\"flip\",\"target\":\"%s\",\"value\":\"false\"},"
                .formatted(stage.card(room, bob))
            + "{\"kind\":\"flip\",\"target\":\"%s\",\"value\":\"false\"}]}"
                .formatted(stage.card(room, host));
    var refused = bob.http().post("/api/rooms/" + room + "/moves", body);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("NOT_YOURS");
    for (var card : view(room, bob).path("round").path("table").path("cards")) {
      assertThat(card.path("faceDown").asBoolean()).isTrue();
      assertThat(card.path("value").isNull()).isTrue();
    }
  }

  @Test
  @Tag("ROOM-22")
  void onlyTheHostSaysWhatOthersAreAndWhoIsMaster() {
    var host = stage.guest("Ada");
    var bob = stage.guest("Bob");
    var eve = stage.guest("Eve");
    var room = stage.room(host);
    stage.join(room, bob, eve);
    var members = "/api/rooms/" + room + "/members/";
    for (var refused :
        List.of(
            bob.http().patch(members + eve.id(), "{\"next\":\"WATCHER\"}"),
            bob.http().patch(members + bob.id(), "{\"next\":\"MASTER\"}"),
            bob.http().patch(members + bob.id(), "{\"host\":true}"),
            bob.http().delete(members + eve.id()),
            bob.http().patch("/api/rooms/" + room, "{\"settings\":{\"roles\":\"ANYONE\"}}"),
            bob.http().delete("/api/rooms/" + room))) {
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("NOT_HOST");
    }
    assertThat(host.http().patch(members + bob.id(), "{\"next\":\"MASTER\"}").status())
        .isEqualTo(200);
    assertThat(host.http().delete(members + eve.id()).status()).isEqualTo(200);
    var back = eve.http().post("/api/rooms/" + room + "/join", "{}");
    assertThat(back.status()).isEqualTo(403);
    assertThat(back.text("code")).isEqualTo("NOT_LET_IN");
  }

  @Test
  @Tag("ROOM-04")
  void startsThatComeAtOnceWithOneKeyAreOneRound() throws Exception {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    stage.join(room, stage.guest("Bob"));
    var keyed = host.http().with("Idempotency-Key", "one");
    List<Callable<Http.Answer>> starts = new ArrayList<>();
    for (int nth = 0; nth < 30; nth++) {
      starts.add(() -> keyed.post("/api/rooms/" + room + "/rounds", "{}"));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(starts)) {
        assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(201);
      }
    }
    assertThat(view(room, host).path("rounds").asInt()).isEqualTo(1);
  }

  @Test
  @Tag("ROOM-12")
  void whoComesAfterTheDealLooksOnAndIsDealtToInTheNextRound() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    stage.join(room, stage.guest("Bob"));
    stage.start(room, host);
    var eve = stage.guest("Eve");
    stage.join(room, eve);
    var peek = stage.play(room, eve, "peek", stage.card(room, host), "true");
    assertThat(peek.status()).isEqualTo(403);
    assertThat(peek.text("code")).isEqualTo("WRONG_ROLE");
    for (var card : view(room, eve).path("round").path("table").path("cards")) {
      assertThat(card.path("value").isNull()).isTrue();
    }
    stage.start(room, host);
    assertThat(stage.play(room, eve, "peek", stage.card(room, eve), "true").status())
        .isEqualTo(200);
  }

  @Test
  @Tag("ROOM-13")
  void whatHasNotTheExpectedFormIsA4xxWithACode() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    stage.join(room, stage.guest("Bob"));
    stage.start(room, host);
    var card = stage.card(room, host);
    var odd = List.of("", "maybe", "\\u0000", "x".repeat(64), "cards:", "🂡", "-1", "11");
    for (var value : odd) {
      for (var kind : List.of("flip", "peek", "score", "fold")) {
        var answer = stage.play(room, host, kind, card, value);
        assertThat(answer.status()).as(kind + " " + value).isBetween(400, 499);
        assertThat(answer.text("code") + answer.json().path("errors")).isNotEmpty();
      }
      var wish =
          host.http()
              .patch(
                  "/api/rooms/" + room + "/members/" + host.id(), "{\"next\":\"" + value + "\"}");
      assertThat(wish.status()).as(value).isBetween(400, 499);
    }
    for (var path :
        List.of("/moves", "/rounds", "/messages", "/join", "/invites", "/bots/x", "/nothing")) {
      for (var body : List.of("[]", "7", "\"x\"", "{\"moves\":7}", "{\"x\":1}", "{")) {
        int status = host.http().post("/api/rooms/" + room + path, body).status();
        assertThat(status).as(path + " " + body).isBetween(200, 499);
      }
    }
  }

  @Test
  @Tag("ROOM-14")
  void anyEmojiAndAnyTextRoundTrip() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    var text = "a::b:c {\\\"x\\\":1} <b>&amp;</b> ﷽ 👩‍👩‍👧 ‎\\n%s";
    var said = host.http().post("/api/rooms/" + room + "/messages", "{\"body\":\"" + text + "\"}");
    assertThat(said.status()).as(said.body()).isEqualTo(201);
    var id = said.text("made");
    var emojis = List.of("👩‍👩‍👧", ":", "a:b::c", "🇫🇷", "%", "\"");
    for (var emoji : emojis) {
      var reacted =
          host.http()
              .send(
                  "PUT",
                  "/api/rooms/"
                      + room
                      + "/messages/"
                      + id
                      + "/reactions?emoji="
                      + java.net.URLEncoder.encode(emoji, java.nio.charset.StandardCharsets.UTF_8),
                  "",
                  "");
      assertThat(reacted.status()).as(reacted.body()).isEqualTo(200);
    }
    var message =
        host.http().get("/api/rooms/" + room + "/messages").json().path("messages").path(0);
    assertThat(message.path("body").asText())
        .isEqualTo("a::b:c {\"x\":1} <b>&amp;</b> ﷽ 👩‍👩‍👧 ‎\n%s");
    assertThat(message.path("reactions").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(emojis);
  }

  @Test
  @Tag("ROOM-28")
  void whoTalksTooMuchOrTooLongIsHeldAndPagesAreComplete() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    var path = "/api/rooms/" + room + "/messages";
    assertThat(host.http().post(path, "{\"body\":\"" + "x".repeat(2_001) + "\"}").status())
        .isEqualTo(422);
    assertThat(host.http().post(path, "{\"body\":\"" + "x".repeat(70_000) + "\"}").status())
        .isEqualTo(413);
    int said = 0;
    Http.Answer answer;
    do {
      answer = host.http().post(path, "{\"body\":\"" + said + "\"}");
      said++;
    } while (answer.status() == 201 && said < 100);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    assertThat(said).isBetween(10, 60);
    var seen = new ArrayList<Long>();
    var page = host.http().get(path + "?limit=4").json().path("messages");
    while (!page.isEmpty()) {
      for (int at = page.size() - 1; at >= 0; at--) {
        seen.add(page.path(at).path("seq").asLong());
      }
      page = host.http().get(path + "?limit=4&before=" + seen.getLast()).json().path("messages");
    }
    assertThat(seen).hasSize(said - 1).doesNotHaveDuplicates();
  }

  @Test
  @Tag("ROOM-23")
  void aCodeIsGoodOnceAndAnInvitationOpensALockedRoom() {
    var host = stage.guest("Ada");
    var room = stage.room(host, "{\"locked\":true}");
    var code = host.http().post("/api/guests/me/codes", "{}").text("code");
    assertThat(
            Platform.shared()
                .sql()
                .sql(
                    "SELECT count(*) FROM room_codes WHERE hash = sha256(convert_to(?, 'UTF8'))"
                        + " AND position(convert_to(?, 'UTF8') IN hash) = 0")
                .params(code, code)
                .query(Long.class)
                .single())
        .as("kept as its SHA-256")
        .isEqualTo(1);
    var other = stage.stranger().post("/api/guests/login", "{\"code\":\"" + code + "\"}");
    assertThat(other.status()).as(other.body()).isEqualTo(200);
    assertThat(other.text("id")).isEqualTo(host.id());
    var phone = stage.stranger().with("Authorization", "Bearer " + other.text("token"));
    assertThat(phone.get("/api/rooms/" + room).json().path("you").asText()).isEqualTo(host.id());
    assertThat(phone.get("/api/guests/me").body()).doesNotContain(code);
    var again = stage.stranger().post("/api/guests/login", "{\"code\":\"" + code + "\"}");
    assertThat(again.status()).isEqualTo(401);
    var late = host.http().post("/api/guests/me/codes", "{}").text("code");
    Platform.shared()
        .sql()
        .sql("UPDATE room_codes SET expires_at = now() - interval '1 second' WHERE guest = ?")
        .param(host.id())
        .update();
    assertThat(
            stage.stranger().post("/api/guests/login", "{\"code\":\"" + late + "\"}").text("code"))
        .isEqualTo("BAD_CODE");

    var bob = stage.guest("Bob");
    var join = "/api/rooms/" + room + "/join";
    assertThat(bob.http().post(join, "{}").text("code")).isEqualTo("NOT_LET_IN");
    var invite = host.http().post("/api/rooms/" + room + "/invites", "{}").text("code");
    var with = "{\"invite\":\"" + invite + "\"}";
    assertThat(bob.http().post(join, with).status()).isEqualTo(200);
    assertThat(bob.http().post(join, with).status()).isEqualTo(200); // a repetition of the same
    assertThat(stage.guest("Eve").http().post(join, with).text("code")).isEqualTo("BAD_INVITE");
  }

  @Test
  void theQrCodeIsAPictureThatAnybodyMaySee() {
    var room = stage.room(stage.guest("Ada"));
    var svg = stage.stranger().get("/api/rooms/" + room + "/qr");
    assertThat(svg.header("Content-Type")).startsWith("image/svg+xml");
    assertThat(svg.body()).startsWith("<svg");
    var png = stage.stranger().get("/api/rooms/" + room + "/qr?format=png");
    assertThat(png.header("Content-Type")).isEqualTo("image/png");
    assertThat(stage.stranger().get("/api/rooms/none/qr").status()).isEqualTo(404);
  }

  @Test
  void aPageOfAnotherSiteMakesNobodyDoAnything() {
    var host = stage.guest("Ada");
    var room = stage.room(host);
    var forged = host.browser().with("Origin", "https://evil.example");
    assertThat(forged.delete("/api/rooms/" + room).status()).isEqualTo(403);
    assertThat(host.browser().with("Origin", stage.url(0)).delete("/api/rooms/" + room).status())
        .isEqualTo(200);
    assertThat(host.http().post("/api/rooms/" + room + "/rounds", "{}").status()).isEqualTo(410);
  }
}
