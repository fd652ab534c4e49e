package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.acceptance.SessionCaller.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/// Somebody who plays in the universe of these tests, by the older paths and as their clients do:
/// what gets no answer while a process is dead is asked again with the same key.
final class UniversePlayer {
  /// A fast one of the classic rules, where everybody chooses where to begin.
  static final String UNIVERSE = "fast";

  /// A mine of level 1 gives 183 metal a second, and nothing small takes longer than one to build.
  private static final double FASTER = 20_000;

  private static final double RESEARCH_FASTER = 50;

  private final SessionCaller caller;
  private final long id;
  private final String token;

  private UniversePlayer(SessionCaller caller, long id, String token) {
    this.caller = caller;
    this.id = id;
    this.token = token;
  }

  /// As an operator makes one. Safe to repeat, and repeated while nobody answers.
  static void begin(Stage stage) {
    var _ =
        stage
            .api()
            .repeat(
                "POST",
                "/api/universe",
                Map.of(
                    "id",
                    UNIVERSE,
                    "name",
                    "Fast",
                    "rules",
                    "classic",
                    "economy_speed",
                    FASTER,
                    "research_speed",
                    RESEARCH_FASTER,
                    "start_choice",
                    true),
                Map.of());
  }

  /// An account with a place in the universe.
  ///
  /// @param caller its address
  /// @param id what the universe calls its player
  record Account(SessionCaller caller, String name, long id) {

    /// Asks once.
    Answer login() throws IOException {
      return caller.send(
          "POST",
          "/auth/login",
          "{\"username\":\"%1$s\",\"password\":\"%1$s %1$s\"}".formatted(name),
          Map.of());
    }
  }

  /// Registers. Hashing takes turns, and who waited too long for one is told to come back: does so,
  /// from another address each time, since every try counts among the few accounts of one.
  static Account register(Stage stage) {
    var name = "p" + UUID.randomUUID().toString().substring(0, 12);
    var ask =
        "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"password\":\"%1$s %1$s\"}"
            .formatted(name);
    var made =
        Awaitility.await("a turn to register")
            .atMost(seconds(120))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  var caller = SessionCaller.stranger(stage.platform().api());
                  return new Try(caller, caller.send("POST", "/auth/register", ask, Map.of()));
                },
                one -> one.answer().status() != 503);
    var answer = made.answer();
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return new Account(made.caller(), name, answer.body().path("id").longValue());
  }

  private record Try(SessionCaller caller, Answer answer) {}

  /// Registers, logs in and takes a first planet.
  static UniversePlayer join(Stage stage, int galaxy, int system, int position) throws IOException {
    var account = register(stage);
    var login = account.login();
    assertThat(login.status()).as(login.body().toString()).isEqualTo(200);
    var player = new UniversePlayer(account.caller(), account.id(), login.text("access_token"));
    assertThat(player.send("GET", "/auth/me", "").body().path("needs_start_choice").booleanValue())
        .isTrue();
    var chosen =
        player.send(
            "POST",
            player.path("/choose-start"),
            "{\"galaxy\":%d,\"system\":%d,\"position\":%d}".formatted(galaxy, system, position));
    assertThat(chosen.status()).as(chosen.body().toString()).isEqualTo(200);
    return player;
  }

  /// The same player, who asks another api process.
  UniversePlayer at(URI api) {
    return new UniversePlayer(SessionCaller.stranger(api), id, token);
  }

  /// What this player presents.
  String token() {
    return token;
  }

  long id() {
    return id;
  }

  String path(String more) {
    return "/player/" + id + more;
  }

  Answer send(String method, String path, String body) throws IOException {
    return caller.send(method, path, body, Map.of("Authorization", "Bearer " + token));
  }

  /// The same order until it is answered, whatever dies meanwhile.
  Answer insist(String method, String path, String body) {
    return insist(method, path, body, UUID.randomUUID().toString());
  }

  /// The same with a key of one's own.
  Answer insist(String method, String path, String body, String key) {
    return Awaitility.await(method + " " + path)
        .atMost(seconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                caller.send(
                    method,
                    path,
                    body,
                    Map.of("Authorization", "Bearer " + token, "Idempotency-Key", key)),
            answer -> answer.status() / 100 != 5);
  }

  /// What the player has now, as soon as somebody answers.
  JsonNode snapshot() {
    return insist("GET", path(""), "").body();
  }

  /// What the player was told of by notifications of a type, the oldest first.
  List<JsonNode> notices(String type) {
    var told = new ArrayList<JsonNode>();
    insist("GET", path("/notifications?limit=200"), "")
        .body()
        .path("notifications")
        .forEach(notice -> {
          if (notice.path("type").asText().equals(type)) {
            told.add(notice.path("payload"));
          }
        });
    return told.reversed();
  }

  Answer build(String building) {
    return insist("POST", path("/build"), "{\"building_type\":\"" + building + "\"}");
  }

  Answer ships(String ship, int count) {
    return insist(
        "POST",
        path("/build-ships"),
        "{\"ship_type\":\"%s\",\"quantity\":%d}".formatted(ship, count));
  }

  /// Waits until there is enough to pay with.
  void earn(int metal, int crystal, int deuterium) {
    Awaitility.await(metal + " metal, " + crystal + " crystal, " + deuterium + " deuterium")
        .atMost(seconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          var has = snapshot().path("resources");
          return has.path("metal").intValue() >= metal
              && has.path("crystal").intValue() >= crystal
              && has.path("deuterium").intValue() >= deuterium;
        });
  }

  /// Has a shipyard and some ships.
  void arm(String ship, int count) {
    earn(3000, 1500, 700);
    for (var building : new String[] {"robot_factory", "robot_factory", "shipyard"}) {
      accepted(build(building));
    }
    Awaitility.await("a shipyard")
        .atMost(seconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> snapshot().path("buildings").path("shipyard").intValue() > 0);
    accepted(ships(ship, count));
    Awaitility.await(count + " " + ship)
        .atMost(seconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> snapshot().path("fleet").path(ship).intValue() == count);
  }

  private static void accepted(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }
}
