package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.launcher.Part;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A vanilla client leaves when it has heard nothing for 30 s. A wake may take longer.
@Timeout(300)
final class LongHoldAcceptanceTest {
  private static final Duration BEYOND_PATIENCE = seconds(36);

  private final Stage stage = Stage.get();
  private final Api api = stage.api();

  @Test
  @Tag("P-04")
  @Tag("P-05")
  void aRealClientOutlastsItsOwnPatienceWhileNobodyCanWakeItsGame() {
    var server = stage.sleepingLobby(Map.of("idle_seconds", 600, "hold_seconds", 120));
    var worker = stage.platform().process(Part.WORKER);
    worker.killHardAndHold();
    try (var player = Clients.join(api.port(server), "Patient")) {
      player.awaitEvent("connected", seconds(20));
      Awaitility.await()
          .during(BEYOND_PATIENCE)
          .atMost(BEYOND_PATIENCE.plusSeconds(10))
          .until(() -> player.events("joined").isEmpty() && player.events("ended").isEmpty());
      worker.start();
      var joined = player.awaitEvent("joined", seconds(80));
      assertThat(joined.path("ms").asLong()).isGreaterThan(BEYOND_PATIENCE.toMillis());
      assertThat(joined.path("pluginRequests").asInt()).isGreaterThanOrEqualTo(3);
      assertThat(player.awaitEnd(seconds(30))).as("%s", player).isZero();
    } finally {
      worker.start();
    }
    stage.awaitHealthy();
    api.delete(server);
    api.awaitState(server, "GONE", seconds(60));
  }
}
