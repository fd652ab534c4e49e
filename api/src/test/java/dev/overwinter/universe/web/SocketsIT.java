package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Resources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sockets, tokens and the limit of a minute, over two api processes.
final class SocketsIT {
  private static UniverseStage stage;

  @BeforeAll
  static void open() {
    stage =
        UniverseStage.open(
            Map.of(
                "OVERWINTER_API_SIGN_UP", "open",
                "OVERWINTER_API_UNIVERSE_PUSH", "PT0.2S"),
            2,
            true);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static UniverseStage.Somebody settled() {
    var one = stage.somebody();
    stage.universe.settle(
        one.id(), new Coordinate(3, (int) (one.id() % 499) + 1, 4), Instant.now());
    return one;
  }

  @Test
  void aTokenSaysThePlayerItsEndAndItselfAndNothingElse() throws Exception {
    var one = stage.somebody();
    var parts = one.token().split("\\.", -1);
    var json = new ObjectMapper();
    var header = json.readTree(Base64.getUrlDecoder().decode(parts[0]));
    var claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(header.path("alg").asText()).isEqualTo("HS256");
    var names = new ArrayList<String>();
    claims.fieldNames().forEachRemaining(names::add);
    assertThat(names).containsExactlyInAnyOrder("sub", "exp", "jti");
    assertThat(claims.path("sub").asText()).isEqualTo(String.valueOf(one.id()));
    assertThat(claims.path("exp").longValue() - Instant.now().getEpochSecond())
        .isBetween(86_000L, 86_400L);
    var me = one.http().get("/auth/me").json();
    assertThat(me.path("id").longValue()).isEqualTo(one.id());
    assertThat(me.path("needs_start_choice").booleanValue()).isTrue();
    var another = stage.login(one.name()).split("\\.", -1);
    assertThat(another[1]).isNotEqualTo(parts[1]);
  }

  @Test
  void aTokenThatSomebodyElseMadeIsNone() {
    var one = stage.somebody();
    var parts = one.token().split("\\.", -1);
    var forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"sub\":\"1\",\"exp\":99999999999,\"jti\":\"x\"}"
                    .getBytes(StandardCharsets.UTF_8));
    for (var token : new String[] {parts[0] + "." + forged + "." + parts[2], "x.y.z", ""}) {
      var answer =
          stage.stranger().with("Authorization", "Bearer " + token).get(one.path("/research"));
      assertThat(answer.status()).isEqualTo(401);
    }
  }

  @Test
  void aStartIsChosenOnce() {
    var one = stage.somebody();
    assertThat(one.http().get(one.path("")).status()).isEqualTo(404);
    int system = (int) (one.id() % 400) + 21;
    for (var bad : new String[] {"a\\u0000b", "\\ud800", "a\\nb", "x".repeat(41)}) {
      var named = "{\"galaxy\":4,\"system\":" + system + ",\"name\":\"" + bad + "\"}";
      var refused = one.http().post(one.path("/choose-start"), named);
      assertThat(refused.status() + " " + refused.text("detail"))
          .isEqualTo("400 name must be of at most 40 characters that can be shown");
    }
    var chosen =
        one.http()
            .post(
                one.path("/choose-start"),
                "{\"galaxy\":4,\"system\":" + system + ",\"position\":5}");
    assertThat(chosen.text("message")).isEqualTo("Starter planet created");
    assertThat(chosen.json().path("planet").path("system").intValue()).isEqualTo(system);
    assertThat(one.http().get(one.path("")).json().path("position").path("planet").intValue())
        .isEqualTo(5);
    var again = one.http().post(one.path("/choose-start"), "{\"galaxy\":4,\"system\":2}");
    assertThat(again.status() + again.text("detail")).isEqualTo("400Starter planet already chosen");
    var outside = one.http().post(one.path("/choose-start"), "{\"galaxy\":10,\"system\":2}");
    assertThat(outside.text("detail")).isEqualTo("galaxy must be in [1, 9]");
  }

  @Test
  @Tag("UNI-16")
  void aSocketStaysWhateverIsToldAndWhoComesBackGetsWhatWasMissed() throws Exception {
    var one = settled();
    long seen;
    try (var ear = new Ear(stage.url(0), one.token(), null)) {
      var welcome = ear.next();
      assertThat(welcome.path("type").asText()).isEqualTo("welcome");
      assertThat(welcome.path("user_id").longValue()).isEqualTo(one.id());
      ear.say("PING");
      assertThat(ear.next().path("type").asText()).isEqualTo("pong");
      ear.say("hello");
      assertThat(ear.next().path("message").asText()).isEqualTo("hello");
      stage.universe.happens(
          one.id(),
          "ship_build_complete_batch",
          "{\"items\":[{\"type\":\"light_fighter\",\"count\":3}],\"timestamp\":\"x\"}");
      var built = ear.next("ship_build_complete_batch");
      assertThat(built.path("items").path(0).path("count").intValue()).isEqualTo(3);
      seen = built.path("cursor").longValue();
      ear.say("ping");
      assertThat(ear.next().path("type").asText()).as("still there").isEqualTo("pong");
    }
    stage.universe.happens(one.id(), "building_complete", "{\"building_type\":\"metal_mine\"}");
    stage.universe.happens(one.id(), "research_complete", "{\"research_type\":\"laser\"}");
    try (var ear = new Ear(stage.url(1), one.token(), seen)) {
      assertThat(ear.next().path("type").asText()).isEqualTo("welcome");
      assertThat(ear.next().path("type").asText()).isEqualTo("building_complete");
      var last = ear.next();
      assertThat(last.path("type").asText()).isEqualTo("research_complete");
      assertThat(last.path("cursor").longValue()).isEqualTo(seen + 2);
    }
  }

  @Test
  @Tag("UNI-16")
  void whoComesBackTooLateOrWithACursorThatNeverWasIsToldSoAndHearsWhatFollows() throws Exception {
    var one = settled();
    for (int nth = 0; nth < 4; nth++) {
      stage.universe.happens(one.id(), "building_complete", "{}");
    }
    forget(one.id(), 1);
    var missed = new TreeMap<Long, Boolean>();
    for (long seen : new long[] {0, 1, 4, 1_000}) {
      try (var ear = new Ear(stage.url(0), one.token(), seen)) {
        var welcome = ear.next();
        missed.put(seen, welcome.path("missed").booleanValue());
        assertThat(welcome.path("cursor").longValue()).isEqualTo(Math.min(seen, 4));
        long first = seen == 0 ? 2 : seen + 1;
        if (first <= 4) {
          assertThat(ear.next("building_complete").path("cursor").longValue()).isEqualTo(first);
        }
      }
    }
    assertThat(missed)
        .containsExactlyEntriesOf(
            new TreeMap<>(Map.of(0L, true, 1L, false, 4L, false, 1_000L, true)));
    forget(one.id(), 4);
    try (var ear = new Ear(stage.url(0), one.token(), 1_000L);
        var late = new Ear(stage.url(1), one.token(), 3L)) {
      assertThat(late.next().path("missed").booleanValue()).as("nothing is kept").isTrue();
      assertThat(ear.next().path("cursor").longValue()).isEqualTo(4);
      stage.universe.happens(one.id(), "research_complete", "{}");
      assertThat(ear.next("research_complete").path("cursor").longValue()).isEqualTo(5);
      assertThat(late.next("research_complete").path("cursor").longValue()).isEqualTo(5);
    }
  }

  /// As a worker tidies.
  private static void forget(long player, long upTo) {
    Platform.shared()
        .sql()
        .sql("DELETE FROM universe_events WHERE player = ? AND cursor <= ?")
        .params(player, upTo)
        .update();
  }

  @Test
  void anOpenSocketIsToldOfResourcesWithWhatComes() throws Exception {
    var one = settled();
    var planet = one.http().get(one.path("")).json().path("planet").path("id").longValue();
    try (var ear = new Ear(stage.url(0), one.token(), null)) {
      var first = ear.next("resource_update");
      assertThat(first.path("deltas").path("metal").longValue()).isZero();
      assertThat(first.path("totals").path("metal").longValue()).isBetween(500L, 502L);
      assertThat(first.path("rates").has("metal")).isTrue();
      assertThat(first.path("capacity").path("metal").longValue()).isPositive();
      stage.universe.change(planet, state -> state.withStock(Resources.ofUnits(900, 300, 100)));
      var changed = ear.next("resource_update");
      while (changed.path("totals").path("metal").longValue() < 900) {
        changed = ear.next("resource_update");
      }
      assertThat(changed.path("deltas").path("metal").longValue()).isBetween(398L, 401L);
    }
  }

  @Test
  @Tag("UNI-17")
  void aTokenThatWasLoggedOutOpensNothingAnywhereAndItsSocketsClose() throws Exception {
    var one = settled();
    try (var ear = new Ear(stage.url(1), one.token(), null)) {
      assertThat(ear.next().path("type").asText()).isEqualTo("welcome");
      assertThat(one.http().post("/auth/logout", "").text("detail")).isEqualTo("Logged out");
      assertThat(ear.closed()).isEqualTo(1008);
    }
    for (int api = 0; api < 2; api++) {
      var there = new Http(stage.url(api)).with("Authorization", "Bearer " + one.token());
      var refused = there.get(one.path(""));
      assertThat(refused.status() + refused.text("detail")).isEqualTo("401Invalid token");
      int nth = api;
      assertThatThrownBy(() -> new Ear(stage.url(nth), one.token(), null).close())
          .hasStackTraceContaining("403");
    }
    assertThatThrownBy(() -> new Ear(stage.url(0), "", null).close())
        .hasStackTraceContaining("403");
  }

  @Test
  @Tag("UNI-24")
  void aMinutesRequestsAreCountedByAllProcessesTogether() {
    var one = settled();
    var other = new Http(stage.url(1)).with("Authorization", "Bearer " + one.token());
    // In each minute of the clock; what was answered while one turned is in neither.
    var served = new TreeMap<Long, Integer>();
    Http.Answer answer;
    int asked = 0;
    do {
      long minute = Instant.now().getEpochSecond() / 60;
      answer = (asked++ % 2 == 0 ? one.http() : other).get(one.path(""));
      if (answer.status() == 200 && minute == Instant.now().getEpochSecond() / 60) {
        served.merge(minute, 1, Integer::sum);
      }
    } while (answer.status() == 200 && asked < 300);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"Rate limit exceeded\"}");
    assertThat(answer.header("Retry-After")).isEmpty();
    assertThat(served.values()).as("by both, in a minute").allMatch(count -> count <= 100);
    // The first and the last one may have been answered while a minute turned.
    assertThat(served.lastEntry().getValue()).isGreaterThanOrEqualTo(98);
    assertThat(stage.stranger().get("/market/guidance").status()).isEqualTo(200);
  }

  @Test
  void ofManySocketsAtOnceNoMoreAreKeptThanOneMayHave() throws Exception {
    var one = settled();
    var knocks =
        Collections.nCopies(40, (Callable<Ear>) () -> new Ear(stage.url(0), one.token(), null));
    var ears = new ArrayList<Ear>();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var knock : crowd.invokeAll(knocks)) {
        try {
          ears.add(knock.get());
        } catch (ExecutionException refused) {
          assertThat(refused).hasCauseInstanceOf(CompletionException.class);
        }
      }
    }
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ears.stream().filter(Ear::isOpen).count(), open -> open <= 16);
      assertThat(ears).isNotEmpty();
    } finally {
      ears.forEach(Ear::close);
    }
  }
}
