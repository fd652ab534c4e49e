package dev.overwinter.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.lab.benchmarks.rooms.play.Answer;
import dev.overwinter.lab.benchmarks.rooms.play.RoomCaller;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the older system's people and programs did, by its own paths: what its page of
/// documentation shows, and an evening of twelve people as its own script of tests had it. What it
/// let everybody see and ours does not is null.
@Timeout(90)
final class RoomsOlderAcceptanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FACE_DOWN = "True";

  private final Stage stage = Stage.get();
  private final Api admin = stage.api();
  private final RoomCaller passerBy = stranger();
  private final String kitchen = "kitchen-" + UUID.randomUUID().toString().substring(0, 8);
  private String room = "";

  private RoomCaller stranger() {
    return RoomCaller.stranger(List.of(stage.platform().api())).keeping();
  }

  /// The one name that an object is filed under.
  private static String only(JsonNode filed) {
    assertThat(filed).as(filed.toString()).hasSize(1);
    return filed.fieldNames().next();
  }

  private static RoomCaller withCookie(RoomCaller who, Answer answer) {
    var cookie =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(one -> one.startsWith("session="))
            .map(one -> one.split(";", 2)[0])
            .findFirst();
    assertThat(cookie).as(answer.toString()).isPresent();
    return who.proven(Map.of("Cookie", cookie.orElseThrow()));
  }

  private static JsonNode cards(JsonNode holder) throws IOException {
    return JSON.readTree(holder.path("cards").asText());
  }

  @Test
  @Tag("ROOM-01")
  @Tag("ROOM-07")
  @Tag("ROOM-09")
  void whatTheReadmeShowsIsAnswered() throws IOException {
    var path = "/api/v1/r/" + kitchen;
    assertThat(passerBy.send("GET", path, "").text()).isEqualTo("{\"room\":null}");
    assertThat(passerBy.send("GET", "/r/" + kitchen, "").status()).as("nobody").isEqualTo(401);
    var dealt = passerBy.send("POST", path + "/round?user=ana&user=bob&user=c%C3%A9line", "");
    assertThat(dealt.status()).as(dealt.toString()).isEqualTo(200);
    assertThat(dealt.body().path("room_id").asText()).isEqualTo(kitchen);
    assertThat(dealt.body().path("round").path("id").intValue()).isEqualTo(1);
    var names = new ArrayList<String>();
    cards(dealt.body().path("round")).fieldNames().forEachRemaining(names::add);
    assertThat(names).containsExactlyInAnyOrder("ana", "bob", "céline");
    assertThat(passerBy.send("GET", path, "").body().path("room").isObject()).isTrue();

    var page = passerBy.send("GET", "/r/" + kitchen + "?user=ana", "");
    // Browsers are led to the same page without the name; the cookie has it from then on.
    assertThat(page.status()).as(page.toString()).isIn(200, 303);
    var ana = withCookie(passerBy, page);
    var seat = ana.send("GET", "/r/" + kitchen, "");
    assertThat(seat.status()).as("by the cookie: " + seat).isEqualTo(200);
    assertThat(ana.send("GET", path, "").ok()).isTrue();

    var second = passerBy.send("POST", path + "/round?user=ana&user=bob", "");
    assertThat(second.body().path("round").path("id").intValue()).isEqualTo(2);
    assertThat(problem(path + "/round")).isEqualTo("400 too few users: min 1");
    assertThat(
            problem(
                path
                    + "/round?user=a&user=b&user=c&user=d&user=e&user=f&user=g&user=h&user=i&user=j&user=k"))
        .isEqualTo("400 too many users: max 10");
    assertThat(passerBy.send("POST", path + "/round?user=ana&user=ana", "").status())
        .isEqualTo(400);
    assertThat(RoomSecrets.values(passerBy.seen(), Set.of())).isEmpty();
    for (var gone : List.of(path, path, "/v1/" + kitchen)) {
      assertThat(passerBy.send("DELETE", gone, "").status()).as(gone).isEqualTo(204);
    }
  }

  private String problem(String path) throws IOException {
    var answer = passerBy.send("POST", path, "");
    return answer.status() + " " + answer.body().path("error").asText();
  }

  /// Somebody of the evening.
  private record Guest(String id, RoomCaller caller) {
    Answer post(String path, String body) throws IOException {
      return caller.send("POST", path, body);
    }

    Answer patch(String path, String body) throws IOException {
      return caller.send("PATCH", path, body);
    }
  }

  private String path(String more) {
    return "/api/v1/rooms/" + room + more;
  }

  private Guest comes(int nth) throws IOException {
    var made = admin.send("POST", "/admin/api/users?name=Guest%20" + nth, "");
    assertThat(made.status()).as("3: a user, " + made).isEqualTo(201);
    var id = only(made.body());
    var code = only(made.body().path(id).path("codes"));
    var login = passerBy.send("POST", "/auth/login?code_id=" + code, "");
    assertThat(login.status() + " " + login.body().path("success"))
        .as("4: a login by code, " + login)
        .isEqualTo("200 true");
    assertThat(only(login.body().path("user"))).isEqualTo(id);
    return new Guest(id, withCookie(stranger(), login));
  }

  private JsonNode seen(Guest by) throws IOException {
    var answer = by.caller().send("GET", path(""), "");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body().path(room);
  }

  private JsonNode cardOf(Guest by, Guest owner) throws IOException {
    return StreamSupport.stream(seen(by).path("cards").spliterator(), false)
        .filter(card -> card.path("player_id").asText().equals(owner.id()))
        .findFirst()
        .orElseThrow();
  }

  private String cardIdOf(Guest owner) throws IOException {
    for (var card : seen(owner).path("cards").properties()) {
      if (card.getValue().path("player_id").asText().equals(owner.id())) {
        return card.getKey();
      }
    }
    throw new AssertionError("no card of " + owner.id());
  }

  private static void refused(Answer answer, int status, String error) {
    assertThat(answer.status() + " " + answer.body().path("error").asText())
        .isEqualTo(status + " " + error);
  }

  /// The numbers are those of what the older script asserted.
  @Test
  @Tag("ROOM-01")
  @Tag("ROOM-06")
  @Tag("ROOM-11")
  @Tag("ROOM-14")
  @Tag("ROOM-20")
  @Tag("ROOM-22")
  @Tag("ROOM-23")
  void twelvePeoplePlayTwoRoundsAsTheyDid() throws IOException {
    assertThat(admin.send("GET", "/admin/api/ping", "").body().toString())
        .as("1: an admin's ping")
        .isEqualTo("{\"response\":\"pong\",\"service\":\"admin\"}");
    var made = admin.send("POST", "/admin/api/rooms?name=Evening", "");
    assertThat(made.status()).as("2: a room, " + made).isEqualTo(201);
    room = only(made.body());
    var all = new ArrayList<Guest>();
    for (int nth = 1; nth <= 12; nth++) {
      all.add(comes(nth));
    }
    assertThat(passerBy.send("POST", "/auth/login?code_id=nobodysCodeAtAll123456", "").status())
        .as("5: a bad code")
        .isIn(401, 404);
    var masters = all.subList(0, 2);
    var players = all.subList(2, 7);
    var watchers = all.subList(7, 12);

    assertThat(passerBy.send("POST", path("/join"), "").status())
        .as("6: who is nobody joins")
        .isEqualTo(401);
    for (var one : all) {
      assertThat(one.post(path("/join"), "").body().path("room").path(room).isObject())
          .as("7: joins")
          .isTrue();
      assertThat(one.caller().send("GET", "/auth/me", "").text()).as("8: me").contains(one.id());
    }
    var users = seen(all.getFirst()).path("users");
    assertThat(users).as("9: all are there").hasSize(12);
    assertThat(users.findValuesAsText("role")).as("10: and look on").containsOnly("watcher");
    choose(masters, "master");
    choose(players, "player");
    assertThat(
            masters
                .getLast()
                .patch(path("/user/" + players.getFirst().id() + "?next=watcher"), "")
                .status())
        .as("11: for another, by who is not the host")
        .isEqualTo(403);
    assertThat(
            masters
                .getFirst()
                .patch(path("/user/" + masters.getFirst().id() + "?next=king"), "")
                .status())
        .as("12: no such role")
        .isEqualTo(400);
    refused(watchers.getFirst().post(path("/round"), ""), 403, "watchers cannot start a new round");

    var dealt = admin.send("POST", "/admin/api/rooms/" + room + "/round", "");
    assertThat(dealt.body().path("cards").intValue()).as("13: dealt, " + dealt).isEqualTo(5);
    var old = cardIdOf(players.getFirst());
    plays(masters, players, watchers);
    talks(masters, players, watchers);

    var next = masters.getLast().post(path("/round"), "");
    assertThat(next.status()).as("21: the second round, " + next).isEqualTo(200);
    assertThat(next.body().path("room").path(room).path("round").path("id").asText())
        .as("22: is another")
        .isNotEqualTo(dealt.body().path("round").path("id").asText());
    assertThat(
            masters.getFirst().patch(path("/cards/" + old + "/score"), "{\"scored\":3}").status())
        .as("23: the old cards are gone")
        .isEqualTo(404);
    assertThat(seen(watchers.getFirst()).path("cards")).hasSize(5);
    plays(masters, players, watchers);
    assertThat(admin.send("DELETE", "/admin/api/rooms/" + room, "").status())
        .as("24: the room goes")
        .isEqualTo(204);
    assertThat(all.getFirst().post(path("/message"), "{\"content\":\"?\"}").status())
        .as("nobody does anything there any more")
        .isBetween(400, 499);
  }

  private void choose(List<Guest> guests, String role) throws IOException {
    for (var one : guests) {
      assertThat(one.patch(path("/user/" + one.id() + "?next=" + role), "").status())
          .isEqualTo(200);
    }
  }

  private void plays(List<Guest> masters, List<Guest> players, List<Guest> watchers)
      throws IOException {
    var ids = new ArrayList<String>();
    for (var player : players) {
      var id = cardIdOf(player);
      ids.add(id);
      assertThat(cardOf(watchers.getFirst(), player).path("flipped").asText())
          .as("14: face down")
          .isEqualTo(FACE_DOWN);
      assertThat(
              player.patch(path("?cards:" + id + ":peeked:" + player.id() + "=True"), "").status())
          .as("15: the owner peeks")
          .isEqualTo(200);
      assertThat(cardOf(player, player).path("value").asText()).matches("[1-9]|10");
    }
    var mine = ids.getFirst();
    var owner = players.getFirst();
    for (var other : List.of(masters.getFirst(), players.getLast(), watchers.getFirst())) {
      assertThat(other.patch(path("?cards:" + mine + ":flipped=False"), "").status())
          .as("16: not theirs")
          .isIn(401, 403);
      assertThat(cardOf(other, owner).path("value").isNull()).as("17: hidden").isTrue();
    }
    for (var master : masters) {
      assertThat(master.patch(path("/cards/" + mine + "/score"), "{\"scored\":7}").status())
          .as("18: a master guesses")
          .isEqualTo(200);
    }
    refused(
        players.getLast().patch(path("/cards/" + mine + "/score"), "{\"scored\":7}"),
        403,
        "only masters can score cards");
    assertThat(
            masters.getFirst().patch(path("/cards/" + mine + "/score"), "{\"scored\":11}").status())
        .isEqualTo(400);
    var values = new HashSet<String>();
    for (int nth = 0; nth < players.size(); nth++) {
      assertThat(
              players
                  .get(nth)
                  .patch(path("?cards:" + ids.get(nth) + ":flipped=False"), "")
                  .status())
          .isEqualTo(200);
      values.add(cardOf(watchers.getLast(), players.get(nth)).path("value").asText());
    }
    assertThat(values)
        .as("19: five different values")
        .hasSize(5)
        .allMatch(v -> v.matches("[1-9]|10"));
  }

  /// 13 messages and 12 reactions.
  private void talks(List<Guest> masters, List<Guest> players, List<Guest> watchers)
      throws IOException {
    var speakers = new ArrayList<>(masters);
    speakers.addAll(players);
    for (int nth = 0; nth < 13; nth++) {
      var content = JSON.createObjectNode().put("content", "« " + nth + " :: ünïcode »").toString();
      assertThat(speakers.get(nth % 7).post(path("/message"), content).text()).isEqualTo("{}");
    }
    assertThat(watchers.getFirst().post(path("/message"), "{\"content\":\"psst\"}").status())
        .isEqualTo(403);
    var messages = seen(watchers.getFirst()).path("messages");
    assertThat(messages).as("20: what was said").hasSize(13);
    var everybody = new ArrayList<>(speakers);
    everybody.addAll(watchers);
    var names = new ArrayList<String>();
    messages.fieldNames().forEachRemaining(names::add);
    for (int nth = 0; nth < 12; nth++) {
      var path = path("/messages/" + names.get(nth) + "/react");
      var body = "{\"emoji\":\"%s\",\"action\":\"add\"}".formatted(nth % 2 == 0 ? "👍🏽" : "a:b");
      assertThat(everybody.get(nth).patch(path, body).body().path("success").booleanValue())
          .isTrue();
    }
    var reactions = seen(players.getFirst()).path("messages").path(names.get(1)).path("reactions");
    assertThat(reactions.path("a:b").path(everybody.get(1).id()).asText()).isEqualTo("True");
    var some = path("/messages/" + names.getFirst() + "/react");
    for (var bad :
        List.of("{\"emoji\":\"\",\"action\":\"add\"}", "{\"emoji\":\"x\",\"action\":\"eat\"}")) {
      assertThat(players.getFirst().patch(some, bad).status()).as(bad).isEqualTo(400);
    }
    var link = URLEncoder.encode("https://example.org/r/" + room, StandardCharsets.UTF_8);
    assertThat(players.getFirst().caller().send("GET", "/api/v1/qrcode?link=" + link, "").status())
        .isEqualTo(200);
  }
}
