package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A game that speaks UDP only, Debian's own Luanti server, and its real client, which gives up
/// about 10 s after its first packet.
@Timeout(400)
final class LuantiWakeAcceptanceTest {
  /// Nobody tells a relay that a player of a UDP game has left: its session has to expire first.
  private static final Duration SLEEPS_WITHIN = seconds(150);

  private final Stage stage = Stage.get();
  private final Api api = stage.api();
  private String server = "";

  @BeforeEach
  void sleepingServer() {
    server =
        api.create(
            UUID.randomUUID().toString(),
            Map.of("game_image_id", "luanti", "friendly_name", "caves", "idle_seconds", 5));
    api.awaitState(server, "ASLEEP", seconds(60));
  }

  @AfterEach
  void remove() {
    api.delete(server);
    api.awaitState(server, "GONE", seconds(120));
    assertThat(stage.remains(server)).isEmpty();
  }

  @Test
  @Tag("P-10")
  void theFirstPacketsOfARealClientWakeTheGameAndTheClientPlays() {
    assertThat(stage.remains(server))
        .containsExactlyInAnyOrder("container exited", "network", "volume");

    play("Ann");
    play("Ben");

    assertThat(stage.remains(server))
        .containsExactlyInAnyOrder("container exited", "network", "volume");
  }

  /// One evening: wakes it, plays, leaves, and it falls asleep.
  private void play(String name) {
    try (var player = LuantiClient.join(api.port(server), name)) {
      player.awaitInGame(seconds(40));
      awaitLine(name + " [^\n]*joins game", seconds(20));
      api.awaitState(server, "AWAKE", seconds(10));
      // Longer than the server may stay awake with nobody in it.
      Awaitility.await()
          .during(seconds(12))
          .atMost(seconds(20))
          .until(() -> player.plays() && api.state(server).equals("AWAKE"));
      player.leave();
    }
    // Debian's client ends by a segmentation fault whenever it draws nothing, and in about one of
    // thirty goodbyes before the goodbye has left it (seen on the wire); the game then waits 30 s.
    awaitLine(name + " (leaves game|times out)", seconds(60));
    api.awaitState(server, "ASLEEP", SLEEPS_WITHIN);
  }

  private void awaitLine(String pattern, Duration atMost) {
    var docker = Docker.of(stage.platform());
    Awaitility.await(pattern)
        .atMost(atMost)
        .untilAsserted(() ->
            assertThat(docker.log(stage.platform().installation(), server))
                .containsPattern(pattern));
  }
}
