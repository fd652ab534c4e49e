package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.lab.simulators.cloud.Addresses;
import dev.overwinter.lab.simulators.cloud.CloudSettings;
import dev.overwinter.lab.simulators.game.GameSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatorConfigTest {
  private static final String PREFIX = "OVERWINTER_SIMULATOR_";

  @Test
  void defaults() {
    assertThat(SimulatorConfig.from(Map.of("PATH", "/bin", "OVERWINTER_API_PORT", "1")))
        .isEqualTo(
            new SimulatorConfig(
                "127.0.0.1",
                8090,
                Path.of(".overwinter/simulator"),
                1,
                "",
                100,
                5_000,
                250,
                new CloudSettings(
                    Duration.ofSeconds(2),
                    Addresses.parse("10.214.0.0/19"),
                    Addresses.parse("10.246.0.0/19")),
                new GameSettings(Duration.ofMillis(500), 7_777, Set.of(), Optional.empty()),
                false));
  }

  @Test
  void fullMapping() {
    var environment =
        Map.ofEntries(
            Map.entry(PREFIX + "BIND", "127.0.0.2"),
            Map.entry(PREFIX + "PORT", "0"),
            Map.entry(PREFIX + "DATA", "/tmp/x"),
            Map.entry(PREFIX + "SEED", "-7"),
            Map.entry(PREFIX + "TOKEN", "dop_v1_x"),
            Map.entry(PREFIX + "DROPLET_LIMIT", "25"),
            Map.entry(PREFIX + "REQUESTS_PER_HOUR", "10"),
            Map.entry(PREFIX + "REQUESTS_PER_MINUTE", "5"),
            Map.entry(PREFIX + "PROVISION_MILLIS", "0"),
            Map.entry(PREFIX + "BOOT_MILLIS", "1"),
            Map.entry(PREFIX + "PUBLIC_BLOCK", "127.214.0.0/19"),
            Map.entry(PREFIX + "PRIVATE_BLOCK", "10.1.0.0/16"),
            Map.entry(PREFIX + "GAME_PORT", "25565"),
            Map.entry(PREFIX + "HEARTBEAT_HOSTS", "api, 10.0.0.1"),
            Map.entry(PREFIX + "API_CERTIFICATE", "/api.crt"),
            Map.entry(PREFIX + "GAMES", "container"));
    var config = SimulatorConfig.from(environment);
    assertThat(config)
        .isEqualTo(
            new SimulatorConfig(
                "127.0.0.2",
                0,
                Path.of("/tmp/x"),
                -7,
                "dop_v1_x",
                25,
                10,
                5,
                new CloudSettings(
                    Duration.ZERO,
                    Addresses.parse("127.214.0.0/19"),
                    Addresses.parse("10.1.0.0/16")),
                new GameSettings(
                    Duration.ofMillis(1),
                    25_565,
                    Set.of("api", "10.0.0.1"),
                    Optional.of(Path.of("/api.crt"))),
                true));
    assertThat(config.toString()).doesNotContain("dop_v1_x");
  }

  @ParameterizedTest
  @CsvSource({
    "PORT,65536",
    "PORT,x",
    "GAMES,elsewhere",
    "TYPO,1",
    "DROPLET_LIMIT,-1",
    "PUBLIC_BLOCK,10.214.0.1/19",
    "PUBLIC_BLOCK,10.214.0.0/31",
    "PUBLIC_BLOCK,300.0.0.0/19",
  })
  void whatCouldNotWorkRefusesToStart(String name, String value) {
    assertThatThrownBy(() -> SimulatorConfig.from(Map.of(PREFIX + name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(PREFIX)
        .hasMessageContaining("expected");
  }
}
