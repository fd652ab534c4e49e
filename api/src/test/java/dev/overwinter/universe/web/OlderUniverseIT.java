package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.planet.BuildItem;
import dev.overwinter.universe.planet.YardItem;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The older universe's paths as its clients know them, on real PostgreSQL and far from UTC;
/// workflows are pretended.
@Tag("UNI-23")
final class OlderUniverseIT {
  private static UniverseStage stage;

  @BeforeAll
  static void open() {
    stage =
        UniverseStage.open(
            Map.of("OVERWINTER_API_SIGN_UP", "open", "RATE_LIMIT_PER_MINUTE", "10000"), 1, false);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @AfterEach
  void calm() {
    stage.universe.refuses = null;
    stage.universe.ruled = false;
    stage.universe.away = false;
  }

  private static List<String> keys(JsonNode node) {
    var keys = new ArrayList<String>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String said(Http.Answer answer) {
    return answer.status() + " " + answer.text("detail");
  }

  @Test
  void aSnapshotHasEveryKeyThatClientsRead() {
    var one = stage.somebody();
    var snapshot = one.http().get(one.path("")).json();
    assertThat(keys(snapshot))
        .contains(
            "player",
            "position",
            "resources",
            "buildings",
            "build_queue",
            "ship_build_queue",
            "fleet",
            "research",
            "ship_stats",
            "planet");
    assertThat(snapshot.path("player").path("user_id").longValue()).isEqualTo(one.id());
    assertThat(keys(snapshot.path("position"))).containsExactly("galaxy", "system", "planet");
    assertThat(keys(snapshot.path("buildings"))).hasSize(11).contains("metal_mine", "shipyard");
    assertThat(keys(snapshot.path("fleet"))).hasSize(6).contains("colony_ship");
    assertThat(keys(snapshot.path("research"))).hasSize(6).contains("computer");
    assertThat(keys(snapshot.path("ship_stats"))).hasSize(5).doesNotContain("colony_ship");
    assertThat(snapshot.path("resources").path("metal").intValue()).isBetween(500, 501);
    assertThat(snapshot.path("planet").path("temperature").intValue()).isEqualTo(25);
    assertThat(keys(one.http().get(one.path("/research")).json().path("research")))
        .hasSize(5)
        .doesNotContain("computer");
    assertThat(one.http().get(one.path("/planets")).json().path("planets")).hasSize(1);
  }

  @Test
  @Tag("UNI-01")
  void anHourAtLevelOneGivesTheSameHoweverOftenSomebodyLooks() {
    var one = stage.somebody();
    var hourAgo = Instant.now().minus(Duration.ofHours(1));
    stage.universe.change(
        one.planet(),
        state ->
            state
                .withBuildings(
                    state
                        .buildings()
                        .with("metal_mine", 1)
                        .with("crystal_mine", 1)
                        .with("deuterium_synthesizer", 1)
                        .with("solar_plant", 1))
                .withStock(Resources.NONE));
    age(one.planet(), hourAgo);
    var before = stage.universe.row(one.planet());
    JsonNode last = one.http().get(one.path("")).json();
    for (int look = 0; look < 60; look++) {
      last = one.http().get(one.path("")).json();
    }
    assertThat(stage.universe.row(one.planet())).as("looking changes nothing").isEqualTo(before);
    var resources = last.path("resources");
    assertThat(resources.path("metal").intValue()).isBetween(32, 34);
    assertThat(resources.path("crystal").intValue()).isBetween(21, 23);
    assertThat(resources.path("deuterium").intValue()).isBetween(10, 12);
  }

  private static void age(long planet, Instant settledAt) {
    Platform.shared()
        .sql()
        .sql(
            "UPDATE universe_planets SET state = jsonb_set(state, '{settledAt}', to_jsonb(?::text))"
                + " WHERE id = ?")
        .params(settledAt.truncatedTo(ChronoUnit.MILLIS).toString(), planet)
        .update();
  }

  @Test
  void whoLogsInAndWhoLooksIsSeenButNotWithEachLookAndNotWithEachLogin() {
    var one = stage.somebody();
    await().until(() -> stage.universe.seen.contains(one.id()));
    one.http().get(one.path(""));
    one.http().get("/api/universe/1/me");
    stage.login(one.name());
    var next = stage.somebody();
    await().until(() -> stage.universe.seen.contains(next.id()));
    assertThat(seen(one.id())).isEqualTo(1);
  }

  private static long seen(long player) {
    return stage.universe.seen.stream().filter(id -> id == player).count();
  }

  @Test
  @Tag("UNI-20")
  void loggingInAndSwitchingPlanetsChangesNothingButTheActivePlanet() {
    var one = stage.somebody();
    long second =
        stage.universe.settle(
            one.id(), new Coordinate(9, (int) (one.id() % 499) + 1, 15), Instant.now());
    var rows = List.of(stage.universe.row(one.planet()), stage.universe.row(second));
    stage.login(one.name());
    var switched = one.http().post(one.path("/planets/" + one.planet() + "/select"), "");
    assertThat(switched.text("message")).isEqualTo("Active planet switched");
    assertThat(one.http().get(one.path("")).json().path("planet").path("id").longValue())
        .isEqualTo(one.planet());
    assertThat(List.of(stage.universe.row(one.planet()), stage.universe.row(second)))
        .isEqualTo(rows);
    assertThat(said(one.http().post(one.path("/planets/999999999/select"), "")))
        .isEqualTo("404 Planet not found or not owned by user");
  }

  @Test
  void whoIsAskedBeforeWhoseBeforeHowOftenBeforeWhat() {
    var one = stage.somebody();
    var other = stage.somebody();
    assertThat(said(stage.stranger().get(one.path("")))).isEqualTo("401 Not authenticated");
    assertThat(stage.stranger().get(one.path("")).header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(said(stage.stranger().with("Authorization", "Bearer x").get(one.path(""))))
        .isEqualTo("401 Could not validate credentials");
    assertThat(said(other.http().post(one.path("/build"), "{}")))
        .isEqualTo("403 Forbidden: user_id mismatch");
    var fault = one.http().post(one.path("/build"), "[]");
    assertThat(fault.status()).isEqualTo(422);
    assertThat(fault.json().path("detail").path(0).path("loc").path(0).asText()).isEqualTo("body");
    assertThat(said(one.http().post(one.path("/build"), "{}")))
        .isEqualTo("400 building_type is required");
    assertThat(said(one.http().get("/player/" + one.id() + "/nothing"))).isEqualTo("404 Not Found");
    assertThat(said(one.http().delete(one.path("")))).isEqualTo("405 Method Not Allowed");
    var limit = one.http().get(one.path("/notifications?limit=0"));
    assertThat(limit.status()).isEqualTo(422);
    assertThat(limit.json().path("detail").path(0).path("type").asText())
        .isEqualTo("greater_than_equal");
  }

  @Test
  @Tag("UNI-26")
  void whatIsNotAcceptedIsRefusedWithItsReason() {
    var one = stage.somebody();
    for (var refusal : Refusal.values()) {
      stage.universe.refuses = refusal;
      var built = one.http().post(one.path("/build"), "{\"building_type\":\"metal_mine\"}");
      assertThat(built.status()).as(refusal.name()).isBetween(400, 499);
      assertThat(built.text("detail")).isEqualTo("because " + refusal);
      var researched = one.http().post(one.path("/research"), "{\"research_type\":\"laser\"}");
      assertThat(researched.status()).isBetween(400, 499);
      assertThat(researched.text("detail")).isEqualTo("because " + refusal);
      var sent =
          one.http()
              .post(
                  one.path("/fleet/dispatch"),
                  "{\"galaxy\":1,\"system\":1,\"position\":2,\"ships\":{\"cruiser\":1}}");
      assertThat(sent.status()).isBetween(400, 499);
      assertThat(sent.text("detail")).isEqualTo("because " + refusal);
    }
    stage.universe.refuses = Refusal.QUEUE_FULL;
    var ship = "{\"ship_type\":\"light_fighter\",\"quantity\":3}";
    assertThat(said(one.http().post(one.path("/build-ships"), ship)))
        .isEqualTo("400 Shipyard queue full");
    stage.universe.refuses = Refusal.LIMIT;
    assertThat(said(one.http().post(one.path("/build-ships"), ship)))
        .as("other limits in their own words")
        .isEqualTo("400 because LIMIT");
    stage.universe.refuses = null;
    stage.universe.change(
        one.planet(),
        state ->
            state
                .withBuildings(state.buildings().with("shipyard", 1))
                .withStock(Resources.ofUnits(1_000_000, 1_000_000, 1_000_000)));
    stage.universe.ruled = true;
    assertThat(
            said(
                one.http()
                    .post(
                        one.path("/build-ships"),
                        "{\"ship_type\":\"light_fighter\",\"quantity\":51}")))
        .isEqualTo("400 Fleet size cap exceeded");
  }

  @Test
  @Tag("UNI-26")
  void anOrderWithAKeyIsTheSameOrderHoweverOftenItComes() {
    var one = stage.somebody();
    stage.universe.told.clear();
    var keyed = one.http().with("Idempotency-Key", "once");
    var build = "{\"building_type\":\"metal_mine\"}";
    var first = keyed.post(one.path("/build"), build);
    assertThat(first.text("message")).isEqualTo("Build command queued for metal_mine");
    keyed.post(one.path("/build"), build);
    one.http().post(one.path("/build"), build);
    var keys =
        stage.universe.told.stream()
            .map(PlanetRequest.class::cast)
            .map(PlanetRequest::key)
            .toList();
    assertThat(keys).hasSize(3);
    assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
  }

  @Test
  @Tag("UNI-26")
  void aKeyThatIsNoneIsRefusedInsteadOfIgnored() {
    var one = stage.somebody();
    stage.universe.told.clear();
    var build = "{\"building_type\":\"metal_mine\"}";
    for (var bad : List.of("two words", "x".repeat(201))) {
      var keyed = one.http().with("Idempotency-Key", bad);
      var refused = keyed.post(one.path("/build"), build);
      assertThat(refused.status()).as(bad).isEqualTo(422);
      var fault = refused.json().path("detail").path(0);
      assertThat(fault.path("type").asText()).isEqualTo("string_pattern_mismatch");
      assertThat(fault.path("loc").path(0).asText()).isEqualTo("header");
      assertThat(fault.path("loc").path(1).asText()).isEqualTo("Idempotency-Key");
      assertThat(keyed.post("/trade/accept/1", "").status()).isEqualTo(422);
    }
    assertThat(stage.universe.told).isEmpty();
    var longest = one.http().with("Idempotency-Key", "x".repeat(200));
    assertThat(longest.post(one.path("/build"), build).status()).isEqualTo(200);
  }

  @Test
  @Tag("UNI-26")
  void onlyWhoSentAKeyIsToldThatAskingAgainIsSafe() {
    var one = stage.somebody();
    stage.universe.away = true;
    for (var order :
        Map.of(
                one.path("/build"),
                "{\"building_type\":\"metal_mine\"}",
                one.path("/research"),
                "{\"research_type\":\"laser\"}",
                one.path("/fleet/dispatch"),
                "{\"galaxy\":1,\"system\":1,\"position\":2,\"ships\":{\"cruiser\":1}}",
                "/trade/offers",
                "{\"offered_resource\":\"metal\",\"offered_amount\":1,"
                    + "\"requested_resource\":\"crystal\",\"requested_amount\":1}")
            .entrySet()) {
      var unsure = one.http().post(order.getKey(), order.getValue());
      assertThat(unsure.status()).as(order.getKey()).isEqualTo(503);
      assertThat(unsure.text("detail"))
          .contains("may have been accepted: look before you ask again", "Idempotency-Key");
      var sure = one.http().with("Idempotency-Key", "k").post(order.getKey(), order.getValue());
      assertThat(said(sure)).endsWith("asking again is safe.").doesNotContain("may have been");
    }
  }

  @Test
  void whoCannotPayIsToldSoWithoutAWorkflow() {
    var one = stage.somebody();
    stage.universe.told.clear();
    var robots = "{\"building_type\":\"robot_factory\"}";
    assertThat(said(one.http().post(one.path("/build"), robots)))
        .startsWith("400 costs ")
        .contains("missing");
    assertThat(one.http().post(one.path("/build"), "{\"building_type\":\"palace\"}").status())
        .isEqualTo(400);
    assertThat(stage.universe.told).isEmpty();
    // What was accepted with this key must be told again, though it cannot be paid twice.
    one.http().with("Idempotency-Key", "again").post(one.path("/build"), robots);
    assertThat(stage.universe.told).hasSize(1);
  }

  @Test
  void ordersReachThePlanetThatIsActiveInTheWordsOfTheContract() {
    var one = stage.somebody();
    stage.universe.told.clear();
    assertThat(one.http().delete(one.path("/buildings/metal_mine")).text("message"))
        .isEqualTo("Demolition command queued for metal_mine");
    assertThat(one.http().delete(one.path("/build-queue/3")).text("message"))
        .isEqualTo("Cancel command queued for build queue index 3");
    assertThat(
            one.http()
                .post(one.path("/build-ships"), "{\"ship_type\":\"bomber\",\"quantity\":\"2\"}")
                .text("message"))
        .isEqualTo("Ship build queued: bomber x2");
    assertThat(stage.universe.told.stream().map(order -> ((PlanetRequest) order).order()))
        .containsExactly(
            new PlanetOrder.Demolish("metal_mine"),
            new PlanetOrder.CancelAt(PlanetOrder.Queue.BUILD, 3),
            new PlanetOrder.Make("bomber", 2));
    assertThat(stage.universe.told.stream().map(order -> ((PlanetRequest) order).planet()))
        .containsOnly(one.planet());
    assertThat(
            said(
                one.http()
                    .post(
                        one.path("/build-ships"), "{\"ship_type\":\"bomber\",\"quantity\":\"x\"}")))
        .isEqualTo("400 quantity must be an integer");
    assertThat(
            said(
                one.http()
                    .post(one.path("/build-ships"), "{\"ship_type\":\"bomber\",\"quantity\":0}")))
        .isEqualTo("400 quantity must be > 0");
    assertThat(said(one.http().post(one.path("/research"), "{\"research_type\":\"magic\"}")))
        .isEqualTo("400 Invalid research_type");
  }

  @Test
  @Tag("UNI-19")
  void coordinatesThatDoNotExistAreRefused() {
    var one = stage.somebody();
    stage.universe.change(one.planet(), state -> state.withUnits(Units.of("light_fighter", 5)));
    stage.universe.told.clear();
    for (var at : List.of("0,1,1", "1,0,1", "1,1,0", "10,1,1", "1,500,1", "999,9999,77")) {
      var parts = at.split(",", -1);
      var body =
          "{\"galaxy\":%s,\"system\":%s,\"position\":%s}".formatted(parts[0], parts[1], parts[2]);
      assertThat(said(one.http().post(one.path("/fleet/dispatch"), body)))
          .as(at)
          .isEqualTo("400 Invalid coordinates");
    }
    assertThat(stage.universe.told).as("nothing was sent").isEmpty();
    var sent =
        one.http().post(one.path("/fleet/dispatch"), "{\"galaxy\":1,\"system\":2,\"position\":3}");
    assertThat(sent.text("message")).isEqualTo("Fleet dispatch queued");
    assertThat(sent.json().path("target").path("position").intValue()).isEqualTo(3);
    assertThat(sent.text("mission")).isEqualTo("transfer");
    assertThat(((FleetOrder) stage.universe.told.getFirst()).units())
        .as("all that fly, when none are named")
        .containsExactlyEntriesOf(new TreeMap<>(Map.of("light_fighter", 5L)));
    var wrong = "{\"galaxy\":1,\"system\":2,\"position\":3,";
    assertThat(said(one.http().post(one.path("/fleet/dispatch"), wrong + "\"speed\":0}")))
        .isEqualTo("400 speed must be a positive number if provided");
    assertThat(said(one.http().post(one.path("/fleet/dispatch"), wrong + "\"speed\":0.05}")))
        .as("no other speed than was asked for")
        .isEqualTo("400 speed must be at least 0.1 (no fleet flies slower)");
    assertThat(
            one.http()
                .post(
                    one.path("/fleet/dispatch"),
                    wrong + "\"speed\":7,\"mission\":\"missiles\",\"aim\":\"light_laser\"}")
                .status())
        .isEqualTo(200);
    var missiles = (FleetOrder) stage.universe.told.getLast();
    assertThat(missiles.speedPercent()).isEqualTo(100);
    assertThat(missiles.aim()).isEqualTo("light_laser");
    assertThat(said(one.http().post(one.path("/fleet/dispatch"), wrong + "\"ships\":[]}")))
        .isEqualTo("400 ships must be an object mapping ship_type to count");
    assertThat(said(one.http().post(one.path("/fleet/7/recall"), "")))
        .isEqualTo("400 No in-flight fleet to recall or fleet already arrived");
  }

  @Test
  @Tag("UNI-26")
  void whatNoTableCanKeepIsRefusedBeforeAnythingIsOrdered() {
    var one = stage.somebody();
    stage.universe.told.clear();
    assertThat(stage.stranger().get("/trade/offers?status=%00").status()).isEqualTo(200);
    assertThat(stage.stranger().get("/trade/offers?status=lost").json().path("offers")).isEmpty();
    var flight = "{\"galaxy\":1,\"system\":2,\"position\":3,";
    for (var bad : List.of("\\u0000", "a\\u0000", "\\ud800", "a".repeat(65))) {
      for (var field :
          List.of(
              "\"mission\":\"transport\",\"aim\":\"" + bad + "\"}",
              "\"mission\":\"acs_attack\",\"union\":\"" + bad + "\"}")) {
        var sent = one.http().post(one.path("/fleet/dispatch"), flight + field);
        assertThat(said(sent)).as(field).startsWith("400 ").contains("is no name of anything");
      }
      var ships = one.http().post(one.path("/fleet/dispatch"), ships(flight, bad));
      assertThat(ships.status()).as("422 for what is not even JSON").isIn(400, 422);
    }
    assertThat(stage.universe.told).as("nothing was sent").isEmpty();
  }

  private static String ships(String flight, String ship) {
    return flight + "\"ships\":{\"" + ship + "\":1}}";
  }

  @Test
  void costsAndPlacesAndGuidanceAreForEverybody() {
    var free = stage.stranger();
    for (var level : List.of("0 60 15 60", "1 90 22 72", "2 135 33 86", "3 202 50 103")) {
      var want = Arrays.stream(level.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
      var costs = free.get("/building-costs/metal_mine?level=" + want[0]).json();
      assertThat(costs.path("cost").path("metal").intValue()).isEqualTo(want[1]);
      assertThat(costs.path("cost").path("crystal").intValue()).isEqualTo(want[2]);
      assertThat(costs.path("build_time_seconds").intValue()).isEqualTo(want[3]);
    }
    assertThat(free.get("/building-costs/magic").json().path("cost").path("metal").intValue())
        .isZero();
    var places = free.get("/planets/available?limit=3&offset=1").json().path("available");
    assertThat(places).hasSize(3);
    assertThat(keys(places.path(0))).containsExactly("galaxy", "system", "position");
    assertThat(free.get("/planets/available?galaxy=0").status()).isEqualTo(422);
    assertThat(said(free.get("/planets/available?galaxy=10")))
        .isEqualTo("400 galaxy must be in [1, 9]");
    var guidance = free.get("/market/guidance").json();
    assertThat(guidance.path("exchange_ratios").path("metal").doubleValue()).isEqualTo(3.0);
    assertThat(guidance.path("transaction_fee_rate").doubleValue()).isZero();
    assertThat(free.get("/healthz/db").json().path("database").path("status").asText())
        .isEqualTo("ok");
  }

  @Test
  void anOfferIsTakenOnceAndNotByItsSeller() {
    var seller = stage.somebody();
    var buyer = stage.somebody();
    var offer =
        seller
            .http()
            .post(
                "/trade/offers",
                """
                {"offered_resource":"metal","offered_amount":100,
                 "requested_resource":"crystal","requested_amount":50}
                """);
    assertThat(keys(offer.json()))
        .contains("id", "seller_user_id", "offered_amount", "status", "created_at");
    long id = offer.json().path("id").longValue();
    var listed = stage.stranger().get("/trade/offers").json().path("offers").path(0);
    assertThat(listed.path("id").longValue()).isEqualTo(id);
    var no = "400 Offer not found, not open, or insufficient funds/self-trade";
    assertThat(said(seller.http().post("/trade/accept/" + id, ""))).isEqualTo(no);
    assertThat(buyer.http().post("/trade/accept/" + id, "").json().path("accepted").booleanValue())
        .isTrue();
    assertThat(said(buyer.http().post("/trade/accept/" + id, ""))).isEqualTo(no);
    assertThat(said(buyer.http().post("/trade/accept/999999", ""))).isEqualTo(no);
    var accepted = stage.stranger().get("/trade/offers?status=accepted").json().path("offers");
    assertThat(accepted.path(0).path("accepted_by").longValue()).isEqualTo(buyer.id());
    assertThat(said(seller.http().post("/trade/offers", "{}")))
        .isEqualTo("400 offered_resource and requested_resource are required");
    assertThat(
            said(
                seller
                    .http()
                    .post(
                        "/trade/offers",
                        "{\"offered_resource\":\"gold\",\"offered_amount\":1,"
                            + "\"requested_resource\":\"metal\",\"requested_amount\":1}")))
        .isEqualTo("400 Invalid offer or insufficient resources");
  }

  @Test
  @Tag("UNI-07")
  void fiftyWhoLookWhileShipsAreDoneFindEachOfThemOnce() throws Exception {
    var one = stage.somebody();
    var end = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
    stage.universe.change(
        one.planet(),
        state ->
            state.withYard(
                List.of(
                    new YardItem(
                        1,
                        "light_fighter",
                        50,
                        0,
                        Resources.NONE,
                        state.settledAt(),
                        state.settledAt(),
                        end,
                        Duration.between(state.settledAt(), end).toMillis()))));
    var row = stage.universe.row(one.planet());
    Callable<List<String>> look =
        () -> {
          var counts = new ArrayList<String>();
          boolean over;
          do {
            over = !Instant.now().isBefore(end);
            var seen = one.http().get(one.path("/fleet")).json();
            counts.add(
                seen.path("fleet").path("light_fighter").intValue()
                    + " and "
                    + seen.path("ship_build_queue").path(0).path("count").intValue());
          } while (!over);
          return counts;
        };
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var counts : crowd.invokeAll(Collections.nCopies(50, look))) {
        assertThat(counts.get()).containsAnyOf("50 and 0").isSubsetOf("0 and 50", "50 and 0");
        assertThat(counts.get().getLast()).as("at its end, and not after it").isEqualTo("50 and 0");
      }
    }
    assertThat(stage.universe.row(one.planet())).as("looking changes nothing").isEqualTo(row);
  }

  @Test
  @Tag("UNI-05")
  void aReportHasOneIdInPushListAndGetAndIsForBothSidesOnly() throws InterruptedException {
    var attacker = stage.somebody();
    var defender = stage.somebody();
    var third = stage.somebody();
    long id =
        Platform.shared()
            .sql()
            .sql(
                """
                INSERT INTO universe_battles (universe, fought, seed, rule, attacker, defender,
                       attackers, defenders, galaxy, system, position, moon, winner, report, at)
                VALUES ('1', ?, 1, 'classic', ?, ?, ARRAY[?], ARRAY[?], 1, 2, 3, false, 'attacker',
                        '{"outcome":{"winner":"attacker","attacker_power":100}}', now())
                RETURNING id
                """)
            .params("f" + attacker.id(), attacker.id(), defender.id(), attacker.id(), defender.id())
            .query(Long.class)
            .single();
    try (var ear = new Ear(stage.url(0), attacker.token(), null)) {
      assertThat(ear.next().path("type").asText()).isEqualTo("welcome");
      stage.universe.happens(attacker.id(), "battle_report", "{\"report_id\":" + id + "}");
      assertThat(ear.next("battle_report").path("report_id").longValue()).isEqualTo(id);
    }
    for (var side : List.of(attacker, defender)) {
      var list = side.http().get(side.path("/battle-reports")).json().path("reports");
      assertThat(list).hasSize(1);
      assertThat(list.path(0).path("id").longValue()).isEqualTo(id);
      var one = side.http().get(side.path("/battle-reports/" + id)).json();
      assertThat(one.path("outcome").path("winner").asText()).isEqualTo("attacker");
      assertThat(keys(one.path("location"))).containsExactly("galaxy", "system", "planet");
    }
    assertThat(said(third.http().get(third.path("/battle-reports/" + id))))
        .isEqualTo("404 Battle report not found");
    assertThat(said(third.http().get(third.path("/espionage-reports/1"))))
        .isEqualTo("404 Espionage report not found");
  }

  @Test
  @Tag("UNI-18")
  void theNewestHundredNotificationsAreShownAndDeletedById() {
    var one = stage.somebody();
    Platform.shared()
        .sql()
        .sql(
            """
            INSERT INTO universe_messages (player, folder, type, payload, priority, created_at)
            SELECT ?, 'notification', 'storage_full', jsonb_build_object('n', n), 'info', now()
              FROM generate_series(0, 119) n
            """)
        .param(one.id())
        .update();
    var path = one.path("/notifications?limit=200");
    var all = one.http().get(path).json().path("notifications");
    assertThat(all).hasSize(100);
    assertThat(all.path(99).path("payload").path("n").intValue()).isEqualTo(20);
    assertThat(keys(all.path(0)))
        .containsExactly("id", "user_id", "type", "payload", "priority", "created_at", "read_at");
    assertThat(all.path(0).path("read_at").isNull()).isTrue();
    long id = all.path(0).path("id").longValue();
    assertThat(one.http().delete("/notifications/" + id).json().path("deleted").booleanValue())
        .isTrue();
    assertThat(said(one.http().delete("/notifications/" + id)))
        .isEqualTo("404 Notification not found");
  }

  @Test
  @Tag("UNI-02")
  void whatIsNotDoneInTimeTurnsHealthRed() {
    var one = stage.somebody();
    var health = stage.stranger();
    assertThat(health.get("/healthz").text("status")).isEqualTo("ok");
    stage.universe.due(one.planet(), Instant.now().minusSeconds(600));
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> "late".equals(health.get("/healthz").text("status")));
      assertThat(health.get("/healthz").json().path("loop").path("running").booleanValue())
          .isFalse();
      assertThat(health.get("/actuator/health").status()).isEqualTo(503);
      assertThat(health.get("/game-status").json().path("game_running").booleanValue()).isFalse();
    } finally {
      stage.universe.due(one.planet(), null);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> "ok".equals(health.get("/healthz").text("status")));
  }

  @Test
  @Tag("UNI-02")
  void whoeverRegistersAtTheSameTimeGetsAPlanetOfTheirOwn() throws Exception {
    var places = new ArrayList<String>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<String>>();
      for (int nth = 0; nth < 20; nth++) {
        tasks.add(() -> {
          var one = stage.somebody();
          var at = one.http().get(one.path("")).json().path("position");
          return at.toString();
        });
      }
      for (var task : pool.invokeAll(tasks)) {
        places.add(task.get());
      }
    }
    assertThat(places).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  void measurementsAreJsonAndNeverNamePlayers() {
    var one = stage.somebody();
    one.http().get(one.path(""));
    var metrics = stage.stranger().get("/metrics").json();
    assertThat(keys(metrics)).contains("process", "http", "game_loop", "events", "timers");
    assertThat(metrics.path("http").path("total_count").intValue()).isPositive();
    assertThat(metrics.path("http").path("by_route").has("GET:/player/{id}")).isTrue();
    assertThat(metrics.toString()).doesNotContain("/player/" + one.id());
  }

  @Test
  void whatHappensIsCountedUnderTheNamesOfTheContractInEveryProcess() {
    var one = stage.somebody();
    stage.universe.happens(one.id(), "building_complete", "{}");
    Platform.shared()
        .sql()
        .sql(
            """
            INSERT INTO universe_orders
            SELECT 'counted ' || n, 1, '{"order":{"kind":"build","building":"metal_mine"}}', now(),
                   jsonb_build_object('kind', 'accepted', 'at', now(),
                     'finishesAt', now() + n * interval '1 minute')
              FROM generate_series(-1, 3) n
            """)
        .update();
    var metrics =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> stage.stranger().get("/metrics").json(),
                found -> count(found, "events", "queue.build.completed") > 0);
    assertThat(keys(metrics.path("events")))
        .contains("queue.research.completed", "queue.ship.completed", "trade.fee_collected")
        .contains("energy.deficit.count", "production.metal", "consumption.deuterium.fusion")
        .contains("autoload.count", "save.count");
    var planned = metrics.path("timers").path("queue.build.planned_s");
    assertThat(keys(planned))
        .containsExactly(
            "count", "total_ms", "avg_ms", "min_ms", "max_ms", "last_ms", "p95_ms", "p99_ms");
    assertThat(planned.path("count").intValue()).isEqualTo(5);
    assertThat(planned.path("max_ms").doubleValue()).isEqualTo(180_000);
    var actual = metrics.path("timers").path("queue.build.actual_s");
    assertThat(actual.path("count").intValue()).as("what is done by now").isEqualTo(2);
    assertThat(keys(metrics.path("timers")))
        .hasSize(8)
        .contains("queue.ship.actual_s", "autoload.duration_s", "save.duration_s");
  }

  @Test
  void oneCountsHoweverManyAsk() throws Exception {
    var looks = new AtomicInteger();
    var counted = new CountDownLatch(1);
    var enough = new CountDownLatch(1);
    // The time is asked for once before and once after everything was counted: the second time
    // everything is counted, and not yet told.
    InstantSource time =
        () -> {
          if (looks.incrementAndGet() == 2) {
            counted.countDown();
            awaited(enough);
          }
          return Instant.now();
        };
    var counts = new UniverseCounts(Platform.shared().sql(), time.withZone(ZoneOffset.UTC));
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = pool.submit(counts::counts);
      assertThat(counted.await(60, TimeUnit.SECONDS)).isTrue();
      for (int nth = 0; nth < 10; nth++) {
        assertThat(counts.counts().events()).as("nobody counts beside the first").isEmpty();
      }
      enough.countDown();
      assertThat(first.get().events()).containsKey("save.count");
      assertThat(counts.counts()).as("what the first has counted").isEqualTo(first.get());
    } finally {
      enough.countDown();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long count(JsonNode metrics, String where, String name) {
    return metrics.path(where).path(name).longValue();
  }

  @Test
  void anEntranceSaysWhichFieldIsWrongAsTheContractDoes() {
    var free = stage.stranger();
    var faults = free.post("/auth/register", "{\"username\":\"someone\"}");
    assertThat(faults.status()).isEqualTo(422);
    assertThat(faults.header("Content-Type")).startsWith("application/json");
    assertThat(faults.json().path("detail")).hasSize(2);
    for (var fault : faults.json().path("detail")) {
      assertThat(keys(fault)).containsExactly("type", "loc", "msg", "input");
      assertThat(fault.path("type").asText()).isEqualTo("missing");
      assertThat(fault.path("loc").path(0).asText()).isEqualTo("body");
    }
    var wrong =
        free.post("/auth/login", "{\"username\":\"\",\"password\":\"" + "x".repeat(201) + "\"}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).doesNotContain("xxx").contains("string_too_long", "string_too_short");
    assertThat(free.post("/auth/login", "{").json().path("detail").path(0).path("type").asText())
        .isEqualTo("json_invalid");
    var typed = free.post("/auth/login", "{\"username\":{},\"password\":\"p\"}");
    assertThat(typed.status()).isEqualTo(422);
    assertThat(typed.json().path("detail").path(0).path("loc").path(1).asText())
        .isEqualTo("username");
  }

  @Test
  void whoPresentsABadTokenReadsWhyInTheWordsOfTheContract() {
    var one = stage.somebody();
    assertThat(said(stage.stranger().get("/auth/me"))).isEqualTo("401 Not authenticated");
    assertThat(said(stage.stranger().with("Authorization", "Bearer nonsense").get("/auth/me")))
        .isEqualTo("401 Could not validate credentials");
    assertThat(one.http().post("/auth/logout", "").status()).isEqualTo(200);
    assertThat(said(one.http().get("/auth/me"))).isEqualTo("401 Invalid token");
    var two = stage.somebody();
    Platform.shared()
        .sql()
        .sql("UPDATE accounts SET disabled = true WHERE name = ?")
        .param(two.name())
        .update();
    assertThat(said(two.http().get("/auth/me"))).isEqualTo("401 Inactive user");
  }

  @Test
  void peakMemoryIsTheMostThatWasUsed() {
    long before = peak();
    var memory = stage.stranger().get("/healthz").json().path("memory");
    assertThat(memory.path("peak_bytes").longValue()).isBetween(before, peak());
  }

  /// The process that answers is this one.
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  @Test
  void pagesOfOthersMayCallSinceNoCookieCounts() {
    var asked =
        stage
            .stranger()
            .with("Origin", "https://game.example.org")
            .with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", "authorization")
            .send("OPTIONS", "/trade/offers", "", "");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.body()).isEqualTo("OK");
    assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("https://game.example.org");
    assertThat(asked.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(asked.header("Access-Control-Max-Age")).isEqualTo("600");
    var one = stage.somebody();
    var byCookie = stage.stranger().with("Cookie", "access_token=" + one.token()).get(one.path(""));
    assertThat(byCookie.status()).isEqualTo(401);
  }

  @Test
  void queuesAreShownAsTheyAreNowWhileNobodyHasWrittenSo() {
    var one = stage.somebody();
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS); // as workers write
    stage.universe.change(
        one.planet(),
        state ->
            state.withBuilds(
                List.of(
                    new BuildItem(
                        1,
                        "metal_mine",
                        2,
                        false,
                        Resources.NONE,
                        state.settledAt(),
                        now.minusSeconds(1)),
                    new BuildItem(
                        2,
                        "metal_mine",
                        3,
                        false,
                        Resources.ofUnits(135, 33, 0),
                        now.minusSeconds(1),
                        now.plusSeconds(600)))));
    age(one.planet(), now.minusSeconds(60));
    var snapshot = one.http().get(one.path("")).json();
    assertThat(snapshot.path("buildings").path("metal_mine").intValue()).isEqualTo(2);
    assertThat(snapshot.path("build_queue")).hasSize(1);
    var item = snapshot.path("build_queue").path(0);
    assertThat(item.path("cost").path("metal").intValue()).isEqualTo(135);
    assertThat(Instant.parse(item.path("completion_time").asText()))
        .as("UTC, wherever the process runs")
        .isBetween(now.plusSeconds(599), now.plusSeconds(601));
  }
}
