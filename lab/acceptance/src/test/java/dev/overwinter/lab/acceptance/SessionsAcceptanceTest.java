package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.SessionCaller.now;
import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What the older sessions' system did, asked of a whole platform by HTTP as its clients and games
/// ask: start, join, heartbeat, end, who may, and in which order that is looked at.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsAcceptanceTest {
  private static final String NOT_FOUND = "Droplet not found in database.";
  private static final String UPDATED = "Heartbeat updated successfully.";
  private static final String INVALID = "Invalid HMAC signature.";
  private static final int GAME_PORT = 7777;

  private final SessionsStage stage = SessionsStage.get();
  private final SessionCaller caller = stage.stranger();
  private SessionsStage.Played session;

  SessionsAcceptanceTest() {
    session = stage.begin();
  }

  @BeforeAll
  void isPlayed() {
    stage.cloud().game(session.droplet().id(), Map.of("clients", 1));
  }

  @AfterAll
  void end() {
    stage.end(session);
    stage.awaitGone(session, seconds(60));
  }

  @Test
  void theFrontDoorIsWhatItWas() throws IOException {
    var front = caller.send("GET", "/", "", Map.of("Accept", "application/json"));
    assertThat(front.status()).isEqualTo(200);
    assertThat(front.text("status") + " " + front.text("service")).isEqualTo("ok orchestrator");
    assertThat(caller.send("HEAD", "/", "", Map.of()).status()).isEqualTo(405);
    var wrong = caller.send("GET", "/sessions/join", "", Map.of());
    assertThat(wrong.status() + wrong.detail()).isEqualTo("405Method Not Allowed");
    assertThat(wrong.headers().firstValue("allow")).contains("POST");
  }

  @Test
  @Tag("SES-03")
  @Tag("SES-06")
  void aNewSessionIsAnAddressAndATagAndItsGameAnswersThere() throws IOException {
    var owner = stage.stranger();
    var answer = stage.begun(owner, UUID.randomUUID().toString());
    assertThat(names(answer)).containsExactlyInAnyOrder("ip_address", "share_tag");
    assertThat(answer.text("share_tag")).matches("[0-9A-F]{6}");
    var played = stage.played(owner, answer);
    try (var game = new Socket(played.address(), GAME_PORT);
        var reader =
            new BufferedReader(
                new InputStreamReader(game.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(reader.readLine()).isEqualTo("overwinter-game " + played.droplet().id());
    }
    stage.end(played);
    stage.awaitGone(played, seconds(60));
  }

  @Test
  void aTagLeadsToItsAddressAndNothingElseIsATag() throws IOException {
    var found = caller.join(session.tag());
    assertThat(found.status()).isEqualTo(200);
    assertThat(names(found)).containsExactly("ip_address");
    assertThat(found.text("ip_address")).isEqualTo(session.address());
    for (var wrong : List.of("", "000000x", session.tag().toLowerCase(Locale.ROOT), "%20")) {
      var missing = caller.join(wrong);
      assertThat(missing.status() + missing.detail()).as(wrong).isEqualTo("404" + NOT_FOUND);
    }
    var inBody =
        caller.send("POST", "/sessions/join", "{\"game_tag\":\"" + session.tag() + "\"}", Map.of());
    assertThat(inBody.status()).isEqualTo(422);
    assertThat(inBody.body().path("detail").path(0).path("loc")).contains(new TextNode("game_tag"));
  }

  /// An operator's own machine comes by its first heartbeat, and goes without a call to anybody.
  @Test
  @Tag("SES-15")
  void aMachineThatBeatsIsGivenToWhoAsksNextAndEndsWithoutADroplet() throws IOException {
    var machine = "203.0.113.9";
    var beaten = caller.heartbeat(machine, 0, SessionSettings.SHARED);
    assertThat(beaten.status() + beaten.text("message")).isEqualTo("200" + UPDATED);
    Awaitility.await()
        .atMost(seconds(30))
        .untilAsserted(() ->
            assertThat(stage.book().live())
                .anyMatch(row -> row.droplet() == 0 && row.state().equals("WARM")));
    var started = stage.stranger().start();
    assertThat(names(started)).containsExactlyInAnyOrder("message", "ip_address", "share_tag");
    assertThat(started.text("message")).isEqualTo("Reusing existing droplet");
    assertThat(started.text("ip_address")).isEqualTo(machine);
    var deletes = stage.cloud().requests("DELETE /v2/droplets/{id}");
    var ended = caller.end(machine, SessionSettings.SHARED);
    assertThat(ended.status() + ended.text("message"))
        .isEqualTo(
            "200Game session ended and local session entry removed (no DigitalOcean droplet).");
    assertThat(stage.cloud().requests("DELETE /v2/droplets/{id}")).isEqualTo(deletes);
    assertThat(caller.join(started.text("share_tag")).status()).isEqualTo(404);
  }

  @Test
  @Tag("SES-20")
  void aGameSignsForItselfAndForNobodyElse() throws IOException {
    var other = stage.begin();
    assertThat(caller.heartbeat(session.address(), 1, session.key()).text("message"))
        .isEqualTo(UPDATED);
    for (var secret : List.of(other.key(), SessionSettings.SHARED, "guessed")) {
      var beaten = caller.heartbeat(session.address(), 0, secret);
      assertThat(beaten.status() + beaten.detail()).isEqualTo("401" + INVALID);
      var ended = caller.end(session.address(), secret);
      assertThat(ended.status() + ended.detail()).isEqualTo("401" + INVALID);
    }
    assertThat(caller.join(session.tag()).ok()).isTrue();
    stage.end(other);
    stage.awaitGone(other, seconds(60));
  }

  /// Malformed, then who, then when, then what, then whether there is such a session.
  @Test
  @Tag("SES-29")
  @Tag("SES-32")
  void requestsAreLookedAtInTheOrderThatSignersKnow() throws IOException {
    var path = "/server/heartbeat";
    assertThat(caller.send("POST", path, "{no", Map.of()).status()).isEqualTo(422);
    var nobody = caller.send("POST", path, "{}", Map.of());
    assertThat(nobody.status() + nobody.detail()).isEqualTo("401" + INVALID);
    var stale = caller.signed(path, "", beat(1), session.key(), now() - 1000);
    assertThat(stale.status() + stale.detail()).isEqualTo("401Stale HMAC signature.");
    // A game whose clock is wrong learns here what time it is.
    assertThat(stale.headers().firstValue("date")).isPresent();
    assertThat(caller.signed(path, "", "{}", SessionSettings.SHARED, now()).status())
        .isEqualTo(422);
    var unknown = caller.end("203.0.113.77", SessionSettings.SHARED);
    assertThat(unknown.status() + unknown.detail()).isEqualTo("404" + NOT_FOUND);
    assertThat(caller.signed("/server/end", "", "", SessionSettings.SHARED, now()).status())
        .isEqualTo(422);
  }

  @Test
  void signaturesCoverThePathAsReadTheQueryAsWrittenAndTheBodyAsSent() throws IOException {
    var stamp = Long.toString(now());
    var body = beat(1);
    var good = SessionCaller.signature("/server/heartbeat", "", stamp, body, session.key());
    for (var at : List.of("Request-Timestamp", "request-timestamp", "Request_Timestamp")) {
      var named = at.replace("Timestamp", "Signature").replace("timestamp", "signature");
      assertThat(post("/server/%68eartbeat", body, Map.of(at, stamp, named, good)))
          .as(at)
          .isEqualTo(200);
    }
    var headers = new java.util.TreeMap<>(Map.of("Request-Timestamp", stamp));
    headers.put("Request-Signature", good.toUpperCase(Locale.ROOT));
    assertThat(post("/server/heartbeat", body, headers)).isEqualTo(401);
    headers.put("Request-Signature", good);
    assertThat(post("/server/heartbeat?a=1", body, headers)).isEqualTo(401);
    assertThat(post("/server/heartbeat", body + " ", headers)).isEqualTo(401);
    var query = "b=2&a=%31";
    headers.put(
        "Request-Signature",
        SessionCaller.signature("/server/heartbeat", query, stamp, body, session.key()));
    assertThat(post("/server/heartbeat?" + query, body, headers)).isEqualTo(200);
    assertThat(post("/server/heartbeat?a=1&b=2", body, headers)).isEqualTo(401);
  }

  private int post(String path, String body, Map<String, String> headers) throws IOException {
    return caller.send("POST", path, body, headers).status();
  }

  @Test
  @Tag("SES-29")
  void nonsenseIsTheCallersFault() throws IOException {
    for (var count : List.of("1.5", "9223372036854775808", "-1", "null", "\"many\"", "[]", "{}")) {
      var body =
          "{\"droplet_ip\":\"%s\",\"connected_clients\":%s}".formatted(session.address(), count);
      assertThat(caller.signed("/server/heartbeat", "", body, session.key(), now()).status())
          .as(count)
          .isEqualTo(422);
    }
    for (var stamp : List.of("", "x", "1e9", "0x10", "170000000.0", "9".repeat(5000))) {
      var headers = Map.of("Request-Timestamp", stamp, "Request-Signature", "\u00e9");
      assertThat(post("/server/heartbeat", beat(1), headers)).as(stamp).isEqualTo(401);
    }
  }

  @Test
  @Tag("SES-18")
  void whoTriesTagsIsHeldUpAndWhoDoesNotIsNot() throws IOException {
    var guesser = stage.stranger();
    var answers = new ArrayList<Answer>();
    for (int i = 0; i < 40; i++) {
      answers.add(guesser.join("%06X".formatted(i)));
    }
    assertThat(answers).extracting(Answer::status).containsOnly(404, 429);
    var held = answers.getLast();
    assertThat(held.status()).isEqualTo(429);
    assertThat(held.headers().firstValue("retry-after")).isPresent();
    assertThat(guesser.join(session.tag()).status()).isEqualTo(429);
    assertThat(stage.stranger().join(session.tag()).ok()).isTrue();
  }

  @Test
  void pagesOfOthersMayAskOnlyWhenTheyAreKnown() throws IOException {
    for (var origin :
        Map.of("http://localhost:5173", true, "https://evil.example", false).entrySet()) {
      var asked = Map.of("Origin", origin.getKey(), "Access-Control-Request-Method", "POST");
      var preflight = caller.send("OPTIONS", "/sessions/join", "", asked);
      assertThat(preflight.status()).isEqualTo(origin.getValue() ? 200 : 400);
      assertThat(preflight.headers().firstValue("access-control-allow-origin").isPresent())
          .isEqualTo(origin.getValue());
    }
  }

  private String beat(int clients) {
    return "{\"droplet_ip\":\"%s\",\"connected_clients\":%d}".formatted(session.address(), clients);
  }

  private static List<String> names(Answer answer) {
    var names = new ArrayList<String>();
    answer.body().fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void theDocumentationIsForEverybody() throws IOException {
    assertThat(caller.send("GET", "/openapi.json", "", Map.of()).status()).isEqualTo(200);
    assertThat(
            URI.create(
                caller
                    .send("GET", "/redoc", "", Map.of())
                    .headers()
                    .firstValue("location")
                    .orElse("")))
        .hasPath("/docs");
  }
}
