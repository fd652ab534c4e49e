package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.ApiMain;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The older contract over HTTP, on real PostgreSQL; workflows are pretended.
final class OlderSessionsIT {
  private static final String SHARED = "test-internal-hmac-secret";
  private static final String HEARTBEAT = "/server/heartbeat";
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private static PretendedSessions sessions;
  private static ConfigurableApplicationContext api;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    var platform = Platform.shared();
    var secrets = Files.createTempDirectory("overwinter-sessions-test");
    var seal = new Seal(Base64.getDecoder().decode(new Secrets(secrets).sealKey(null)));
    sessions = new PretendedSessions(platform.sql(), seal);
    var config =
        Platform.config(
            0,
            secrets,
            platform.database(),
            platform.target(),
            Map.of(
                "INTERNAL_HMAC_KEY", SHARED,
                "CORS_ALLOWED_ORIGINS", "https://play.example.org",
                "OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1",
                "OVERWINTER_API_SESSION_STARTS_PER_MINUTE", "1000"));
    api = run(config);
    url = "http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> new Http(url).get("/actuator/health/readiness").status() == 200);
    platform
        .sql()
        .sql(
            """
            INSERT INTO session_offer (provider, endpoint, fleet_tag, choices, house, price_class,
                   session_limits, fleet_limits, updated_at)
            VALUES ('SIMULATOR', 'http://127.0.0.1:1', 'overwinter',
                    '[{"region":"fra1","size":"s-1vcpu-1gb","snapshot":"1"}]', 'admin', 'session',
                    '{"provisionWithin":"PT8M","attempts":3,"silentFor":"PT3M","emptyFor":"PT10M","lifetime":"PT24H","drain":"PT2M"}',
                    '{}', now()) ON CONFLICT DO NOTHING
            """)
        .update();
  }

  private static ConfigurableApplicationContext run(ApiConfig config) {
    var application = ApiMain.application(config);
    application.addInitializers(
        (ApplicationContextInitializer<GenericApplicationContext>)
            context ->
                context.registerBean(
                    "pretendedSessions",
                    SessionOrders.class,
                    () -> sessions,
                    definition -> definition.setPrimary(true)));
    return application.run();
  }

  @AfterAll
  static void stop() {
    api.close();
    Platform.shared().sql().sql("DELETE FROM session_offer").update();
  }

  @AfterEach
  void calm() {
    sessions.refuses = null;
    sessions.slow = false;
    Platform.shared()
        .sql()
        .sql("UPDATE sessions SET state = 'ENDED', over_at = now() WHERE state = 'WARM'")
        .update();
  }

  private static Unit unit() {
    var random = new byte[3];
    ThreadLocalRandom.current().nextBytes(random);
    return new Unit(SessionId.of(ShareTag.of(random), "unique" + NEXT.incrementAndGet()), 1);
  }

  private static String address() {
    int next = NEXT.incrementAndGet();
    return "198.18." + next / 250 + "." + (next % 250 + 1);
  }

  /// Somebody whom nobody has seen before.
  private static Http stranger() {
    return new Http(url).with("X-Forwarded-For", address()).with("X-Forwarded-Proto", "http");
  }

  private static Http signed(
      String secret, String path, String query, String body, long at, String spelling) {
    var hash = SignatureRules.hash(body.getBytes(StandardCharsets.UTF_8));
    var canonical = String.join("\n", "POST", path, query, Long.toString(at), hash);
    return stranger()
        .with("Request" + spelling + "Timestamp", Long.toString(at))
        .with("Request" + spelling + "Signature", SignatureRules.sign(secret, canonical));
  }

  private static String body(String address, int clients) {
    return "{\"droplet_ip\":\"%s\",\"connected_clients\":%d}".formatted(address, clients);
  }

  private static Http.Answer heartbeat(String secret, String body, long at) {
    return signed(secret, HEARTBEAT, "", body, at, "-").post(HEARTBEAT, body);
  }

  private static Http.Answer end(String secret, String address) {
    var query = "droplet_ip=" + address;
    return signed(secret, "/server/end", query, "", now(), "-")
        .send("POST", "/server/end?" + query, "", "");
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static Optional<Integer> clients(Unit unit) {
    return Platform.shared()
        .sql()
        .sql("SELECT clients FROM session_heartbeats WHERE unit = ?")
        .param(unit.text())
        .query(Integer.class)
        .optional();
  }

  @Test
  void theFrontSaysThatItIsThere() {
    var front = new Http(url).with("Accept", "application/json");
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
    sessions.session(unit, "READY", ip, "admin");
    var tag = unit.session().tag().text();
    var found = stranger().post("/sessions/join?game_tag=nope&game_tag=" + tag, "");
    assertThat(found.body()).isEqualTo("{\"ip_address\":\"" + ip + "\"}");
    for (var wrong :
        List.of("", "nope", "%00", tag.toLowerCase(java.util.Locale.ROOT), tag + "%20")) {
      var missing = stranger().post("/sessions/join?game_tag=" + wrong, "");
      assertThat(missing.status()).as(wrong).isEqualTo(404);
      assertThat(missing.body()).isEqualTo("{\"detail\":\"Droplet not found in database.\"}");
    }
    var none = stranger().post("/sessions/join", "{\"game_tag\":\"" + tag + "\"}");
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
      sessions.session(unit, state, address(), "admin");
      var tag = unit.session().tag().text();
      assertThat(stranger().post("/sessions/join?game_tag=" + tag, "").status())
          .as(state)
          .isEqualTo(404);
    }
  }

  @Test
  @Tag("SES-18")
  void whoTriesTagsIsToldToWait() {
    var guesser = stranger();
    Http.Answer last = guesser.post("/sessions/join?game_tag=000000", "");
    for (int i = 0; i < 31 && last.status() == 404; i++) {
      last = guesser.post("/sessions/join?game_tag=" + "%06X".formatted(i), "");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
    assertThat(stranger().post("/sessions/join?game_tag=000000", "").status()).isEqualTo(404);
  }

  @Test
  void methodsAndSlashesAreAnsweredAsTheContractSays() {
    var get = stranger().get("/sessions/join");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).isEqualTo("POST");
    assertThat(get.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    var slash = stranger().post("/sessions/join/?game_tag=A", "");
    assertThat(slash.status()).isEqualTo(307);
    assertThat(slash.header("Location")).isEqualTo("/sessions/join?game_tag=A");
    assertThat(stranger().post("/server/nothing", "").body())
        .isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  void pagesOfOthersAreAskedForTheirOrigin() {
    var asking =
        stranger()
            .with("Access-Control-Request-Method", "POST")
            .with("Origin", "http://localhost:5173");
    var good = asking.send("OPTIONS", "/sessions/join", "", "");
    assertThat(good.status()).isEqualTo(200);
    assertThat(good.body()).isEqualTo("OK");
    assertThat(good.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
    assertThat(good.header("Access-Control-Max-Age")).isEqualTo("600");
    var bad = asking.with("Origin", "https://localhost.evil.com");
    assertThat(bad.send("OPTIONS", "/sessions/join", "", "").status()).isEqualTo(400);
    assertThat(bad.send("OPTIONS", "/sessions/join", "", "").body())
        .isEqualTo("Disallowed CORS origin");
    var simple = bad.post("/sessions/join?game_tag=A", "");
    assertThat(simple.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(simple.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void aGameIsHeardUnderBothSpellingsOfItsHeaders() {
    var unit = unit();
    var ip = address();
    var secret = sessions.session(unit, "STARTING", ip, "admin");
    assertThat(heartbeat(secret, body(ip, 3), now() - 1).body())
        .isEqualTo("{\"message\":\"Heartbeat updated successfully.\"}");
    var spelled = signed(secret, HEARTBEAT, "", body(ip, 4), now(), "_");
    assertThat(spelled.post(HEARTBEAT, body(ip, 4)).status()).isEqualTo(200);
    assertThat(clients(unit)).contains(4);
  }

  @Test
  @Tag("SES-20")
  void aGameSignsForItselfAlone() {
    var ip = address();
    var mine = sessions.session(unit(), "READY", address(), "admin");
    var other = unit();
    var own = sessions.session(other, "READY", ip, "admin");
    assertThat(heartbeat(mine, body(ip, 0), now()).status()).isEqualTo(401);
    assertThat(end(mine, ip).status()).isEqualTo(401);
    assertThat(heartbeat(SHARED, body(ip, 0), now()).status())
        .as("what machines share is for machines")
        .isEqualTo(401);
    assertThat(clients(other)).isEmpty();
    assertThat(heartbeat(own, body(ip, 0), now()).status()).isEqualTo(200);
  }

  @Test
  @Tag("SES-19")
  void whatComesTwiceOrLateChangesNothing() {
    var unit = unit();
    var ip = address();
    var secret = sessions.session(unit, "READY", ip, "admin");
    long at = now();
    assertThat(heartbeat(secret, body(ip, 0), at - 5).status()).isEqualTo(200);
    assertThat(heartbeat(secret, body(ip, 2), at).status()).isEqualTo(200);
    assertThat(heartbeat(secret, body(ip, 0), at - 5).status()).isEqualTo(200);
    assertThat(heartbeat(secret, body(ip, 1), at - 1).status()).isEqualTo(200);
    assertThat(clients(unit)).as("replayed and late ones").contains(2);
    assertThat(heartbeat(secret, body(ip, 5), at).status()).isEqualTo(200);
    assertThat(heartbeat(secret, body(ip, 2), at).status()).isEqualTo(200);
    assertThat(clients(unit)).as("two in one second, the first one again").contains(5);
  }

  @Test
  void theWorkflowHearsOnlyWhatIsNews() {
    var unit = unit();
    var ip = address();
    var secret = sessions.session(unit, "STARTING", ip, "admin");
    long at = now() - 10;
    for (int clients : new int[] {0, 0, 1, 2, 0}) {
      assertThat(heartbeat(secret, body(ip, clients), at++).status()).isEqualTo(200);
    }
    assertThat(sessions.told.stream().filter(fact -> fact.unit().equals(unit)))
        .extracting(fact -> fact.number() + ":" + fact.clients())
        .containsExactly("1:0", "3:1", "5:0");
  }

  @Test
  void aHeartbeatThatComesWhileTheDropletIsBeingMadeIsKept() {
    var unit = unit();
    var secret = sessions.session(unit, "CREATING", "", "admin");
    var body =
        "{\"droplet_ip\":\"%s\",\"connected_clients\":0,\"session\":\"%s\"}"
            .formatted(address(), unit.text());
    assertThat(heartbeat(secret, body, now()).status()).isEqualTo(200);
    assertThat(clients(unit)).contains(0);
    assertThat(sessions.told).anyMatch(fact -> fact.unit().equals(unit));
  }

  @Test
  @Tag("SES-13")
  @Tag("SES-14")
  void endsOnceHoweverOftenItIsAskedAndStaysOver() throws Exception {
    var unit = unit();
    var ip = address();
    var secret = sessions.session(unit, "READY", ip, "admin");
    var answers = atOnce(8, () -> end(secret, ip));
    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(answer.body())
                .isEqualTo(
                    "{\"message\":\"Game session ended and DigitalOcean droplet deleted.\"}"));
    assertThat(sessions.ended.stream().filter(unit.session().tag().text()::equals)).hasSize(1);
    assertThat(end(secret, ip).status()).as("and later").isEqualTo(200);
    assertThat(heartbeat(secret, body(ip, 0), now()).status()).as("late").isEqualTo(404);
    assertThat(clients(unit)).isEmpty();
  }

  @Test
  @Tag("SES-16")
  void anAddressThatIsGivenAgainLeadsToTheNewSession() {
    var ip = address();
    var first = unit();
    var before = sessions.session(first, "READY", ip, "admin");
    assertThat(end(before, ip).status()).isEqualTo(200);
    var second = unit();
    var after = sessions.session(second, "READY", ip, "admin");
    assertThat(end(before, ip).status()).isEqualTo(401);
    assertThat(heartbeat(after, body(ip, 1), now()).status()).isEqualTo(200);
    assertThat(clients(second)).contains(1);
    assertThat(clients(first)).isEmpty();
  }

  @Test
  void thePathIsSignedDecodedAndTheQueryAsItWasSent() {
    var ip = address();
    var secret = sessions.session(unit(), "READY", ip, "admin");
    var query = "z=%41&droplet_ip=" + ip;
    var asks = signed(secret, "/server/end", query, "", now(), "-");
    assertThat(asks.send("POST", "/server/%65nd?" + query, "", "").status()).isEqualTo(200);
  }

  @Test
  @Tag("SES-29")
  @Tag("SES-32")
  void isLookedAtInTheOrderOfTheContract() {
    var nobody = stranger();
    assertThat(nobody.post(HEARTBEAT, "{").status()).as("no JSON first").isEqualTo(422);
    var unsigned = nobody.post(HEARTBEAT, "{}");
    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(unsigned.text("detail")).isEqualTo("Invalid HMAC signature.");
    var stale = heartbeat(SHARED, body("10.0.0.3", 0), now() - 1000);
    assertThat(stale.status()).isEqualTo(401);
    assertThat(stale.text("detail")).isEqualTo("Stale HMAC signature.");
    assertThat(stale.header("Date")).isNotEmpty();
    assertThat(heartbeat(SHARED, "{}", now()).status()).as("then fields").isEqualTo(422);
    var huge = "{\"droplet_ip\":\"a\",\"connected_clients\":99999999999999999999}";
    assertThat(heartbeat(SHARED, huge, now()).status()).isEqualTo(422);
    assertThat(end(SHARED, "10.9.9.9").status()).as("then whether it is there").isEqualTo(404);
    assertThat(
            signed(SHARED, "/server/end", "", "", now(), "-")
                .send("POST", "/server/end", "", "")
                .status())
        .isEqualTo(422);
  }

  @Test
  @Tag("SES-15")
  void whatOperatorsShareRegistersAMachineAndNeverADroplet() {
    var ip = address();
    assertThat(heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
    assertThat(heartbeat(SHARED, body(ip, 0), now()).status()).isEqualTo(200);
    var row =
        Platform.shared()
            .sql()
            .sql("SELECT machine FROM sessions WHERE machine = ?")
            .param(ip)
            .query(String.class)
            .list();
    assertThat(row).containsExactly(ip);
    var ended = end(SHARED, ip);
    assertThat(ended.body())
        .isEqualTo(
            "{\"message\":\"Game session ended and local session entry removed (no DigitalOcean"
                + " droplet).\"}");
  }

  @Test
  @Tag("SES-08")
  void fiftyWhoStartAtOnceGetFiftySessions() throws Exception {
    for (int i = 0; i < 10; i++) {
      sessions.session(unit(), "WARM", address(), "");
    }
    int before = sessions.begun.get();
    var answers = atOnce(50, () -> stranger().post("/sessions/start", ""));
    var tags = new HashSet<String>();
    answers.forEach(answer -> {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      tags.add(answer.text("share_tag"));
    });
    assertThat(tags).hasSize(50);
    assertThat(answers.stream().filter(answer -> answer.json().has("message"))).hasSize(10);
    assertThat(sessions.begun.get() - before).isEqualTo(40);
  }

  @Test
  @Tag("SES-09")
  void theSameRequestAgainHasTheSameSession() {
    var player = stranger().with("Idempotency-Key", "once");
    var first = player.post("/sessions/start", "").text("share_tag");
    assertThat(player.post("/sessions/start", "").text("share_tag")).isEqualTo(first);
    var other = stranger().with("Idempotency-Key", "once");
    assertThat(other.post("/sessions/start", "").text("share_tag")).isNotEqualTo(first);
  }

  @Test
  @Tag("SES-21")
  @Tag("SES-23")
  void whoIsRefusedLearnsWhyAndWhenToAskAgain() {
    sessions.refuses = Refusal.QUOTA;
    var quota = stranger().post("/sessions/start", "");
    assertThat(quota.status()).isEqualTo(429);
    assertThat(quota.header("Retry-After")).isEqualTo("7");
    assertThat(quota.body()).isEqualTo("{\"detail\":\"No room.\"}");
    sessions.refuses = Refusal.SPEND_CAP;
    assertThat(stranger().post("/sessions/start", "").status()).isEqualTo(503);
    sessions.refuses = null;
    sessions.slow = true;
    var slow = stranger().post("/sessions/start", "");
    assertThat(slow.status()).isEqualTo(503);
    assertThat(slow.header("Retry-After")).isEqualTo("10");
  }

  private static List<Http.Answer> atOnce(int times, Callable<Http.Answer> call) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Http.Answer>>();
      for (int i = 0; i < times; i++) {
        calls.add(call);
      }
      var answers = new ArrayList<Http.Answer>();
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
