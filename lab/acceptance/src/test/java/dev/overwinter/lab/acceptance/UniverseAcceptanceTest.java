package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import dev.overwinter.lab.launcher.Part;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the older universe did, asked of a whole platform by HTTP as its clients ask, and kill -9
/// in the middle of it: everything happens at its time, once.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UniverseAcceptanceTest {
  private final Stage stage = Stage.get();
  private final UniverseBook book = new UniverseBook(new Tables(stage.platform()));

  /// Where the next one who loses a process lives.
  private int system = 101;

  @BeforeAll
  void begin() {
    UniversePlayer.begin(stage);
  }

  @AfterEach
  void restore() {
    stage.awaitHealthy();
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.detail();
  }

  @Test
  @Tag("UNI-08")
  @Tag("UNI-09")
  void buildingsCostWhatEachLevelCostsAndFinishOneAfterTheOther() throws IOException {
    var one = UniversePlayer.join(stage, 1, 101, 1);
    var taken = UniversePlayer.join(stage, 1, 101, 2);
    assertThat(one.snapshot().path("position").path("system").intValue()).isEqualTo(101);
    assertThat(said(taken.send("POST", taken.path("/choose-start"), "{\"galaxy\":1,\"system\":1}")))
        .isEqualTo("400 Starter planet already chosen");
    assertThat(one.build("castle").status()).isEqualTo(400);
    assertThat(one.build("shipyard").status()).as("without a robot factory").isEqualTo(400);

    one.earn(900, 300, 0);
    var costs = new ArrayList<Integer>();
    var ends = new ArrayList<Instant>();
    for (int nth = 0; nth < 4; nth++) {
      var answer = one.build("metal_mine");
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
      costs.add(answer.body().path("cost").path("metal").intValue());
      ends.add(Instant.parse(answer.text("completion_time")));
    }
    assertThat(costs).containsExactly(90, 135, 202, 303);
    assertThat(ends).isSorted().doesNotHaveDuplicates();
    assertThat(one.snapshot().path("build_queue").path(0).path("type").asText())
        .isEqualTo("metal_mine");
    Awaitility.await("level 5")
        .atMost(Duration.between(Instant.now(), ends.getLast()).plusSeconds(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> one.snapshot().path("buildings").path("metal_mine").intValue() == 5);
    assertThat(one.snapshot().path("build_queue")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"WORKER", "TEMPORAL", "POSTGRES", "API"})
  @Tag("UNI-04")
  @Tag("UNI-22")
  void aQueueFinishesAtItsTimeWhateverDies(Part victim) throws IOException {
    var one = UniversePlayer.join(stage, 2, system++, 3);
    one.earn(2200, 1100, 0);
    var due = new ArrayList<Instant>();
    for (int nth = 0; nth < 6; nth++) {
      var answer = one.build("crystal_mine");
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
      due.add(Instant.parse(answer.text("completion_time")));
    }
    var research = one.insist("POST", one.path("/research"), "{\"research_type\":\"computer\"}");
    assertThat(research.status()).as(research.body().toString()).isEqualTo(200);
    stage.kill(victim);
    stage.awaitHealthy();
    Awaitility.await("level 7")
        .atMost(left(due.getLast()).plusSeconds(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> one.snapshot().path("buildings").path("crystal_mine").intValue() == 7);
    Awaitility.await("computer 1")
        .atMost(seconds(20))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> one.snapshot().path("research").path("computer").intValue() == 1);
    Awaitility.await("written once")
        .atMost(seconds(20))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          assertThat(one.notices("building_complete")).hasSize(6);
          assertThat(one.notices("research_complete")).hasSize(1);
        });
    var built = one.notices("building_complete");
    for (int nth = 0; nth < 6; nth++) {
      assertThat(built.get(nth).path("new_level").intValue()).isEqualTo(2 + nth);
      assertHappened(built.get(nth), due.get(nth));
    }
    assertHappened(
        one.notices("research_complete").getFirst(),
        Instant.parse(research.text("completion_time")));
  }

  /// Whatever died meanwhile, it happened when whoever ordered it was told that it would.
  private static void assertHappened(JsonNode event, Instant told) {
    assertThat(Instant.parse(event.path("ts").asText()))
        .as(event.toString())
        .isCloseTo(told, within(1, ChronoUnit.MILLIS));
  }

  private static Duration left(Instant until) {
    var left = Duration.between(Instant.now(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Test
  @Tag("UNI-04")
  @Tag("UNI-11")
  @Tag("UNI-13")
  void aFleetComesBackWithItsShipsAtItsTimeThoughEveryProcessDies() throws Exception {
    var one = UniversePlayer.join(stage, 3, 101, 1);
    var other = UniversePlayer.join(stage, 3, 103, 1);
    assertThat(other.id()).isNotEqualTo(one.id());
    one.arm("light_fighter", 4);
    var before = one.snapshot();
    var ask =
        "{\"galaxy\":3,\"system\":103,\"position\":1,\"mission\":\"transport\","
            + "\"ships\":{\"light_fighter\":%d}}";
    assertThat(one.insist("POST", one.path("/fleet/dispatch"), ask.formatted(5)).status())
        .as("more than there are")
        .isEqualTo(400);
    var sent = one.insist("POST", one.path("/fleet/dispatch"), ask.formatted(4));
    assertThat(sent.status()).as(sent.body().toString()).isEqualTo(200);
    assertThat(one.snapshot().path("fleet").path("light_fighter").intValue()).isZero();
    for (var victim : new Part[] {Part.WORKER, Part.TEMPORAL, Part.POSTGRES}) {
      stage.kill(victim);
    }
    stage.awaitHealthy();
    var home = Instant.parse(sent.text("return_eta"));
    Awaitility.await("home again")
        .atMost(left(home).plusSeconds(20))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> one.snapshot().path("fleet").path("light_fighter").intValue() == 4);
    try (var ear = UniverseEar.fromTheBeginning(stage.platform().api(), one.token())) {
      assertHappened(ear.hear("fleet_delivered"), Instant.parse(sent.text("eta")));
      assertHappened(ear.hear("fleet_home"), home);
    }
    assertThat(one.snapshot().path("position")).isEqualTo(before.path("position"));
    assertThat(one.send("GET", one.path("/planets"), "").body().path("planets")).hasSize(1);
    assertThat(said(one.insist("POST", one.path("/fleet/0/recall"), "")))
        .isEqualTo("400 No in-flight fleet to recall or fleet already arrived");
  }

  /// 100 metal for 50 crystal.
  private static Answer offered(UniversePlayer seller) {
    var offer =
        seller.insist(
            "POST",
            "/trade/offers",
            "{\"offered_resource\":\"metal\",\"offered_amount\":100,"
                + "\"requested_resource\":\"crystal\",\"requested_amount\":50}");
    assertThat(offer.status()).as(offer.body().toString()).isEqualTo(200);
    return offer;
  }

  /// To the micro-unit, whatever their mines have given: so both together have what they had.
  private void assertTraded(UniversePlayer seller, UniversePlayer buyer) {
    assertThat(book.gained(seller))
        .as("the seller has gained")
        .isEqualTo(Map.of("metal", -100_000_000L, "crystal", 50_000_000L, "deuterium", 0L));
    assertThat(book.gained(buyer))
        .as("the buyer has gained")
        .isEqualTo(Map.of("metal", 100_000_000L, "crystal", -50_000_000L, "deuterium", 0L));
  }

  @Test
  @Tag("UNI-06")
  void whatIsTradedIsThereOnceThoughTheWorkerDiesAtOnce() throws IOException {
    var seller = UniversePlayer.join(stage, 4, 101, 1);
    var buyer = UniversePlayer.join(stage, 4, 102, 1);
    var offer = offered(seller);
    var path = "/trade/accept/" + offer.body().path("id").longValue();
    assertThat(seller.insist("POST", path, "").status()).as("one's own").isEqualTo(400);
    assertThat(buyer.insist("POST", path, "").status()).isEqualTo(200);
    stage.kill(Part.WORKER);
    stage.kill(Part.POSTGRES);
    stage.awaitHealthy();
    var late = UniversePlayer.join(stage, 4, 103, 1);
    assertThat(late.insist("POST", path, "").status()).as("accepted once").isEqualTo(400);
    assertTraded(seller, buyer);
    for (var side : new UniversePlayer[] {seller, buyer}) {
      var history = side.insist("GET", side.path("/trade/history"), "").body();
      assertThat(history.path("events").findValuesAsText("type"))
          .filteredOn("trade_completed"::equals)
          .hasSize(1);
    }
  }

  @Test
  @Tag("UNI-06")
  void anOfferWhoseWorkflowWasTerminatedIsStillThereToTake() throws IOException {
    var seller = UniversePlayer.join(stage, 4, 104, 1);
    var buyer = UniversePlayer.join(stage, 4, 105, 1);
    var offer = offered(seller);
    var mine =
        "WorkflowType = 'Offer' AND ExecutionStatus = 'Running' AND OverwinterOwner = '%d'"
            .formatted(seller.id());
    Awaitility.await("its workflow").atMost(seconds(30)).until(() -> terminated(mine) > 0);
    var path = "/trade/accept/" + offer.body().path("id").longValue();
    assertThat(said(buyer.insist("POST", path, ""))).startsWith("200");
    assertTraded(seller, buyer);
    assertThat(buyer.insist("GET", buyer.path("/trade/history"), "").body().path("events"))
        .isNotEmpty();
  }

  /// As somebody may do in Temporal's own pages.
  private long terminated(String query) {
    return stage
        .temporal()
        .listExecutions(query)
        .mapToLong(one -> {
          var id = one.getExecution().getWorkflowId();
          stage.temporal().newUntypedWorkflowStub(id).terminate("a test");
          return 1;
        })
        .sum();
  }

  @Test
  @Tag("UNI-26")
  void tenBuildsAtOnceAreTenLevelsOrRefusals() throws Exception {
    var one = UniversePlayer.join(stage, 5, 101, 1);
    one.earn(1000, 400, 0);
    var builds = new ArrayList<Callable<Answer>>();
    for (int nth = 0; nth < 10; nth++) {
      builds.add(() -> one.build("solar_plant"));
    }
    int accepted = 0;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var build : pool.invokeAll(builds)) {
        var answer = build.get();
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 400);
        accepted += answer.ok() ? 1 : 0;
      }
    }
    int level = 1 + accepted;
    Awaitility.await("level " + level)
        .atMost(seconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> one.snapshot().path("buildings").path("solar_plant").intValue() == level);
  }

  @Test
  @Tag("UNI-26")
  void anOrderThatComesTwiceWithOneKeyIsPaidAndCarriedOutOnce() throws IOException {
    var one = UniversePlayer.join(stage, 5, 102, 1);
    one.earn(500, 200, 0);
    var solarPlant = "{\"building_type\":\"solar_plant\"}";
    var badly = one.insist("POST", one.path("/build"), solarPlant, "two words");
    assertThat(badly.status()).as(badly.body().toString()).isEqualTo(422);
    var first = one.insist("POST", one.path("/build"), solarPlant, "the-one-key");
    var again = one.insist("POST", one.path("/build"), solarPlant, "the-one-key");
    assertThat(first.status()).as(first.body().toString()).isEqualTo(200);
    assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    Awaitility.await("all that was ordered")
        .atMost(seconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> one.snapshot().path("build_queue").isEmpty());
    assertThat(one.snapshot().path("buildings").path("solar_plant").intValue()).isEqualTo(2);
    assertThat(book.spent(one))
        .containsEntry("metal", first.body().path("cost").path("metal").longValue() * 1_000_000);
  }
}
