package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.backups.objectstore.DirectoryStore;
import dev.overwinter.backups.objectstore.StoreConfig;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.worker.WorkerConfig.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkerConfigTest {

  @Test
  void needsNothing() {
    assertThat(WorkerConfig.from(Map.of()))
        .isEqualTo(
            new WorkerConfig(
                "127.0.0.1:7233",
                "default",
                "jdbc:postgresql://127.0.0.1:15432/overwinter",
                "overwinter",
                Optional.empty(),
                "local",
                Set.of(Role.CONTROL, Role.NODE),
                "127.0.0.1",
                9101,
                "unix:///var/run/docker.sock",
                "10.213.0.0/16",
                "20000-20999",
                "local",
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                60,
                "",
                Optional.empty(),
                Optional.empty(),
                StoreConfig.NONE,
                true,
                Set.of("admin", "node-agent"),
                "10",
                false,
                SessionsConfig.from(Map.of(), "local"),
                UniverseConfig.from(Map.of())));
    assertThat(WorkerConfig.from(Map.of()).store()).isNull();
  }

  @Test
  void takesEverything(@TempDir Path dir) throws IOException {
    var password = Files.writeString(dir.resolve("password"), "secret\n");
    var config =
        WorkerConfig.from(
            Map.ofEntries(
                Map.entry("OVERWINTER_TEMPORAL_TARGET", "t:1"),
                Map.entry("OVERWINTER_TEMPORAL_NAMESPACE", "games"),
                Map.entry("OVERWINTER_DATABASE_URL", "jdbc:postgresql://d/o?password=hidden&a=b"),
                Map.entry("OVERWINTER_DATABASE_USER", "u"),
                Map.entry("OVERWINTER_DATABASE_PASSWORD_FILE", password.toString()),
                Map.entry("OVERWINTER_WORKER_NODE", "n-7"),
                Map.entry("OVERWINTER_WORKER_ROLES", " node "),
                Map.entry("OVERWINTER_WORKER_METRICS_BIND", "10.0.0.9"),
                Map.entry("OVERWINTER_WORKER_METRICS_PORT", "1"),
                Map.entry("OVERWINTER_WORKER_DOCKER_HOST", "tcp://d:2375"),
                Map.entry("OVERWINTER_WORKER_SUBNETS", "10.1.0.0/20"),
                Map.entry("OVERWINTER_WORKER_PORTS", "30000-30010"),
                Map.entry("OVERWINTER_WORKER_INSTALLATION", "i"),
                Map.entry("OVERWINTER_WORKER_LOBBY_ROOTFS", "/lobby.tar"),
                Map.entry("OVERWINTER_WORKER_IMAGES", "a/b, c"),
                Map.entry("OVERWINTER_WORKER_SEAL_KEY_FILE", "/seal"),
                Map.entry("OVERWINTER_ROOMS_KEYS_FILE", "/no/rooms/on/a/node"),
                Map.entry("OVERWINTER_WORKER_FREEZE_SECONDS", "0"),
                Map.entry("OVERWINTER_WORKER_API_URL", "https://panel"),
                Map.entry("OVERWINTER_WORKER_API_TOKEN_FILE", "/token"),
                Map.entry("OVERWINTER_WORKER_API_CERTIFICATE", "/api.crt"),
                Map.entry("OVERWINTER_WORKER_BACKUPS", "/worlds"),
                Map.entry("OVERWINTER_WORKER_BILLING", "off"),
                Map.entry("OVERWINTER_WORKER_HOUSE_ACCOUNTS", "admin, root"),
                Map.entry("OVERWINTER_WORKER_WELCOME_CREDITS", "2.5"),
                Map.entry("OVERWINTER_NOTICES_PRIVATE", "true"),
                Map.entry("OVERWINTER_API_PORT", "not ours to judge")));

    assertThat(config)
        .isEqualTo(
            new WorkerConfig(
                "t:1",
                "games",
                "jdbc:postgresql://d/o?password=hidden&a=b",
                "u",
                Optional.of(password),
                "n-7",
                Set.of(Role.NODE),
                "10.0.0.9",
                1,
                "tcp://d:2375",
                "10.1.0.0/20",
                "30000-30010",
                "i",
                Optional.of(Path.of("/lobby.tar")),
                "a/b, c",
                Optional.of(Path.of("/seal")),
                Optional.of(Path.of("/no/rooms/on/a/node")),
                0,
                "https://panel",
                Optional.of(Path.of("/token")),
                Optional.of(Path.of("/api.crt")),
                StoreConfig.of(Path.of("/worlds")),
                false,
                Set.of("admin", "root"),
                "2.5",
                true,
                SessionsConfig.from(Map.of(), "i"),
                UniverseConfig.from(Map.of())));
    assertThat(config.billingSettings().welcomeMicros()).isEqualTo(2_500_000);
    assertThat(config.store()).isInstanceOf(DirectoryStore.class);
    assertThat(config.reportsToApi()).isTrue();
    assertThat(config.docker().images().allowed()).containsExactly("a/b", "c");
    assertThat(config.databasePassword()).isEqualTo("secret");
    assertThat(config.printed()).doesNotContain("secret").doesNotContain("hidden");
    assertThat(config.printed()).contains("http://10.0.0.9:1/metrics");
    assertThat(config.docker().node()).isEqualTo("n-7");
  }

  @Test
  void roomsArePlayedByWhoHasTheirKeysAndNoneOfThemIsPrinted(@TempDir Path dir) throws IOException {
    assertThat(WorkerConfig.from(Map.of()).roomKeys()).isEmpty();
    assertThat(WorkerConfig.from(Map.of()).printed()).contains("none are played here");

    var newKey = KeyRing.draw("2026-12");
    var oldKey = KeyRing.draw("2026-11");
    var file = Files.writeString(dir.resolve("keys"), "# rotated\n" + newKey + "\n" + oldKey);
    var config = WorkerConfig.from(Map.of("OVERWINTER_ROOMS_KEYS_FILE", file.toString()));
    assertThat(config.roomKeys().orElseThrow().ids()).containsExactly("2026-12", "2026-11");
    assertThat(config.printed())
        .contains("sealed by 2026-12, open to [2026-12, 2026-11]")
        .doesNotContain(newKey)
        .doesNotContain(newKey.substring(newKey.indexOf(':') + 1));

    assertThatThrownBy(
            () -> WorkerConfig.from(Map.of("OVERWINTER_ROOMS_KEYS_FILE", dir + "/nothing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read");
    var broken = Files.writeString(dir.resolve("broken"), "2026-11:c2hvcnQ=").toString();
    assertThatThrownBy(() -> WorkerConfig.from(Map.of("OVERWINTER_ROOMS_KEYS_FILE", broken)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OVERWINTER_ROOMS_KEYS_FILE: key ring, line 1")
        .hasMessageNotContaining("c2hvcnQ");
  }

  @ParameterizedTest
  @CsvSource({
    "OVERWINTER_WORKER_NODES, a, unknown",
    "OVERWINTER_WORKER_ROLES, boss, expected: control",
    "OVERWINTER_WORKER_METRICS_BIND, '', expected: an address",
    "OVERWINTER_WORKER_METRICS_PORT, many, expected: a number",
    "OVERWINTER_WORKER_METRICS_PORT, 70000, expected: 0..65535",
    "OVERWINTER_WORKER_SUBNETS, 10.213.0.0, expected: 10.213.0.0/16",
    "OVERWINTER_WORKER_SUBNETS, 10.213.0.0/30, expected: /8../29",
    "OVERWINTER_WORKER_PORTS, 20999-20000, ascending",
    "OVERWINTER_WORKER_PORTS, 80-90, expected: 1024..65535",
    "OVERWINTER_WORKER_NODE, '', must not be empty",
    "OVERWINTER_WORKER_IMAGES, Not An Image, expected: a repository",
    "OVERWINTER_WORKER_FREEZE_SECONDS, -1, expected: >= 0",
    "OVERWINTER_WORKER_API_URL, panel, expected: http(s)://host:port",
    "OVERWINTER_WORKER_BILLING, maybe, expected: on or off",
    "OVERWINTER_WORKER_WELCOME_CREDITS, lots, expected: a number",
    "OVERWINTER_WORKER_WELCOME_CREDITS, -1, expected: >= 0",
  })
  void refusesWhatItDoesNotUnderstand(String key, String value, String says) {
    assertThatThrownBy(() -> WorkerConfig.from(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }
}
