package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.ApiMain;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How often somebody may ask.
final class RatesIT {
  private static final Platform PLATFORM = Platform.shared();
  private static final HikariDataSource DATABASE = Limits.database();
  private static final ConfigurableApplicationContext STRICT =
      ApiMain.application(
              Platform.config(
                  0,
                  PLATFORM.secrets(),
                  PLATFORM.database(),
                  "127.0.0.1:1",
                  Map.of(
                      "OVERWINTER_API_RATE_PER_MINUTE", "20",
                      "OVERWINTER_API_ACCOUNTS_PER_HOUR", "10",
                      "OVERWINTER_API_SIGN_UP", "open",
                      "OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1")))
          .run();

  private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @AfterAll
  static void close() {
    STRICT.close();
    DATABASE.close();
  }

  @Test
  @Tag("S-11")
  void ofACrowdInTwoProcessesExactlyTheBudgetIsServed() throws InterruptedException {
    var budget = new Rates.Budget("test", 25, Duration.ofMinutes(1));
    var who = UUID.randomUUID().toString();
    var processes = new Rates[] {rates(), rates()};
    var crowd =
        IntStream.range(0, 120)
            .mapToObj(
                nth -> (Callable<Boolean>) () -> processes[nth % 2].take(budget, who).isEmpty())
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var served =
          threads.invokeAll(crowd).stream().map(answer -> answer.resultNow()).filter(in -> in);
      assertThat(served).hasSize(25);
    }
    assertThat(processes[0].take(budget, "somebody else " + who)).isEmpty();
  }

  @Test
  @Tag("S-11")
  void aBudgetRefillsSteadilyAndSaysWhen() {
    var budget = new Rates.Budget("test", 6, Duration.ofMinutes(1));
    var who = UUID.randomUUID().toString();
    var rates = rates();
    for (int nth = 0; nth < 6; nth++) {
      assertThat(rates.take(budget, who)).isEmpty();
    }
    var pause = rates.take(budget, who).orElseThrow();
    assertThat(pause).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    now = now.plus(pause);
    assertThat(rates.take(budget, who)).as("one has come back").isEmpty();
    assertThat(rates.take(budget, who)).as("and not two").isPresent();
    now = now.plus(Duration.ofHours(1));
    for (int nth = 0; nth < 6; nth++) {
      assertThat(rates.take(budget, who)).as("never more than whole").isEmpty();
    }
    assertThat(rates.take(budget, who)).isPresent();
  }

  @Test
  @Tag("S-11")
  void anAccountIsHeldWhereverItComesFromAndNobodyElse() {
    PLATFORM.account("hasty");
    PLATFORM.account("calm");
    var token = PLATFORM.login("hasty").text("access_token");
    var calm = PLATFORM.login("calm").text("access_token");
    int served = 0;
    // It refills while we ask, one in three seconds.
    var held = from("203.0.113.0", token).get("/api/me");
    while (held.status() == 200) {
      served++;
      assertThat(served).isLessThan(200);
      held = from("203.0.113." + served, token).get("/api/me");
    }
    assertThat(served).isGreaterThanOrEqualTo(20);
    assertThat(held.status()).isEqualTo(429);
    assertThat(held.text("detail")).startsWith("Rate limit exceeded");
    assertThat(Integer.parseInt(held.header("Retry-After"))).isBetween(1, 4);
    assertThat(from("203.0.113.1", calm).get("/api/me").status()).isEqualTo(200);
    for (int nth = 0; nth < 30; nth++) {
      assertThat(from("203.0.113.1", PLATFORM.token()).get("/api/me").status()).isEqualTo(200);
    }
  }

  @Test
  @Tag("S-11")
  void aStrangersAddressIsHeldAlsoWithWrongTokensAndOnJourneys() {
    assertThat(statuses("198.51.100.1", "/api/me", "ow_guess")).contains(401, 429);
    assertThat(statuses("198.51.100.2", "/auth/login/google", "")).contains(503, 429);
    assertThat(statuses("198.51.100.3", "/auth/callback/google", "")).contains(400, 429);
    assertThat(statuses("198.51.100.4", "/start/guess", "")).contains(404, 429);
    assertThat(client("198.51.100.5").get("/start/guess").status()).isEqualTo(404);
  }

  @Test
  @Tag("S-11")
  void accountsAreMadeSlowly() {
    int refused = 0;
    for (int nth = 0; nth < 12; nth++) {
      var made =
          client("198.51.100.9")
              .post(
                  "/auth/register",
                  "{\"username\":\"slow-%d\",\"email\":\"slow-%d@example.org\",\"password\":\"x\"}"
                      .formatted(nth, nth));
      refused += made.status() == 429 ? 1 : 0;
    }
    assertThat(refused).isEqualTo(2);
  }

  @Test
  @Tag("S-10")
  void nobodyGetsMoreServersThanTheirShareHoweverTheyAsk() throws InterruptedException {
    PLATFORM.account("hoarder");
    var hoarder = PLATFORM.as("hoarder");
    var one =
        (Callable<Integer>)
            () ->
                hoarder
                    .post(
                        "/api/servers", "{\"friendly_name\":\"Hoard\",\"game_image_id\":\"lobby\"}")
                    .status();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(java.util.Collections.nCopies(15, one)).stream()
              .map(answer -> answer.resultNow())
              .toList();
      assertThat(answers.stream().filter(status -> status == 409)).hasSize(3);
    }
    var told =
        hoarder.post("/api/servers", "{\"friendly_name\":\"More\",\"game_image_id\":\"lobby\"}");
    assertThat(told.text("code")).isEqualTo("QUOTA");
  }

  private static java.util.List<Integer> statuses(String address, String path, String token) {
    var caller = token.isEmpty() ? client(address) : from(address, token);
    var seen = new java.util.LinkedHashSet<Integer>();
    for (int nth = 0; nth < 200 && !seen.contains(429); nth++) {
      seen.add(caller.get(path).status());
    }
    return java.util.List.copyOf(seen);
  }

  private static Http from(String address, String token) {
    return client(address).with("Authorization", "Bearer " + token);
  }

  private static Http client(String address) {
    return new Http("http://127.0.0.1:" + STRICT.getEnvironment().getProperty("local.server.port"))
        .with("X-Forwarded-For", address)
        .with("X-Forwarded-Proto", "http");
  }

  private Rates rates() {
    return new Rates(JdbcClient.create(DATABASE), ApiConfig.from(Map.of()), clock);
  }
}
