package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import dev.overwinter.lab.launcher.Part;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Two api processes, one of them far from UTC, are one universe.
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UniverseApisAcceptanceTest {
  private final Stage stage = Stage.get();
  private final SecondApi second = second();

  private SecondApi second() {
    try {
      return SecondApi.start(stage, "Asia/Tokyo");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  void begin() {
    UniversePlayer.begin(stage);
  }

  @AfterAll
  void end() {
    second.close();
  }

  private List<URI> apis() {
    return List.of(stage.platform().api(), second.url());
  }

  /// All at once; how many were answered 200.
  private static int accepted(List<Callable<Answer>> asks) throws Exception {
    int accepted = 0;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var ask : pool.invokeAll(asks)) {
        var answer = ask.get();
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 400);
        accepted += answer.ok() ? 1 : 0;
      }
    }
    return accepted;
  }

  private static String offer(int metal, int crystal) {
    return ("{\"offered_resource\":\"metal\",\"offered_amount\":%d,"
            + "\"requested_resource\":\"crystal\",\"requested_amount\":%d}")
        .formatted(metal, crystal);
  }

  @Test
  @Tag("UNI-25")
  void whatOneCommandStartsTakesPlayersWithoutMore() throws IOException {
    var account = UniversePlayer.register(stage);
    var token = account.login().text("access_token");
    var mine = Map.of("Authorization", "Bearer " + token);
    // Nobody has made this one.
    var worlds = account.caller().send("GET", "/api/universe", "", mine);
    assertThat(worlds.body().findValuesAsText("id")).contains("1");
    var joined = account.caller().send("POST", "/api/universe/1/players", "", mine);
    assertThat(joined.status()).as(joined.body().toString()).isEqualTo(200);
    var me = account.caller().send("GET", "/api/universe/1/me", "", mine);
    assertThat(me.status()).as(me.body().toString()).isEqualTo(200);
  }

  @Test
  @Tag("UNI-17")
  void aTokenThatWasLoggedOutOpensNothingAnywhereAndAfterARestartNeither() throws Exception {
    var one = UniversePlayer.join(stage, 6, 101, 1);
    try (var ear = new UniverseEar(second.url(), one.token())) {
      ear.hear("welcome");
      assertThat(one.insist("POST", "/auth/logout", "").text("detail")).isEqualTo("Logged out");
      assertThat(ear.closed()).as("a policy that it violates").isEqualTo(1008);
    }
    stage.kill(Part.API);
    stage.awaitHealthy();
    for (var api : apis()) {
      assertThat(one.at(api).insist("GET", one.path(""), "").status())
          .as(api.toString())
          .isEqualTo(401);
      assertThat(UniverseEar.knock(api, one.token())).as(api.toString()).isEqualTo(403);
    }
  }

  @Test
  @Tag("UNI-24")
  void ofManyWhoAcceptAtOnceThroughBothOneGetsIt() throws Exception {
    var seller = UniversePlayer.join(stage, 6, 102, 1);
    var made = seller.insist("POST", "/trade/offers", offer(100, 50));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(200);
    var path = "/trade/accept/" + made.body().path("id").longValue();
    var asks = new ArrayList<Callable<Answer>>();
    for (int nth = 0; nth < 6; nth++) {
      var buyer = UniversePlayer.join(stage, 6, 103 + nth, 1);
      // Whoever has got it is told so again, by whichever they ask; so each asks one of them.
      var api = apis().get(nth % apis().size());
      asks.add(() -> buyer.at(api).insist("POST", path, ""));
    }

    assertThat(accepted(asks)).isEqualTo(1);

    var history = seller.insist("GET", seller.path("/trade/history"), "").body().path("events");
    assertThat(history.findValuesAsText("type"))
        .containsExactlyInAnyOrder("offer_created", "trade_completed");
  }

  @Test
  @Tag("UNI-24")
  void whatSomebodyHasIsSpentOnceThroughBoth() throws Exception {
    var one = UniversePlayer.join(stage, 6, 120, 1);
    one.earn(4000, 0, 0);
    int most = one.snapshot().path("resources").path("metal").intValue() * 9 / 10;
    var asks = new ArrayList<Callable<Answer>>();
    for (int nth = 0; nth < 4; nth++) {
      apis()
          .forEach(
              api -> asks.add(() -> one.at(api).insist("POST", "/trade/offers", offer(most, 1))));
    }

    assertThat(accepted(asks)).as("offers of nine tenths of what there is").isEqualTo(1);
  }

  @Test
  @Tag("UNI-24")
  void aMinutesRequestsAreCountedByBothTogether() throws IOException {
    var one = UniversePlayer.join(stage, 6, 130, 1);
    // In each minute of the clock; what was answered while one turned is in neither.
    var served = new TreeMap<Long, Integer>();
    Answer answer;
    int asked = 0;
    do {
      long minute = SessionCaller.now() / 60;
      answer = one.at(apis().get(asked++ % 2)).send("GET", one.path(""), "");
      if (answer.ok() && minute == SessionCaller.now() / 60) {
        served.merge(minute, 1, Integer::sum);
      }
    } while (answer.ok() && asked < 300);
    assertThat(answer.status() + " " + answer.detail()).isEqualTo("429 Rate limit exceeded");
    assertThat(served.values()).as("by both, in a minute").allMatch(count -> count <= 100);
    // Joining was counted, too.
    assertThat(served.lastEntry().getValue()).isGreaterThanOrEqualTo(90);
  }

  @Test
  @Tag("UNI-23")
  void bothSayTheSameTimesWhereverTheyRun() throws IOException {
    var one = UniversePlayer.join(stage, 6, 140, 1);
    one.earn(500, 250, 0);
    var before = Instant.now();
    var there = one.at(second.url());
    var begun = there.insist("POST", one.path("/research"), "{\"research_type\":\"computer\"}");
    assertThat(begun.status()).as(begun.body().toString()).isEqualTo(200);
    var ends = new ArrayList<Instant>();
    for (var api : apis()) {
      var queue = one.at(api).insist("GET", one.path("/research"), "").body().path("queue");
      ends.add(Instant.parse(queue.path(0).path("completion_time").asText()));
    }
    assertThat(ends.getFirst()).isEqualTo(ends.getLast()).isBetween(before, before.plusSeconds(60));
    Awaitility.await("computer 1, as both say")
        .atMost(seconds(60))
        .until(() ->
            apis().stream()
                .allMatch(api ->
                    one.at(api).snapshot().path("research").path("computer").intValue() == 1));
  }
}
