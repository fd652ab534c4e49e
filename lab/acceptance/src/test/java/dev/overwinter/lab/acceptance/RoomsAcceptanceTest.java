package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.overwinter.lab.benchmarks.rooms.play.Answer;
import dev.overwinter.lab.benchmarks.rooms.play.RoomCaller;
import dev.overwinter.lab.benchmarks.rooms.play.RoomEvent;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Rooms on a whole platform, as guests with a browser or an app of their own have them.
@Timeout(120)
final class RoomsAcceptanceTest {
  private final Stage stage = Stage.get();
  private final List<RoomPlayer> people = new ArrayList<>();

  @AfterEach
  void leave() {
    people.forEach(RoomPlayer::close);
  }

  private RoomCaller stranger() {
    return RoomCaller.stranger(List.of(stage.platform().api())).keeping();
  }

  private static ObjectNode wish(String name) {
    return RoomPlayer.object().put("name", name).put("game", "top10");
  }

  private RoomPlayer opens(String name, ObjectNode wish) {
    return kept(RoomPlayer.opens(stranger(), name, wish));
  }

  private RoomPlayer joins(RoomPlayer host, String name) {
    return kept(RoomPlayer.joins(stranger(), host.room(), name));
  }

  private RoomPlayer kept(RoomPlayer one) {
    people.add(one);
    return one;
  }

  private static String cardOf(RoomPlayer one) {
    return one.card(one.id()).orElseThrow().path("id").asText();
  }

  private static void assertEverybodyKnows(RoomPlayer... all) {
    var truth = all[0].truth();
    for (var one : all) {
      assertThat(one.differences(truth, seconds(20))).isEmpty();
    }
  }

  @Test
  @Tag("ROOM-01")
  @Tag("ROOM-02")
  @Tag("ROOM-03")
  void nobodyIsToldWhatTheyMayNotSeeAndNothingOfItLiesOpen() throws Exception {
    var canary = "topic " + UUID.randomUUID();
    var host = opens("Ann", wish("Kitchen"));
    var other = joins(host, "Bob");
    var master = joins(host, "Cleo");
    var watcher = joins(host, "Dan");
    host.next(master.id(), "MASTER");
    host.next(watcher.id(), "WATCHER");
    assertThat(host.start(canary).ok()).isTrue();
    var mine = cardOf(host);
    assertThat(host.move("peek", mine, "true").ok()).isTrue();
    int value = host.card(host.id()).orElseThrow().path("value").intValue();
    assertThat(value).as("one's own card while one looks").isBetween(1, 10);
    for (var one : List.of(other, master, watcher)) {
      assertThat(one.move("peek", mine, "true").status()).as(one.name()).isEqualTo(403);
      assertThat(one.move("flip", mine, "false").status()).as(one.name()).isEqualTo(403);
      assertThat(one.view().path("round").path("topic").asText()).isEqualTo(canary);
      assertThat(page(one.caller(), host).text()).contains("Kitchen");
    }
    assertThat(master.move("score", mine, "7").ok()).isTrue();
    host.say("look at " + mine);
    var passerBy = stranger();
    assertThat(page(passerBy, host).text()).contains("Kitchen").doesNotContain(canary, "Ann");
    for (var path : List.of("", "/events", "/messages", "/history", "/qr")) {
      var _ = passerBy.send("GET", host.path(path), "");
    }
    assertThat(passerBy.send("GET", host.path(""), "").text())
        .contains("Kitchen")
        .doesNotContain(canary, "Ann", mine);
    assertEverybodyKnows(host, other, master, watcher);

    assertThat(RoomSecrets.values(host.caller().seen(), Set.of(mine))).isEmpty();
    for (var one : List.of(other.caller(), master.caller(), watcher.caller(), passerBy)) {
      assertThat(RoomSecrets.values(one.seen(), Set.of())).isEmpty();
    }
    assertNothingLiesOpen(host.room(), canary);
    assertNothingIsLoggedOrCounted(host, List.of(host, other, master, watcher), canary);

    // Control: these eyes see what is there to be seen.
    assertThat(RoomSecrets.values(host.caller().seen(), Set.of())).isNotEmpty();
    assertThat(host.move("flip", mine, "false").ok()).isTrue();
    for (var one : List.of(other, master, watcher)) {
      var event = one.log().hear(seconds(20), heard -> heard.data("what").equals("flip"));
      assertThat(event.data("face_down")).isEqualTo("false");
      assertThat(one.card(host.id()).orElseThrow().path("value").intValue()).isEqualTo(value);
      assertThat(RoomSecrets.values(one.caller().seen(), Set.of(mine))).isEmpty();
    }
  }

  private static Answer page(RoomCaller who, RoomPlayer host) throws IOException {
    // Browsers show a cookie, not a header.
    var token = who.proof().getOrDefault("Authorization", "").replace("Bearer ", "");
    var browser = who.proven(token.isEmpty() ? Map.of() : Map.of("Cookie", "session=" + token));
    return browser.send("GET", "/r/" + host.room(), "", Map.of("Accept", "text/html"));
  }

  private void assertNothingLiesOpen(String room, String canary) throws Exception {
    var secrets = new RoomSecrets(stage);
    assertThat(secrets.openPayloads(room)).as("payloads of the history").isEmpty();
    assertThat(secrets.shown(room)).doesNotContain(canary, "faceDown", "Kitchen");
    assertThat(secrets.filesWith("room/" + room)).as("the search finds").isNotEmpty();
    assertThat(secrets.filesWith(canary)).isEmpty();
    assertThat(secrets.state(room)).startsWith("ring:").doesNotContain(canary, "faceDown");
    assertThat(secrets.rows(room)).isNotEmpty();
    assertThat(RoomSecrets.values(secrets.rows(room), Set.of())).isEmpty();
  }

  /// What only members may read, and what proves who somebody is.
  private void assertNothingIsLoggedOrCounted(
      RoomPlayer host, List<RoomPlayer> members, String topic) throws Exception {
    var said = "said " + UUID.randomUUID();
    assertThat(host.say(said).ok()).isTrue();
    var invite = host.caller().send("POST", host.path("/invites"), "{}").body().path("code");
    var code = invite.asText();
    assertThat(code).hasSizeGreaterThan(8);
    var latecomer = stranger().send("POST", "/api/guests", "{\"name\":\"Eve\"}");
    var token = latecomer.body().path("token").asText();
    var late = stranger().proven(Map.of("Authorization", "Bearer " + token));
    var joined = late.send("POST", host.path("/join"), "{\"invite\":\"%s\"}".formatted(code));
    assertThat(joined.ok()).as(joined.toString()).isTrue();
    var secret = new ArrayList<>(List.of(topic, said, code, token));
    for (var one : members) {
      secret.add(one.caller().proof().getOrDefault("Authorization", "?").replace("Bearer ", ""));
    }
    assertThat(secret).doesNotContain("?").doesNotContain("");

    var secrets = new RoomSecrets(stage);
    var metrics = secrets.metrics();
    assertThat(metrics).doesNotContain(secret.toArray(String[]::new));
    for (var text : secret) {
      assertThat(secrets.filesWith(text)).isEmpty();
    }
    // No label is a room, a person or a card: of what nobody names no value is told.
    var names = new ArrayList<>(List.of(host.room()));
    members.forEach(one -> names.add(one.id()));
    var cards = host.view().path("round").path("table").path("cards");
    assertThat(cards).isNotEmpty();
    cards.forEach(card -> names.add("\"" + card.path("id").asText() + "\""));
    assertThat(metrics).doesNotContain(names.toArray(String[]::new));
    assertThat(secrets.logLines(host.room()))
        .noneMatch(line -> line.contains("value") || line.contains("faceDown"));
  }

  @Test
  @Tag("ROOM-17")
  @Tag("ROOM-19")
  void aTabThatWasAwayGoesOnWhereItWas() {
    var host = opens("Ann", wish("Garden"));
    var guest = joins(host, "Bob");
    var tab = kept(guest.tab());
    assertThat(host.start("").ok()).isTrue();
    for (int nth = 0; nth < 4; nth++) {
      guest.ear().breakOff();
      host.say("while Bob is away " + nth);
      assertThat(host.start("").ok()).isTrue();
    }
    assertEverybodyKnows(host, guest, tab);
    assertThat(guest.log().hellos()).as("sockets").isBetween(2, 5);
    assertThat(tab.log().hellos()).isEqualTo(1);
    // Who comes with nothing has the same, and nobody has cards of a round that is over.
    var late = kept(guest.tab());
    assertEverybodyKnows(host, late);
    assertThat(host.view().path("round").path("number").intValue()).isEqualTo(5);
    assertThat(guest.view().path("round").path("table"))
        .isEqualTo(late.view().path("round").path("table"));
  }

  @Test
  void whoScansTheCodePlays() throws Exception {
    var host = opens("Ann", wish("Balcony"));
    var request =
        HttpRequest.newBuilder(URI.create(stage.platform().api() + host.path("/qr?format=png")))
            .build();
    byte[] png;
    try (var http = HttpClient.newHttpClient()) {
      png = http.send(request, BodyHandlers.ofByteArray()).body();
    }
    var link = URI.create(scanned(ImageIO.read(new ByteArrayInputStream(png))));
    assertThat(link.getPath()).isEqualTo("/r/" + host.room());
    var door = stranger().send("GET", link.getPath(), "", Map.of("Accept", "text/html"));
    assertThat(door.status()).isEqualTo(200);
    assertThat(door.text()).contains("Balcony", "<form").doesNotContain("Ann");

    var scanner = kept(RoomPlayer.joins(stranger(), link.getPath().substring(3), "Zoë"));
    assertThat(host.start("").ok()).isTrue();
    var card = cardOf(scanner);
    assertThat(scanner.move("flip", card, "false").ok()).isTrue();
    var flipped = host.log().hear(seconds(20), event -> event.data("card").equals(card));
    assertThat(flipped.frame().path("by").asText()).isEqualTo(scanner.id());
    assertEverybodyKnows(host, scanner);
  }

  private static String scanned(BufferedImage image) throws Exception {
    // A phone sees the wall around the code, too.
    int wall = 40;
    int wide = image.getWidth() + 2 * wall;
    int high = image.getHeight() + 2 * wall;
    var seen = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
    var painter = seen.createGraphics();
    painter.setColor(java.awt.Color.WHITE);
    painter.fillRect(0, 0, wide, high);
    painter.drawImage(image, wall, wall, null);
    painter.dispose();
    var pixels = seen.getRGB(0, 0, wide, high, null, 0, wide);
    var source = new RGBLuminanceSource(wide, high, pixels);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
  }

  @Test
  @Tag("ROOM-15")
  @Tag("ROOM-16")
  @Tag("ROOM-21")
  void whatOneClientSendsBadlyTroublesNobodyElse() {
    var host = opens("Ann", wish("Attic"));
    var guest = joins(host, "Bob");
    var ear = guest.ear();
    for (var bad :
        List.of(
            "", "{", "[1]", "a::b::c", "{\"kind\":\"user:x:online\"}", "\u0000", "{\"id\":[]}")) {
      ear.say(bad);
    }
    var answers =
        Awaitility.await("an answer to each")
            .atMost(seconds(20))
            .until(
                () ->
                    guest.log().others().stream()
                        .filter(frame -> frame.path("ok").isBoolean())
                        .toList(),
                refused -> refused.size() == 7);
    assertThat(answers).noneMatch(frame -> frame.path("ok").booleanValue());
    var others =
        RoomPlayer.object().put("kind", "wish").put("who", host.id()).put("next", "MASTER");
    assertThat(ear.order(others).path("error").path("status").intValue()).isEqualTo(403);
    var text = "a :: b : c \u2028 {\"x\":1} </script> 🙂";
    var said = ear.order(RoomPlayer.object().put("kind", "say").put("body", text));
    assertThat(said.path("ok").booleanValue()).as(said.toString()).isTrue();
    assertThat(host.messages().getLast().path("body").asText()).isEqualTo(text);
    var heard = host.log().hear(seconds(20), e -> e.seq() == said.path("seq").longValue());
    assertThat(heard.frame().path("message").path("body").asText()).isEqualTo(text);
    assertThat(guest.log().hellos()).as("sockets").isEqualTo(1);
    assertEverybodyKnows(host, guest);
  }

  @Test
  @Tag("ROOM-24")
  void aRoundEndsAtItsTimeOnceAndTheNextHasATimeOfItsOwn() {
    var wish = wish("Cellar");
    wish.putObject("settings").put("round_seconds", 10).put("fewest", 1);
    var host = opens("Ann", wish);
    assertThat(host.start("").ok()).isTrue();
    var replaced = due(host);
    assertThat(host.start("").ok()).as("in place of the first").isTrue();
    var due = due(host);
    assertThat(due).isAfter(replaced);
    var ended = host.log().hear(seconds(30), event -> event.data("why").equals("expired"));
    var heardAfter = Duration.between(due, Instant.now());
    assertThat(Instant.parse(ended.frame().path("at").asText())).isBetween(due, due.plusSeconds(1));
    assertThat(heardAfter).isLessThan(seconds(2));
    assertThat(host.view().path("round").isNull()).isTrue();
    assertThat(host.start("").ok()).as("the room stays").isTrue();
    assertThat(due(host)).isAfter(due.plusSeconds(9));
    assertThat(ends(host)).containsExactly("replaced", "expired");
    assertEverybodyKnows(host);
  }

  private static Instant due(RoomPlayer host) {
    JsonNode round = host.view().path("round");
    return Instant.parse(round.path("endsAt").asText());
  }

  private static List<String> ends(RoomPlayer host) {
    return host.truth().stream()
        .filter(event -> event.type().equals("round_ended"))
        .map((RoomEvent event) -> event.data("why"))
        .toList();
  }
}
