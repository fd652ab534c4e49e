package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process as the launcher runs it, and what is left of it after kill -9.
final class KillIT {
  private static final Map<String, String> ROOMY =
      Map.of(
          "OVERWINTER_SIMULATOR_DROPLET_LIMIT", "100000",
          "OVERWINTER_SIMULATOR_REQUESTS_PER_MINUTE", "1000000",
          "OVERWINTER_SIMULATOR_REQUESTS_PER_HOUR", "1000000");

  @TempDir Path data;

  @Test
  void whatWasAnsweredIsThereAfterAKillInTheMiddle() throws Exception {
    var acknowledged = new ConcurrentSkipListSet<Long>();
    try (var first = new SimulatorProcess(data, ROOMY);
        var account = new Account(first.port());
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        clients.execute(() -> createUntilItDies(account, acknowledged, running));
      }
      await().until(() -> acknowledged.size() >= 60);
      first.kill();
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
    }
    try (var second = new SimulatorProcess(data, ROOMY);
        var account = new Account(second.port())) {
      var there = new TreeSet<Long>();
      account
          .get("/simulator/droplets")
          .json()
          .path("droplets")
          .forEach(droplet -> there.add(droplet.path("id").asLong()));
      assertThat(there).containsAll(acknowledged);
      // At most one request of each client was cut off; its droplet is there whole or not at all.
      assertThat(there.size() - acknowledged.size()).isBetween(0, 4);
      assertThat(account.created("next", "t")).isGreaterThan(there.last());
    }
  }

  private static void createUntilItDies(
      Account account, ConcurrentSkipListSet<Long> acknowledged, CountDownLatch running) {
    try {
      while (true) {
        var reply = account.raw("POST", "/v2/droplets", Account.order("a", ""));
        acknowledged.add(reply.json().at("/droplet/id").asLong());
      }
    } catch (IOException killed) {
      running.countDown();
    }
  }

  @Test
  void gamesGoOnAfterAKill() throws Exception {
    try (var platform = new Platform()) {
      long id;
      try (var first = new SimulatorProcess(data, ROOMY);
          var account = new Account(first.port())) {
        var text = platform.userData("OVERWINTER_HEARTBEAT_SECONDS=1\\n");
        var reply = account.create("a", ",\"user_data\":\"" + text + "\"");
        id = reply.json().at("/droplet/id").asLong();
        first.kill();
      }
      try (var second = new SimulatorProcess(data, ROOMY)) {
        assertThat(second.port()).isPositive();
        await().until(() -> platform.heard().stream().anyMatch(h -> h.droplet() == id));
      }
    }
  }

  @Test
  void aSignalIsACleanStopAndASecondProcessIsRefused() throws Exception {
    try (var first = new SimulatorProcess(data, Map.of());
        var account = new Account(first.port())) {
      assertThat(account.get("/healthz").status()).isEqualTo(200);
      try (var second = new SimulatorProcess(data, Map.of())) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.log()).contains("expected: used by no other process");
      }
      first.signal();
      assertThat(first.exitCode()).isZero();
    }
  }

  @Test
  void aTypoInTheConfigurationRefusesToStart() throws Exception {
    try (var process = new SimulatorProcess(data, Map.of("OVERWINTER_SIMULATOR_PROT", "1"))) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.log()).contains("OVERWINTER_SIMULATOR_PROT");
    }
  }
}
