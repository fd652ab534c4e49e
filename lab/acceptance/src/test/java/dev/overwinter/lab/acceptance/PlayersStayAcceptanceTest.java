package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.launcher.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everything but the proxy and the game is killed on a whole Platform while people play; they play
/// on.
@Timeout(300)
final class PlayersStayAcceptanceTest {
  private final Stage stage = Stage.get();
  private final Api api = stage.api();

  @Test
  @Tag("P-09")
  void aRestartOfTheControlPlaneDropsNobody() {
    var server = stage.sleepingLobby(Map.of("idle_seconds", 3, "minimum_awake_seconds", 1));
    try (var players = Clients.join(api.port(server), "Friend", "--count", "5", "--stay", "600")) {
      players.awaitEvent("joined", seconds(60));
      for (var victim : victims()) {
        stage.kill(victim);
        stage.awaitHealthy();
      }
      assertThat(players.events("kicked")).as("%s", players).isEmpty();
      api.awaitState(server, "AWAKE", seconds(30));
      players.leave();
      assertThat(players.awaitEnd(seconds(30))).as("%s", players).isZero();
    }
    api.awaitState(server, "ASLEEP", seconds(60));
    api.delete(server);
  }

  private static List<Part> victims() {
    return Stage.ownDocker()
        ? List.of(Part.WORKER, Part.API, Part.TEMPORAL, Part.POSTGRES, Part.DOCKERD)
        : List.of(Part.WORKER, Part.API, Part.TEMPORAL, Part.POSTGRES);
  }
}
