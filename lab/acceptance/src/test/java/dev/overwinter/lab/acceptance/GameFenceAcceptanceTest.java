package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a game that has been taken over could reach, tried from within its own network.
@Tag("S-08")
@Timeout(180)
final class GameFenceAcceptanceTest {
  private static final int GAME_PORT = 25565;
  private static final int PATIENCE_SECONDS = 3;

  private final Stage stage = Stage.get();
  private final Api api = stage.api();

  @Test
  void aGameReachesNeitherThePlatformNorAnotherGame() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root sets, and sees, the fence");
    var mine = awake();
    var other = awake();
    var machine = inspect(mine, "Gateway");
    var platform = stage.platform().api().getPort();
    assertThat(listens(machine, platform)).as("the api is open on that address").isTrue();
    assertThat(reaches(mine, inspect(mine, "IPAddress"), GAME_PORT)).as("itself").isTrue();

    assertThat(reaches(mine, machine, platform)).as("the api").isFalse();
    assertThat(reaches(mine, machine, api.port(other))).as("the proxy").isFalse();
    assertThat(reaches(mine, inspect(other, "IPAddress"), GAME_PORT)).as("a neighbour").isFalse();
    for (var server : new String[] {mine, other}) {
      api.delete(server);
      api.awaitState(server, "GONE", seconds(60));
    }
  }

  private String awake() {
    var server = api.createLobby(Map.of("idle_seconds", 600));
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    return server;
  }

  private String inspect(String server, String what) {
    return docker("{{range .NetworkSettings.Networks}}{{." + what + "}}{{end}}", server);
  }

  private String docker(String format, String server) {
    return Docker.of(stage.platform()).run("inspect", "-f", format, "ow-" + server).strip();
  }

  private static boolean listens(String host, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_SECONDS * 1000);
      return true;
    }
  }

  private boolean reaches(String server, String host, int port) throws Exception {
    var connect = "exec 3<>/dev/tcp/%s/%d".formatted(host, port);
    var inside =
        new ProcessBuilder(
            "nsenter",
            "-t",
            docker("{{.State.Pid}}", server),
            "-n",
            "timeout",
            Integer.toString(PATIENCE_SECONDS),
            "bash",
            "-c",
            connect);
    var tried = inside.redirectErrorStream(true).start();
    assertThat(tried.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return tried.exitValue() == 0;
  }
}
