package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.launcher.parts.Secrets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second installation beside the first, such as the rehearsal that makes the start-up caches.
final class PlatformConfigTest {
  @TempDir Path home;

  @Test
  void anotherInstallationListensOnItsOwnPortsEvenIfTheEnvironmentNamesThoseOfTheFirst() {
    var first =
        PlatformConfig.of(
            home,
            Map.of(
                "OVERWINTER_API_PORT", "8181",
                "OVERWINTER_SIMULATOR_PORT", "8191",
                "OVERWINTER_WORKER_METRICS_PORT", "9201",
                "OVERWINTER_PROXY_METRICS_PORT", "9202",
                "OVERWINTER_API_SESSION_TAG_BYTES", "4"));
    assertThat(words(first).api()).containsEntry("OVERWINTER_API_PORT", "8181");

    var ports = new Ports(1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008);
    var second = words(first.withPorts(ports));
    assertThat(second.api())
        .containsEntry("OVERWINTER_API_PORT", "1001")
        .containsEntry("OVERWINTER_API_SESSION_TAG_BYTES", "4");
    assertThat(second.simulator()).containsEntry("OVERWINTER_SIMULATOR_PORT", "1007");
    assertThat(second.worker(null)).containsEntry("OVERWINTER_WORKER_METRICS_PORT", "1005");
    assertThat(second.proxy()).containsEntry("OVERWINTER_PROXY_METRICS_PORT", "1006");
  }

  @Test
  void theApiIsToldWhatItKnowsUnderTheNamesOfOlderSystems() {
    var older = Map.of("RATE_LIMIT_PER_MINUTE", "7", "CORS_ALLOW_ORIGINS", "https://a.example");
    assertThat(words(PlatformConfig.of(home, older)).api()).containsAllEntriesOf(older);
  }

  @Test
  void workerAndApiSealRoomsWithTheSameKeysAndNobodyElseIsToldOfThem() {
    var key = "OVERWINTER_ROOMS_KEYS_FILE";
    var own = words(PlatformConfig.of(home, Map.of()));
    var made = home.resolve("secrets/rooms-keys").toString();
    assertThat(own.api()).containsEntry(key, made);
    assertThat(own.worker(null)).containsEntry(key, made);
    assertThat(own.proxy()).doesNotContainKey(key);
    assertThat(own.simulator()).doesNotContainKey(key);

    var named = words(PlatformConfig.of(home, Map.of(key, "/elsewhere/keys")));
    assertThat(named.api()).containsEntry(key, "/elsewhere/keys");
    assertThat(named.worker(null)).containsEntry(key, "/elsewhere/keys");
  }

  private Environments words(PlatformConfig config) {
    var secrets = new Secrets(home.resolve("secrets"));
    return new Environments(
        config, secrets, "test", "127.0.0.1:1", "test", "jdbc:postgresql://127.0.0.1:1/x", null);
  }
}
