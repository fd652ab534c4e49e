package dev.overwinter.sessions.web;

import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiMain;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.TokenSigner;
import dev.overwinter.durable.Seal;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// An api that offers sessions on real PostgreSQL, whose workflows are pretended; and who calls it.
final class OlderStage implements AutoCloseable {
  /// What operators' machines share.
  static final String SHARED = "test-internal-hmac-secret";

  static final String HEARTBEAT = "/server/heartbeat";
  static final String END = "/server/end";

  private static final AtomicInteger NEXT = new AtomicInteger(1);

  final PretendedSessions sessions;
  final String url;
  private final Path secrets;
  private final ConfigurableApplicationContext api;

  private OlderStage(Map<String, String> more) throws IOException {
    var platform = Platform.shared();
    secrets = Files.createTempDirectory("overwinter-sessions-test");
    var seal = new Seal(Base64.getDecoder().decode(new Secrets(secrets).sealKey(null)));
    sessions = new PretendedSessions(platform.sql(), seal);
    var words =
        new HashMap<>(
            Map.of(
                "INTERNAL_HMAC_KEY", SHARED,
                "CORS_ALLOWED_ORIGINS", "https://play.example.org, https://two.example.org",
                "OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1",
                "OVERWINTER_API_SESSION_STARTS_PER_MINUTE", "1000"));
    words.putAll(more);
    var config =
        Platform.config(0, secrets, platform.database(), platform.target(), Map.copyOf(words));
    var application = ApiMain.application(config);
    application.addInitializers(
        (ApplicationContextInitializer<GenericApplicationContext>)
            context ->
                context.registerBean(
                    "pretendedSessions",
                    SessionOrders.class,
                    () -> sessions,
                    definition -> definition.setPrimary(true)));
    api = application.run();
    url = "http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> new Http(url).get("/actuator/health/readiness").status() == 200);
  }

  private static final class Shared {
    static final OlderStage ONE = start(Map.of());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(ONE::close));
    }
  }

  /// The one that all tests of this JVM share.
  static OlderStage shared() {
    return Shared.ONE;
  }

  /// One of its own that is told something else; close it.
  static OlderStage start(Map<String, String> more) {
    try {
      return new OlderStage(more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    api.close();
  }

  /// A worker has said what it offers. Other tests want none: [#closed()] before they run.
  void open() {
    Platform.shared()
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

  /// Nothing is offered any more, and what waits is over.
  void closed() {
    sessions.calm();
    Platform.shared().sql().sql("DELETE FROM session_offer").update();
  }

  static Unit unit() {
    var random = new byte[3];
    ThreadLocalRandom.current().nextBytes(random);
    return new Unit(SessionId.of(ShareTag.of(random), "unique" + NEXT.incrementAndGet()), 1);
  }

  static String address() {
    int next = NEXT.incrementAndGet();
    return "198.18." + next / 250 + "." + (next % 250 + 1);
  }

  /// Somebody whom nobody has seen before.
  Http stranger() {
    return from(address());
  }

  /// Somebody at an address.
  Http from(String address) {
    return new Http(url).with("X-Forwarded-For", address).with("X-Forwarded-Proto", "http");
  }

  /// Somebody who may do everything.
  Http admin() {
    var signer = new TokenSigner(new Secrets(secrets).tokenKey(), Clock.systemUTC());
    return new Http(url)
        .with("Authorization", "Bearer " + signer.local(Duration.ofHours(1)).text());
  }

  /// The headers of a signed request, beside those of somebody.
  static Http signed(
      Http who, String secret, String path, String query, String body, long at, String spelling) {
    var hash = SignatureRules.hash(body.getBytes(StandardCharsets.UTF_8));
    var canonical = String.join("\n", "POST", path, query, Long.toString(at), hash);
    return who.with("Request" + spelling + "Timestamp", Long.toString(at))
        .with("Request" + spelling + "Signature", SignatureRules.sign(secret, canonical));
  }

  static String body(String address, int clients) {
    return "{\"droplet_ip\":\"%s\",\"connected_clients\":%d}".formatted(address, clients);
  }

  Http.Answer heartbeat(String secret, String body, long at) {
    return heartbeat(stranger(), secret, body, at);
  }

  static Http.Answer heartbeat(Http who, String secret, String body, long at) {
    return signed(who, secret, HEARTBEAT, "", body, at, "-").post(HEARTBEAT, body);
  }

  Http.Answer end(String secret, String address) {
    return end(secret, address, now());
  }

  Http.Answer end(String secret, String address, long at) {
    var query = "droplet_ip=" + address;
    return signed(stranger(), secret, END, query, "", at, "-")
        .send("POST", END + "?" + query, "", "");
  }

  static long now() {
    return Instant.now().getEpochSecond();
  }

  static Optional<Integer> clients(Unit unit) {
    return Platform.shared()
        .sql()
        .sql("SELECT clients FROM session_heartbeats WHERE unit = ?")
        .param(unit.text())
        .query(Integer.class)
        .optional();
  }

  static List<Http.Answer> atOnce(int times, Callable<Http.Answer> call)
      throws InterruptedException, ExecutionException {
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
