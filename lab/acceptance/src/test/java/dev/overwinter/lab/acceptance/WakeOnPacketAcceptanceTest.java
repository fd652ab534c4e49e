package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A player's evening on a whole Platform: ping, knock, play, leave, sleep. The steps are those of
/// *Follow one packet*.
@Timeout(300)
final class WakeOnPacketAcceptanceTest {
  private final Stage stage = Stage.get();
  private final Api api = stage.api();
  private String server = "";

  @AfterEach
  void remove() {
    if (!server.isEmpty()) {
      api.delete(server);
    }
  }

  @Test
  @Tag("P-07")
  void aPingIsAnsweredAndWakesNothing() {
    lobby(Map.of("motd", "fast asleep"));
    var before = stage.history(server).size();
    var status = Clients.status(api.port(server));
    assertThat(status.path("motd").asText()).contains("fast asleep");
    assertThat(status.path("players").path("online").asInt()).isZero();
    assertThat(status.path("favicon").asBoolean()).isTrue();
    try (var legacy = Clients.run("legacy-ping.js", api.port(server), "")) {
      assertThat(legacy.awaitEnd(seconds(30))).as("%s", legacy).isZero();
    }
    assertThat(api.state(server)).isEqualTo("ASLEEP");
    assertThat(stage.history(server)).hasSize(before);
  }

  @Test
  @Tag("P-06")
  void junkScansAndHalfOpenConnectionsCostNoTemporalAction() {
    lobby(Map.of());
    var before = stage.history(server).size();
    // All that the tool knows except `reset`, which is a whole login that leaves at once: a player.
    try (var junk =
        Clients.run(
            "junk.js",
            api.port(server),
            "",
            "--mode",
            "random,http,tls,silent,fin,handshake,statusOnly,truncated,oversized,badVarint,longHost,slow,legacy",
            "--count",
            "52")) {
      assertThat(junk.awaitEnd(seconds(60))).as("%s", junk).isZero();
    }
    assertThat(api.state(server)).isEqualTo("ASLEEP");
    assertThat(stage.history(server)).hasSize(before);
    assertThat(stage.remains(server)).contains("container exited");
  }

  @Test
  @Tag("P-01")
  void aPlayerIsHeldPlaysLeavesAndTheServerFallsAsleep() {
    lobby(Map.of("idle_seconds", 5, "minimum_awake_seconds", 1));
    try (var player = Clients.join(api.port(server), "Alice", "--stay", "600")) {
      player.awaitEvent("joined", seconds(60));
      assertThat(api.state(server)).isEqualTo("AWAKE");
      assertThat(Clients.status(api.port(server)).path("players").path("online").asInt())
          .isEqualTo(1);
      player.leave();
      player.awaitEnd(seconds(20));
    }
    api.awaitState(server, "ASLEEP", seconds(60));
    assertThat(stage.remains(server))
        .containsExactlyInAnyOrder("container exited", "network", "volume");
    assertThat(api.server(server).path("reason").asText()).startsWith("empty for");
  }

  @Test
  @Tag("L-09")
  void aPlayerWhoDoesNothingIsNotCutOff() {
    lobby(Map.of("idle_seconds", 2, "minimum_awake_seconds", 1));
    try (var player = Clients.join(api.port(server), "Quiet", "--stay", "20")) {
      player.awaitEvent("joined", seconds(60));
      assertThat(player.awaitEnd(seconds(60))).as("%s", player).isZero();
    }
  }

  @Test
  @Tag("L-06")
  void fiveHundredKnockAtOnceAndOneContainerStarts() {
    lobby(Map.of("idle_seconds", 600, "hold_seconds", 120));
    var before = stage.history(server).size();
    try (var players =
        Clients.join(
            api.port(server),
            "Crowd",
            "--count",
            "500",
            "--stay",
            "5",
            "--timeout",
            "150",
            "--patience",
            "120",
            "--quiet")) {
      assertThat(players.awaitEnd(seconds(200))).as("%s", players).isZero();
      assertThat(players.awaitEvent("summary", seconds(1)).path("joined").asInt()).isEqualTo(500);
    }
    var events = stage.history(server);
    var wake = events.subList(before, events.size());
    assertThat(wake.stream().filter(e -> isStart(e.getEventType()))).hasSize(1);
    var types = wake.stream().map(HistoryEvent::getEventType).toList();
    var left = types.indexOf(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    assertThat(left < 0 ? types : types.subList(0, left))
        .as("events of the wake")
        .hasSizeLessThan(15);
  }

  private static boolean isStart(EventType type) {
    return type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
  }

  @Test
  @Tag("L-01")
  void aContainerKilledOutsideLeavesAwakeWithinFiveSeconds() {
    lobby(Map.of("idle_seconds", 600));
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    Docker.of(stage.platform()).run("kill", "ow-" + server);
    api.awaitState(server, "ASLEEP", seconds(5));
    assertThat(api.server(server).path("reason").asText()).contains("137");
    try (var player = Clients.join(api.port(server), "Again")) {
      assertThat(player.awaitEnd(seconds(60))).as("%s", player).isZero();
    }
  }

  @Test
  @Tag("P-03")
  void aClientThatGivesUpEndsItsHoldAndTheWakeGoesOn() {
    lobby(Map.of("idle_seconds", 600));
    try (var player = Clients.join(api.port(server), "Hasty")) {
      api.awaitState(server, "WAKING", seconds(20));
      player.vanish();
    }
    api.awaitState(server, "AWAKE", seconds(60));
  }

  @Test
  void somebodyWhoIsNotOnTheListWakesNothing() {
    lobby(Map.of("allowed_players", java.util.List.of("Alice")));
    try (var stranger = Clients.join(api.port(server), "Mallory", "--timeout", "20")) {
      assertThat(stranger.awaitEnd(seconds(60))).as("%s", stranger).isEqualTo(1);
      assertThat(stranger.events("kicked")).as("%s", stranger).isNotEmpty();
    }
    assertThat(api.state(server)).isEqualTo("ASLEEP");
  }

  @Test
  @Tag("S-07")
  void aForeignProxyWakesItsServerAndNoOther() throws IOException {
    lobby(Map.of("idle_seconds", 600));
    var other = api.createLobby(Map.of());
    try {
      var token =
          api.send("POST", "/api/servers/" + server + "/webhook-token", "").body().path("token");
      var wrong =
          api.send(
              "POST", "/api/webhook/wake", Map.of("server_id", other, "token", token.asText()));
      assertThat(wrong.status()).isEqualTo(400);
      var right =
          api.send(
              "POST", "/api/webhook/wake", Map.of("server_id", server, "token", token.asText()));
      assertThat(right.status()).isEqualTo(200);
      api.awaitState(server, "AWAKE", seconds(60));
      assertThat(api.state(other)).isEqualTo("ASLEEP");
    } finally {
      api.delete(other);
    }
  }

  @Test
  @Tag("L-14")
  void aDeletedServerLeavesNothingAndItsSuccessorInheritsNothing() {
    lobby(Map.of("idle_seconds", 600));
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    var port = api.port(server);
    api.delete(server);
    api.awaitState(server, "GONE", seconds(60));
    assertThat(stage.remains(server)).isEmpty();
    var next = api.createLobby(Map.of("public_port", port));
    assertThat(next).isNotEqualTo(server);
    assertThat(api.port(next)).isEqualTo(port);
    api.delete(next);
    server = "";
  }

  @Test
  void theSameKeyMakesOneServer() {
    var key = UUID.randomUUID().toString();
    server = api.create(key, Map.of());
    assertThat(api.create(key, Map.of())).isEqualTo(server);
  }

  private void lobby(Map<String, Object> settings) {
    server = stage.sleepingLobby(settings);
  }
}
