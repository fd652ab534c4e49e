package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Droplets that are containers, where there is a Docker engine.
final class ContainerGamesIT {
  private static final String PREFIX = "OVERWINTER_SIMULATOR_";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path data;

  @BeforeEach
  void hasAnEngine() throws Exception {
    assumeTrue(succeeds("docker", "info"), "no Docker engine here: games in containers untested");
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  @Test
  void aContainerBeatsIsJoinedSurvivesAKillAndEndsWithItsDroplet() throws Exception {
    int gamePort;
    try (var free = new ServerSocket(0)) {
      gamePort = free.getLocalPort();
    }
    var settings =
        Map.of(
            PREFIX + "GAMES", "container",
            PREFIX + "PUBLIC_BLOCK", "127.215.0.0/19",
            PREFIX + "PROVISION_MILLIS", "100",
            PREFIX + "GAME_PORT", Integer.toString(gamePort));
    try (var platform = new Platform()) {
      long id;
      try (var first = new SimulatorProcess(data, settings);
          var account = new Account(first.port())) {
        var text = platform.userData("OVERWINTER_HEARTBEAT_SECONDS=1\\n");
        var reply = account.create("a", ",\"user_data\":\"" + text + "\"");
        id = reply.json().at("/droplet/id").asLong();
        await().atMost(LONG).until(() -> !platform.heard().isEmpty());
        assertThat(platform.heard().getFirst().genuine()).isTrue();
        assertThat(platform.heard().getFirst().droplet()).isEqualTo(id);
        first.kill();
      }
      platform.forget();
      await().atMost(LONG).until(() -> !platform.heard().isEmpty());
      try (var second = new SimulatorProcess(data, settings);
          var account = new Account(second.port())) {
        await().atMost(LONG).until(() -> sees(account, id));
        assertThat(greeting("127.215.0.2", gamePort)).isEqualTo("overwinter-game " + id);
        account.delete("/v2/droplets/" + id);
        await().atMost(LONG).until(() -> !sees(account, id));
        var other =
            account
                .create("b", ",\"user_data\":\"" + platform.userData("") + "\"")
                .json()
                .at("/droplet/id")
                .asLong();
        platform.forget();
        await().atMost(LONG).until(() -> platform.heard().size() == 1);
        assertThat(platform.heard().getFirst().droplet()).isEqualTo(other);
        second.signal();
        assertThat(second.exitCode()).isZero();
      }
      assertThat(succeeds("docker", "inspect", "overwinter-sim-" + owner() + "-" + id)).isFalse();
    }
  }

  private String owner() {
    return Integer.toHexString(data.toAbsolutePath().normalize().toString().hashCode());
  }

  private static boolean sees(Account account, long id) {
    return account.get("/simulator/droplets/" + id + "/game").status() == 200;
  }

  private static String greeting(String address, int port) throws IOException {
    try (var player = new Socket(address, port)) {
      var in = new InputStreamReader(player.getInputStream(), StandardCharsets.UTF_8);
      return new BufferedReader(in).readLine();
    }
  }
}
