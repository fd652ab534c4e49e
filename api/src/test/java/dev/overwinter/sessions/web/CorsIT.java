package dev.overwinter.sessions.web;

import static dev.overwinter.sessions.web.OlderStage.SHARED;
import static dev.overwinter.sessions.web.OlderStage.body;
import static dev.overwinter.sessions.web.OlderStage.heartbeat;
import static dev.overwinter.sessions.web.OlderStage.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What browsers are told that call the older paths from pages of others.
final class CorsIT {
  private static final OlderStage STAGE = OlderStage.shared();
  private static final List<String> PATHS =
      List.of(
          "/",
          "/sessions/start",
          "/sessions/join",
          "/server/end",
          "/server/heartbeat",
          "/sessions/join/",
          "/server/nothing");

  @BeforeAll
  static void open() {
    STAGE.open();
  }

  @AfterAll
  static void close() {
    STAGE.closed();
  }

  private static Http asking(String origin) {
    return STAGE.stranger().with("Origin", origin).with("Access-Control-Request-Method", "POST");
  }

  @Test
  void aPageThatWasNamedMayAskForEverything() {
    for (var origin :
        List.of(
            "https://play.example.org",
            "https://two.example.org",
            "http://localhost:5173",
            "https://127.0.0.1")) {
      for (var path : PATHS) {
        var ok =
            asking(origin)
                .with("Access-Control-Request-Headers", "request-signature, x-what-ever")
                .send("OPTIONS", path, "", "");
        assertThat(ok.status()).as(origin + path).isEqualTo(200);
        assertThat(ok.body()).isEqualTo("OK");
        assertThat(ok.header("Content-Type")).startsWith("text/plain");
        assertThat(ok.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(ok.header("Access-Control-Max-Age")).isEqualTo("600");
        assertThat(ok.header("Access-Control-Allow-Headers"))
            .isEqualTo("request-signature, x-what-ever");
        assertThat(ok.header("Access-Control-Allow-Methods").split(", "))
            .contains("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
        assertThat(ok.headers().allValues("Vary")).containsOnlyOnce("Origin");
        assertThat(ok.header("Access-Control-Allow-Credentials")).isEmpty();
      }
    }
  }

  @Test
  void whoAsksForNoHeadersIsGivenNone() {
    var ok = asking("https://play.example.org").send("OPTIONS", "/sessions/join", "", "");
    assertThat(ok.status()).isEqualTo(200);
    assertThat(ok.header("Access-Control-Allow-Headers")).isEmpty();
  }

  @Test
  void aPageThatWasNotNamedIsRefusedInAdvance() {
    for (var origin :
        List.of("null", "https://localhost.evil.com", "http://play.example.org", "https://a.b")) {
      for (var path : PATHS) {
        var bad = asking(origin).send("OPTIONS", path, "", "");
        assertThat(bad.status()).as(origin + path).isEqualTo(400);
        assertThat(bad.body()).isEqualTo("Disallowed CORS origin");
        assertThat(bad.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(bad.headers().allValues("Vary")).contains("Origin");
      }
    }
  }

  @Test
  void aSimpleRequestIsAnsweredWhoeverAsksAndReadByWhomItMayBe() {
    var join = "/sessions/join?game_tag=A";
    var bad = STAGE.stranger().with("Origin", "https://localhost.evil.com").post(join, "");
    assertThat(bad.status()).as("as without an origin").isEqualTo(404);
    assertThat(bad.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(bad.headers().allValues("Vary")).contains("Origin");
    assertThat(STAGE.stranger().post(join, "").headers().allValues("Vary")).contains("Origin");
    var front = STAGE.stranger().with("Accept", "application/json");
    assertThat(front.with("Origin", "https://two.example.org").get("/").headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://two.example.org"));
    var bare = front.with("Origin", "https://a.b").get("/");
    assertThat(bare.status()).isEqualTo(200);
    assertThat(bare.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void refusalsCanBeReadByAPageThatWasNamed() {
    var page = STAGE.stranger().with("Origin", "https://play.example.org");
    var answers =
        List.of(
            page.get("/sessions/join"),
            page.post("/sessions/join", ""),
            page.post("/sessions/join?game_tag=A", ""),
            page.post("/server/heartbeat", "{"),
            page.post("/server/heartbeat", "{}"),
            page.post("/server/end", ""),
            heartbeat(page, SHARED, body("10.0.0.3", 0), now() - 1000),
            page.post("/sessions/join/?game_tag=A", ""),
            page.post("/server/nothing", ""));
    assertThat(answers)
        .extracting(Http.Answer::status)
        .containsExactly(405, 422, 404, 422, 401, 401, 401, 307, 404);
    assertThat(answers)
        .allMatch(answer ->
            answer.header("Access-Control-Allow-Origin").equals("https://play.example.org"));
  }

  @Test
  void anOptionsRequestThatIsNoQuestionInAdvanceIsAMethodLikeAnother() {
    var options = STAGE.stranger().send("OPTIONS", "/sessions/join", "", "");
    assertThat(options.status()).isEqualTo(405);
    assertThat(options.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
  }
}
