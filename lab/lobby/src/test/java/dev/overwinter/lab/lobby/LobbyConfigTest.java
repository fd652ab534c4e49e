package dev.overwinter.lab.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LobbyConfigTest {

  @Test
  void hasDefaultsForEverything() {
    assertThat(LobbyConfig.from(Map.of("PATH", "/bin")))
        .isEqualTo(
            new LobbyConfig(
                25_565,
                "Overwinter lobby: awake while you are here",
                600,
                3,
                40,
                Path.of("/data"),
                Duration.ofSeconds(30)));
  }

  @Test
  void readsEverySetting() {
    assertThat(
            LobbyConfig.from(
                Map.of(
                    "LOBBY_PORT", "0",
                    "LOBBY_MOTD", "hello",
                    "LOBBY_MAX_PLAYERS", "5",
                    "LOBBY_VIEW_DISTANCE", "8",
                    "LOBBY_CROWD", "2",
                    "LOBBY_DATA", "/tmp/x",
                    "LOBBY_SAVE_SECONDS", "7")))
        .isEqualTo(new LobbyConfig(0, "hello", 5, 8, 2, Path.of("/tmp/x"), Duration.ofSeconds(7)));
  }

  @Test
  void refusesAnUnknownSetting() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LobbyConfig.from(Map.of("LOBBY_PROT", "1")))
        .withMessageContaining("LOBBY_PROT");
  }

  @Test
  void saysWhatWasExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LobbyConfig.from(Map.of("LOBBY_PORT", "70000")))
        .withMessage("LOBBY_PORT: 70000 (expected: 0 to 65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LobbyConfig.from(Map.of("LOBBY_PORT", "x")))
        .withMessage("LOBBY_PORT: x (expected: a whole number)");
  }
}
