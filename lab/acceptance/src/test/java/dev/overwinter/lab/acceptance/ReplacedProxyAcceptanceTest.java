package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.launcher.Part;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The proxy of a whole Platform is replaced while real clients play in a real lobby; what the
/// workflow believes of its players stays true.
@Tag("P-09")
@Timeout(300)
final class ReplacedProxyAcceptanceTest {
  private final Stage stage = Stage.get();
  private final Api api = stage.api();

  @Test
  void playersOfTheOldProxyKeepTheServerAwakeAndTheirLeavingLetsItSleep() throws Exception {
    var server = stage.sleepingLobby(Map.of("idle_seconds", 3, "minimum_awake_seconds", 1));
    try (var players = Clients.join(api.port(server), "Stayer", "--count", "3", "--stay", "600")) {
      players.awaitEvent("joined", seconds(60));
      stage.platform().replaceProxy();
      try (var late = Clients.join(api.port(server), "Late", "--count", "1", "--stay", "600")) {
        late.awaitEvent("joined", seconds(60));
        late.leave();
        assertThat(late.awaitEnd(seconds(30))).as("%s", late).isZero();
      }
      // The new process has told that nobody plays through it; the old one has not.
      assertThat(players.events("kicked")).as("%s", players).isEmpty();
      api.awaitState(server, "AWAKE", seconds(1));
      players.leave();
      assertThat(players.awaitEnd(seconds(30))).as("%s", players).isZero();
    }
    api.awaitState(server, "ASLEEP", seconds(60));
    api.delete(server);
  }

  @Test
  void anOldProxyThatIsKilledWhileItLeavesKeepsNothingAwake() throws Exception {
    var server = stage.sleepingLobby(Map.of("idle_seconds", 3, "minimum_awake_seconds", 1));
    try (var players = Clients.join(api.port(server), "Doomed", "--count", "2", "--stay", "600")) {
      players.awaitEvent("joined", seconds(60));
      var old = stage.platform().process(Part.PROXY).pid().orElseThrow();
      stage.platform().replaceProxy();
      api.awaitState(server, "AWAKE", seconds(1));
      ProcessHandle.of(old).orElseThrow().destroyForcibly();
    }
    api.awaitState(server, "ASLEEP", seconds(60));
    api.delete(server);
  }
}
