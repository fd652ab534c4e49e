package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiMain;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.TokenSigner;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Api processes whose rooms are pretended.
final class RoomStage implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  final PretendedRooms rooms = new PretendedRooms(Platform.shared().sql());
  private final List<ConfigurableApplicationContext> apis = new ArrayList<>();
  private final Path secrets;

  private RoomStage(int count, Map<String, String> environment) {
    try {
      secrets = Files.createTempDirectory("overwinter-rooms-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int nth = 0; nth < count; nth++) {
      apis.add(run(environment));
    }
    for (int nth = 0; nth < count; nth++) {
      var there = new Http(url(nth));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> there.get("/actuator/health/readiness").status() == 200);
    }
    rooms.begin(apis.getFirst().getBean(KeyRing.class));
  }

  static RoomStage open(int count) {
    return new RoomStage(count, Map.of());
  }

  /// One api process that is told something else.
  static RoomStage open(Map<String, String> environment) {
    return new RoomStage(1, environment);
  }

  private ConfigurableApplicationContext run(Map<String, String> environment) {
    var platform = Platform.shared();
    var config = Platform.config(0, secrets, platform.database(), platform.target(), environment);
    var application = ApiMain.application(config);
    application.addInitializers(
        (ApplicationContextInitializer<GenericApplicationContext>)
            context ->
                context.registerBean(
                    "pretendedRooms",
                    RoomOrders.class,
                    () -> rooms,
                    definition -> definition.setPrimary(true)));
    return application.run();
  }

  KeyRing ring() {
    return apis.getFirst().getBean(KeyRing.class);
  }

  <T> T bean(int nth, Class<T> type) {
    return apis.get(nth).getBean(type);
  }

  /// One process dies without a word to anybody.
  void close(int nth) {
    apis.get(nth).close();
  }

  String url(int nth) {
    return "http://127.0.0.1:" + apis.get(nth).getEnvironment().getProperty("local.server.port");
  }

  Http stranger() {
    return new Http(url(0));
  }

  /// Who is at the machine itself.
  Http admin() {
    var token =
        new TokenSigner(new Secrets(secrets).tokenKey(), Clock.systemUTC())
            .local(Duration.ofHours(1))
            .text();
    return stranger().with("Authorization", "Bearer " + token);
  }

  /// Somebody without an account.
  ///
  /// @param http a client that presents their token
  record Guest(String id, String name, String token, Http http) {
    Http at(String url) {
      return new Http(url).with("Authorization", "Bearer " + token);
    }

    /// As a browser.
    Http browser() {
      return new Http(http.url()).with("Cookie", "session=" + token);
    }
  }

  Guest guest(String name) {
    var made = stranger().post("/api/guests", "{\"name\":\"%s\"}".formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return new Guest(
        made.text("id"),
        name,
        made.text("token"),
        stranger().with("Authorization", "Bearer " + made.text("token")));
  }

  /// A new room of somebody's.
  String room(Guest host, String settings) {
    var made =
        host.http()
            .post(
                "/api/rooms",
                "{\"name\":\"Friday %d\",\"settings\":%s}"
                    .formatted(NEXT.incrementAndGet(), settings));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("room").path("id").asText();
  }

  String room(Guest host) {
    return room(host, "null");
  }

  void join(String room, Guest... guests) {
    for (var guest : guests) {
      var joined = guest.http().post("/api/rooms/" + room + "/join", "{}");
      assertThat(joined.status()).as(joined.body()).isEqualTo(200);
    }
  }

  void start(String room, Guest by) {
    var started = by.http().post("/api/rooms/" + room + "/rounds", "{}");
    assertThat(started.status()).as(started.body()).isEqualTo(201);
  }

  /// The id of somebody's card.
  String card(String room, Guest of) {
    var cards = of.http().get("/api/rooms/" + room).json().path("view").path("round").path("table");
    for (var card : cards.path("cards")) {
      if (card.path("player").asText().equals(of.id())) {
        return card.path("id").asText();
      }
    }
    throw new AssertionError("no card: " + cards);
  }

  static String move(String kind, String target, String value) {
    return "{\"moves\":[{\"kind\":\"%s\",\"target\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(kind, target, value);
  }

  Http.Answer play(String room, Guest who, String kind, String target, String value) {
    return who.http().post("/api/rooms/" + room + "/moves", move(kind, target, value));
  }

  @Override
  public void close() {
    apis.forEach(ConfigurableApplicationContext::close);
  }
}
