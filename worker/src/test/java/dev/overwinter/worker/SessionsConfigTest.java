package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.postgres.DropletSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionsConfigTest {
  private static final String OURS = "OVERWINTER_WORKER_DIGITALOCEAN_";

  @Test
  void isOffWithoutTokenAndSimulatorAndSaysSoInALine() {
    var config = SessionsConfig.from(Map.of(), "i");
    assertThat(config.provider()).isEqualTo(DropletSource.OFF);
    assertThat(config.ocean()).isEmpty();
    assertThat(config.offer().endpoint()).isEmpty();
    assertThat(WorkerConfig.from(Map.of()).printed())
        .contains("sessions      off: no DigitalOcean token and no simulator");
  }

  @Test
  void hasDefaults() {
    assertThat(SessionsConfig.from(Map.of(), "i"))
        .isEqualTo(
            new SessionsConfig(
                Optional.empty(),
                URI.create("https://api.digitalocean.com"),
                "",
                "overwinter-i",
                URI.create("http://127.0.0.1:8080"),
                Duration.ofSeconds(10),
                List.of(new Choice("nyc3", "s-1vcpu-1gb", "ubuntu-24-04-x64")),
                "admin",
                "standard",
                SessionLimits.USUAL,
                new FleetLimits(10, 3, 5, 20, 100_000_000),
                Duration.ofDays(1),
                3,
                0,
                Duration.ofMinutes(10),
                Duration.ofMinutes(5)));
  }

  @Test
  void withASimulatorItCostsNothing() {
    var config = SessionsConfig.from(Map.of(OURS + "SIMULATOR_URL", "http://127.0.0.1:8090"), "i");
    assertThat(config.provider()).isEqualTo(DropletSource.SIMULATOR);
    assertThat(config.ocean().orElseThrow().real()).isFalse();
    assertThat(config.printed()).contains("http://127.0.0.1:8090", "cost nothing");
  }

  @Test
  void withATokenItIsTheRealOneAndSaysWhatItMaySpend(@TempDir Path dir) throws IOException {
    var file = Files.writeString(dir.resolve("token"), "dop_v1_secret\n");
    var config =
        SessionsConfig.from(
            Map.of(
                OURS + "TOKEN_FILE",
                file.toString(),
                OURS + "SIMULATOR_URL",
                "http://127.0.0.1:8090",
                OURS + "SNAPSHOT",
                "123456",
                OURS + "REGIONS",
                "fra1, ams3",
                OURS + "SIZES",
                "a,b",
                OURS + "MAX_DROPLETS",
                "7",
                OURS + "SPEND_CAP",
                "2.5",
                OURS + "FLEET_TAG",
                "femquest-server"),
            "i");
    assertThat(config.provider()).isEqualTo(DropletSource.DIGITALOCEAN);
    var ocean = config.ocean().orElseThrow();
    assertThat(ocean.token()).isEqualTo("dop_v1_secret");
    assertThat(ocean.real()).isTrue();
    assertThat(config.choices())
        .containsExactly(
            new Choice("fra1", "a", "123456"),
            new Choice("ams3", "a", "123456"),
            new Choice("fra1", "b", "123456"),
            new Choice("ams3", "b", "123456"));
    assertThat(config.printed())
        .contains("at most 7 at once", "2.5", "femquest-server")
        .doesNotContain("dop_v1_secret");
    assertThat(config + " " + ocean).doesNotContain("dop_v1_secret");
  }

  @ParameterizedTest
  @Tag("SES-29")
  @CsvSource({
    "TOKEN_FILE, /nowhere, SNAPSHOT: empty",
    "URL, api.digitalocean.com, expected: http(s)://host:port",
    "SIMULATOR_URL, somewhere, expected: http(s)://host:port",
    "GAMES_URL, '', expected: http(s)://host:port",
    "HEARTBEAT_SECONDS, soon, expected: a number",
    "HEARTBEAT_SECONDS, 0, expected: > PT0S",
    "HEARTBEAT_SECONDS, 100, at least two heartbeats",
    "SILENT_SECONDS, -1, expected: >= 0",
    "REGIONS, ',', expected: at least one",
    "ATTEMPTS, 0, expected: > 0",
    "WARM, 11, expected: 0..10",
    "SPEND_CAP, lots, expected: a number",
  })
  void refusesWhatItDoesNotUnderstand(String key, String value, String says) {
    assertThatThrownBy(() -> WorkerConfig.from(Map.of(OURS + key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }

  @Test
  void anUnknownKeyIsRefused() {
    assertThatThrownBy(() -> WorkerConfig.from(Map.of(OURS + "TOKEN", "x")))
        .hasMessageContaining("unknown")
        .hasMessageNotContaining(": x");
  }
}
