package dev.overwinter.sessions.web;

import static dev.overwinter.sessions.web.OlderStage.address;
import static dev.overwinter.sessions.web.OlderStage.atOnce;
import static dev.overwinter.sessions.web.OlderStage.body;
import static dev.overwinter.sessions.web.OlderStage.now;
import static dev.overwinter.sessions.web.OlderStage.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.sessions.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `start` and `join` of the older contract over HTTP, on real PostgreSQL; workflows are pretended.
final class OlderSessionsIT {
  private static final OlderStage STAGE = OlderStage.shared();

  @BeforeAll
  static void open() {
    STAGE.open();
  }

  @AfterAll
  static void close() {
    STAGE.closed();
  }

  @AfterEach
  void calm() {
    STAGE.sessions.calm();
  }

  @Test
  void theFrontSaysThatItIsThere() {
    var front = new Http(STAGE.url).with("Accept", "application/json");
    assertThat(front.get("/").text("status")).isEqualTo("ok");
    assertThat(front.get("/").text("service")).isEqualTo("orchestrator");
    assertThat(front.get("/").json().size()).isEqualTo(3);
    assertThat(front.send("HEAD", "/", "", "").status()).isEqualTo(405);
    assertThat(front.with("Accept", "text/html").get("/").status()).isEqualTo(307);
    assertThat(front.get("/redoc").status()).isEqualTo(307);
  }

  @Test
  void joinLeadsToWhereTheGameAnswersAndNowhereElse() {
    var unit = unit();
    var ip = address();
    STAGE.sessions.session(unit, "READY", ip, "admin");
    var tag = unit.session().tag().text();
    var found = STAGE.stranger().post("/sessions/join?game_tag=nope&game_tag=" + tag, "");
    assertThat(found.body()).isEqualTo("{\"ip_address\":\"" + ip + "\"}");
    for (var wrong :
        List.of("", "nope", "%00", tag.toLowerCase(java.util.Locale.ROOT), tag + "%20")) {
      var missing = STAGE.stranger().post("/sessions/join?game_tag=" + wrong, "");
      assertThat(missing.status()).as(wrong).isEqualTo(404);
      assertThat(missing.body()).isEqualTo("{\"detail\":\"Droplet not found in database.\"}");
    }
    var none = STAGE.stranger().post("/sessions/join", "{\"game_tag\":\"" + tag + "\"}");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().path("detail").path(0).path("type").asText()).isEqualTo("missing");
    assertThat(none.json().path("detail").path(0).path("loc").toString())
        .isEqualTo("[\"query\",\"game_tag\"]");
    assertThat(none.json().path("detail").path(0).path("input").isNull()).isTrue();
  }

  @Test
  @Tag("SES-06")
  void nobodyIsSentToWhatIsNotReady() {
    for (var state : List.of("BOOTING", "STARTING", "WARM", "DRAINING")) {
      var unit = unit();
      STAGE.sessions.session(unit, state, address(), "admin");
      var tag = unit.session().tag().text();
      assertThat(STAGE.stranger().post("/sessions/join?game_tag=" + tag, "").status())
          .as(state)
          .isEqualTo(404);
    }
  }

  @Test
  @Tag("SES-18")
  void whoTriesTagsIsToldToWait() {
    var guesser = STAGE.stranger();
    Http.Answer last = guesser.post("/sessions/join?game_tag=000000", "");
    for (int i = 0; i < 31 && last.status() == 404; i++) {
      last = guesser.post("/sessions/join?game_tag=" + "%06X".formatted(i), "");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
    assertThat(STAGE.stranger().post("/sessions/join?game_tag=000000", "").status()).isEqualTo(404);
  }

  @Test
  void methodsAndSlashesAreAnsweredAsTheContractSays() {
    var get = STAGE.stranger().get("/sessions/join");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).isEqualTo("POST");
    assertThat(get.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    var slash = STAGE.stranger().post("/sessions/join/?game_tag=A", "");
    assertThat(slash.status()).isEqualTo(307);
    assertThat(slash.header("Location")).isEqualTo("/sessions/join?game_tag=A");
    assertThat(STAGE.stranger().post("/server/nothing", "").body())
        .isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  @Tag("SES-08")
  void fiftyWhoStartAtOnceGetFiftySessions() throws Exception {
    for (int i = 0; i < 10; i++) {
      STAGE.sessions.session(unit(), "WARM", address(), "");
    }
    int before = STAGE.sessions.begun.get();
    var answers = atOnce(50, () -> STAGE.stranger().post("/sessions/start", ""));
    var tags = new HashSet<String>();
    answers.forEach(answer -> {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      tags.add(answer.text("share_tag"));
    });
    assertThat(tags).hasSize(50);
    assertThat(answers.stream().filter(answer -> answer.json().has("message"))).hasSize(10);
    assertThat(STAGE.sessions.begun.get() - before).isEqualTo(40);
  }

  @Test
  @Tag("SES-09")
  void theSameRequestAgainHasTheSameSession() {
    var player = STAGE.stranger().with("Idempotency-Key", "once");
    var first = player.post("/sessions/start", "").text("share_tag");
    assertThat(player.post("/sessions/start", "").text("share_tag")).isEqualTo(first);
    var other = STAGE.stranger().with("Idempotency-Key", "once");
    assertThat(other.post("/sessions/start", "").text("share_tag")).isNotEqualTo(first);
  }

  @Test
  @Tag("SES-21")
  @Tag("SES-23")
  void whoIsRefusedLearnsWhyAndWhenToAskAgain() {
    STAGE.sessions.refuses = Refusal.QUOTA;
    var quota = STAGE.stranger().post("/sessions/start", "");
    assertThat(quota.status()).isEqualTo(429);
    assertThat(quota.header("Retry-After")).isEqualTo("7");
    assertThat(quota.body()).isEqualTo("{\"detail\":\"No room.\"}");
    STAGE.sessions.refuses = Refusal.SPEND_CAP;
    assertThat(STAGE.stranger().post("/sessions/start", "").status()).isEqualTo(503);
    STAGE.sessions.refuses = null;
    STAGE.sessions.slow = true;
    var slow = STAGE.stranger().post("/sessions/start", "");
    assertThat(slow.status()).isEqualTo(503);
    assertThat(slow.header("Retry-After")).isEqualTo("10");
  }

  @Test
  @Tag("SES-18")
  void whatIsNotFoundLooksTheSameWhateverTheReason() {
    var over = unit();
    var ip = address();
    var secret = STAGE.sessions.session(over, "READY", ip, "admin");
    assertThat(STAGE.end(secret, ip).status()).isEqualTo(200);
    var warm = unit();
    STAGE.sessions.session(warm, "WARM", address(), "");
    var shapes = new HashSet<String>();
    for (var tag :
        List.of(over.session().tag().text(), warm.session().tag().text(), "000000", "", "x%FF")) {
      var answer = STAGE.stranger().post("/sessions/join?game_tag=" + tag, "");
      var headers = new java.util.TreeMap<>(answer.headers().map());
      headers.remove("date");
      shapes.add(answer.status() + " " + headers + " " + answer.body());
    }
    assertThat(shapes).hasSize(1).first().asString().startsWith("404 ");
  }

  @Test
  @Tag("SES-18")
  void whoWantsTagsThatAreHarderToGuessHasLongerOnes() {
    var more =
        Map.of(
            "OVERWINTER_API_SESSION_TAG_BYTES", "8",
            "OVERWINTER_API_SESSION_JOINS_PER_MINUTE", "3");
    try (var stage = OlderStage.start(more)) {
      var started = stage.stranger().post("/sessions/start", "");
      var tag = started.text("share_tag");
      assertThat(tag).matches("[0-9A-F]{16}");
      var player = stage.stranger();
      assertThat(player.post("/sessions/join?game_tag=" + tag, "").text("ip_address"))
          .isEqualTo(started.text("ip_address"));
      for (int i = 0; i < 2; i++) {
        assertThat(player.post("/sessions/join?game_tag=" + tag, "").status()).isEqualTo(200);
      }
      assertThat(player.post("/sessions/join?game_tag=" + tag, "").status()).isEqualTo(429);
    }
  }

  @Test
  @Tag("SES-24")
  void whoJoinsAndWhatIsHeardWaitForNoneOfTheHundredThatAreBeingMade() throws Exception {
    var unit = unit();
    var ip = address();
    var secret = STAGE.sessions.session(unit, "READY", ip, "admin");
    var join = "/sessions/join?game_tag=" + unit.session().tag().text();
    var gate = new CountDownLatch(1);
    STAGE.sessions.hold = gate;
    var starts = new ArrayList<Future<Http.Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        starts.add(threads.submit(() -> STAGE.stranger().post("/sessions/start", "")));
      }
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> STAGE.sessions.held.get() == 100);
        var longest = Duration.ZERO;
        long at = now() - 200;
        for (int i = 0; i < 50; i++) {
          long began = System.nanoTime();
          assertThat(STAGE.stranger().post(join, "").status()).isEqualTo(200);
          assertThat(STAGE.heartbeat(secret, body(ip, 1), at + i).status()).isEqualTo(200);
          var took = Duration.ofNanos(System.nanoTime() - began);
          longest = took.compareTo(longest) > 0 ? took : longest;
        }
        assertThat(longest).as("two requests").isLessThan(Duration.ofSeconds(5));
        assertThat(starts).as("still wait").noneMatch(Future::isDone);
      } finally {
        gate.countDown();
      }
    }
    for (var start : starts) {
      assertThat(start.get().status()).isEqualTo(200);
    }
  }
}
