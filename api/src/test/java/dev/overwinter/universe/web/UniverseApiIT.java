package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Our own API of universes, on real PostgreSQL; workflows are pretended.
final class UniverseApiIT {
  private static final String ALL = "/api/universe";
  private static final String ONE = ALL + "/1";

  private static UniverseStage stage;

  @BeforeAll
  static void open() {
    stage = UniverseStage.open(Map.of("OVERWINTER_API_SIGN_UP", "open"), 1, false);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @AfterEach
  void calm() {
    stage.universe.refuses = null;
  }

  @Test
  void aUniverseIsSeenByWhoIsLoggedInAndPlayedByWhoJoins() {
    assertThat(stage.stranger().get(ALL).status()).isEqualTo(401);
    var one = stage.somebody();
    var world = one.http().get(ALL).json().path(0);
    assertThat(world.path("id").asText()).isEqualTo("1");
    assertThat(world.path("rules").asText()).isEqualTo("classic");
    assertThat(one.http().get(ALL + "/none").status()).isEqualTo(404);
    var rules = one.http().get(ONE + "/rules").json();
    assertThat(rules.path("buildings").path("metal_mine").path("cost").path("metal").intValue())
        .isEqualTo(60);
    assertThat(rules.path("units").path("bomber").path("requires").isObject()).isTrue();
    var me = one.http().post(ONE + "/players", "").json();
    assertThat(me.path("id").longValue()).as("the same player").isEqualTo(one.id());
    assertThat(me.path("active_planet").longValue()).isEqualTo(one.planet());
  }

  @Test
  void anAdminMakesAUniverseAndNobodyElse() {
    var body =
        """
        {"id":"quick","name":"Quick one","rules":"ogame","economy_speed":5,"fleet_speed":2,
         "offers_expire_seconds":60}
        """;
    assertThat(stage.somebody().http().post(ALL, body).status()).isEqualTo(403);
    var made = stage.admin().post(ALL, body);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.text("rules")).isEqualTo("ogame");
    assertThat(made.json().path("economy_speed").doubleValue()).isEqualTo(5);
    assertThat(made.json().path("research_speed").doubleValue()).isEqualTo(1);
    assertThat(stage.universe.told)
        .contains(
            new UniverseSpec(
                "quick",
                "Quick one",
                "ogame",
                5,
                2,
                1,
                false,
                1024,
                new UniverseSettings("Homeworld", 30, null, Duration.ofMinutes(1))));
    assertThat(stage.admin().post(ALL, body).status()).as("again").isEqualTo(200);
    var other = stage.admin().post(ALL, body.replace("ogame", "classic"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("ID_TAKEN");
    for (var wrong : List.of("\"Quick\"", "\"\"", "\"a/b\"", "null")) {
      assertThat(stage.admin().post(ALL, body.replace("\"quick\"", wrong)).status())
          .as(wrong)
          .isEqualTo(422);
    }
  }

  @Test
  void aPlanetIsShownWithWhatComesAndWhenItStops() {
    var one = stage.somebody();
    var planets = one.http().get(ONE + "/planets").json();
    assertThat(planets).hasSize(1);
    var planet = planets.path(0);
    assertThat(planet.path("id").longValue()).isEqualTo(one.planet());
    assertThat(planet.path("resources").path("metal").longValue()).isBetween(500L, 501L);
    assertThat(planet.path("yield").path("per_hour").path("metal").doubleValue()).isPositive();
    assertThat(planet.path("yield").path("capacity").path("metal").longValue()).isPositive();
    var other = stage.somebody();
    assertThat(other.http().get(ONE + "/planets/" + one.planet()).status())
        .as("somebody else's is not there")
        .isEqualTo(404);
  }

  @Test
  @Tag("UNI-26")
  void aRefusalHasACodeAndAReasonAndIsNeverA5xx() {
    var one = stage.somebody();
    var path = ONE + "/planets/" + one.planet() + "/orders";
    var body = "{\"kind\":\"BUILD\",\"thing\":\"metal_mine\"}";
    for (var refusal : Refusal.values()) {
      stage.universe.refuses = refusal;
      var answer = one.http().post(path, body);
      assertThat(answer.status()).as(refusal.name()).isBetween(400, 499);
      assertThat(answer.text("detail")).isEqualTo("because " + refusal);
      assertThat(answer.text("code")).isEqualTo(refusal.name());
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @Test
  @Tag("UNI-26")
  void ordersAreTakenOnceByTheirKey() {
    var one = stage.somebody();
    stage.universe.told.clear();
    var path = ONE + "/planets/" + one.planet() + "/orders";
    var keyed = one.http().with("Idempotency-Key", "a");
    var body = "{\"kind\":\"MAKE\",\"thing\":\"light_fighter\",\"count\":3}";
    var accepted = keyed.post(path, body);
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
    assertThat(accepted.json().path("paid").path("metal").longValue()).isEqualTo(90);
    keyed.post(path, body);
    var told = stage.universe.told.stream().map(PlanetRequest.class::cast).toList();
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).isEqualTo(told.get(1));
    assertThat(told.getFirst().order()).isEqualTo(new PlanetOrder.Make("light_fighter", 3));
    assertThat(one.http().post(path, "{\"kind\":\"BUILD\"}").status()).isEqualTo(422);
  }

  @Test
  @Tag("UNI-26")
  void everyOrderIsTheSameOneByItsKey() {
    var one = stage.somebody();
    var offer =
        one.http()
            .post(
                ONE + "/offers",
                """
                {"offered_resource":"METAL","offered_amount":10,
                 "requested_resource":"CRYSTAL","requested_amount":5}
                """)
            .json()
            .path("id")
            .longValue();
    stage.universe.told.clear();
    stage.universe.keys.clear();
    var keyed = one.http().with("Idempotency-Key", "once");
    for (var http : List.of(keyed, keyed, one.http())) {
      assertThat(http.delete(ONE + "/offers/" + offer).status()).isEqualTo(200);
    }
    assertOnce(
        stage.universe.told.stream().map(OfferRequest.class::cast).map(OfferRequest::key).toList());
    var planet = ONE + "/planets/" + one.planet();
    // Who it is counts here, and not what becomes of it.
    stage.universe.refuses = Refusal.BUSY;
    for (var order :
        List.of(
            List.of("PATCH", planet, "{\"name\":\"Wega\"}"),
            List.of("PATCH", planet, "{\"active\":true}"),
            List.of("PUT", ONE + "/vacation", "{\"on\":true}"),
            List.of("POST", ONE + "/start", "{\"galaxy\":7,\"system\":7}"))) {
      stage.universe.keys.clear();
      for (var http : List.of(keyed, keyed, one.http())) {
        assertThat(sent(http, order)).as(order.toString()).isEqualTo(409);
      }
      assertOnce(stage.universe.keys);
      assertThat(sent(one.http().with("Idempotency-Key", "two words"), order)).isEqualTo(422);
    }
  }

  private static int sent(Http http, List<String> order) {
    return http.send(order.get(0), order.get(1), "application/json", order.get(2)).status();
  }

  private static void assertOnce(List<String> keys) {
    assertThat(keys).hasSize(3);
    assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
  }

  @Test
  @Tag("UNI-26")
  void onlyWhoSentAKeyIsToldThatAskingAgainIsSafe() {
    var one = stage.somebody();
    var path = ONE + "/planets/" + one.planet() + "/orders";
    var body = "{\"kind\":\"BUILD\",\"thing\":\"metal_mine\"}";
    stage.universe.away = true;
    try {
      var unsure = one.http().post(path, body);
      assertThat(unsure.status() + unsure.text("code")).isEqualTo("503CONTROL_PLANE_AWAY");
      assertThat(unsure.text("detail")).contains("look before you ask again");
      var sure = one.http().with("Idempotency-Key", "k").post(path, body);
      assertThat(sure.text("detail")).endsWith("asking again is safe.").doesNotContain("look");
    } finally {
      stage.universe.away = false;
    }
  }

  @Test
  void aFleetIsSentFromThePlanetThatIsNamed() {
    var one = stage.somebody();
    stage.universe.told.clear();
    var sent =
        one.http()
            .post(
                ONE + "/fleets",
                """
                {"planet":%d,"mission":"ATTACK","target":{"galaxy":1,"system":2,"position":3},
                 "units":{"cruiser":2},"cargo":{"metal":5},"speed_percent":50}
                """
                    .formatted(one.planet()));
    assertThat(sent.status()).as(sent.body()).isEqualTo(200);
    var order = (FleetOrder) stage.universe.told.getFirst();
    assertThat(order.planet()).isEqualTo(one.planet());
    assertThat(order.speedPercent()).isEqualTo(50);
    assertThat(order.cargo().metal()).isEqualTo(5);
    assertThat(sent.text("fleet")).isEqualTo(order.fleet());
    assertThat(one.http().post(ONE + "/fleets/none/recall", "").status()).isEqualTo(404);
    assertThat(one.http().get(ONE + "/movements").json()).isEmpty();
  }

  @Test
  @Tag("UNI-16")
  void eventsAreReadOnFromACursor() {
    var one = stage.somebody();
    for (var type : List.of("building_complete", "research_complete", "incoming_attack")) {
      stage.universe.happens(one.id(), type, "{\"n\":1}");
    }
    var first = one.http().get(ONE + "/events?limit=2").json();
    assertThat(first.path("events").findValuesAsText("type"))
        .containsExactly("building_complete", "research_complete");
    var rest = one.http().get(ONE + "/events?cursor=" + first.path("cursor").longValue()).json();
    assertThat(rest.path("events").findValuesAsText("type")).containsExactly("incoming_attack");
    assertThat(rest.path("cursor").longValue()).isEqualTo(3);
  }

  @Test
  void theMapAndTheHighscoreShowEverybodyAndNobodysResources() {
    var one = stage.somebody();
    var at = one.http().get(ONE + "/planets").json().path(0).path("at");
    var system =
        one.http()
            .get(
                ONE
                    + "/galaxy/"
                    + at.path("galaxy").intValue()
                    + "/"
                    + at.path("system").intValue());
    assertThat(system.json().path("bodies").findValuesAsText("username")).contains(one.name());
    assertThat(system.body()).doesNotContain("stock", "resources");
    assertThat(one.http().get(ONE + "/galaxy/10/1").status()).isEqualTo(404);
    var best = one.http().get(ONE + "/highscore?limit=1000").json();
    assertThat(best.findValuesAsText("username")).contains(one.name());
    assertThat(one.http().get(ONE + "/highscore?by=luck").status()).isEqualTo(422);
  }

  @Test
  void anOfferIsMadeListedAndTaken() {
    var seller = stage.somebody();
    var buyer = stage.somebody();
    var made =
        seller
            .http()
            .post(
                ONE + "/offers",
                """
                {"offered_resource":"METAL","offered_amount":10,
                 "requested_resource":"CRYSTAL","requested_amount":5}
                """);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    long id = made.json().path("id").longValue();
    assertThat(buyer.http().get(ONE + "/offers").json().findValuesAsText("id"))
        .contains(String.valueOf(id));
    var keyed = buyer.http().with("Idempotency-Key", "mine");
    assertThat(keyed.post(ONE + "/offers/" + id + "/accept", "").text("status"))
        .isEqualTo("accepted");
    assertThat(keyed.post(ONE + "/offers/" + id + "/accept", "").text("status"))
        .as("asked again by who has got it")
        .isEqualTo("accepted");
    var late = stage.somebody().http().post(ONE + "/offers/" + id + "/accept", "");
    assertThat(late.status() + late.text("code")).isEqualTo("409NOT_OPEN");
    assertThat(buyer.http().delete(ONE + "/offers/" + id).status()).isEqualTo(404);
  }

  @Test
  void messagesAreReadByWhoeverTheyAreFor() {
    var one = stage.somebody();
    var other = stage.somebody();
    Platform.shared()
        .sql()
        .sql(
            """
            INSERT INTO universe_messages
                   (player, folder, type, sender, payload, priority, created_at)
            VALUES (?, 'message', 'message', ?, '{"subject":"Hi","body":"there"}', 'normal', now())
            """)
        .params(one.id(), other.id())
        .update();
    var messages = one.http().get(ONE + "/messages?folder=message").json();
    assertThat(messages.path(0).path("sender_name").asText()).isEqualTo(other.name());
    assertThat(messages.path(0).path("payload").path("subject").asText()).isEqualTo("Hi");
    assertThat(one.http().get(ONE + "/me").json().path("unread").intValue()).isEqualTo(1);
    assertThat(other.http().get(ONE + "/messages").json()).isEmpty();
    long id = messages.path(0).path("id").longValue();
    assertThat(one.http().delete(ONE + "/messages/" + id).status()).isEqualTo(200);
    assertThat(one.http().delete(ONE + "/messages/" + id).status()).isEqualTo(404);
  }
}
