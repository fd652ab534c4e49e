package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.launcher.Part;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A game of the operator's own, on several ports, with settings of its owner: read while the
/// platform runs, made, woken, played, crashed.
@Timeout(300)
final class AnyGameAcceptanceTest {
  private static final String SECRET = "hunter22";

  private final Stage stage = Stage.get();
  private final Api api = stage.api();

  @BeforeAll
  static void readGames() throws IOException {
    var stage = Stage.get();
    stage.awaitHealthy();
    PlaytestImage.make(Docker.of(stage.platform()));
    for (var game : new String[] {"playtest", "playtest-installed"}) {
      try (InputStream in =
          Objects.requireNonNull(
              AnyGameAcceptanceTest.class.getResourceAsStream("/games/" + game + ".yaml"))) {
        Files.copy(
            in,
            stage.games().resolve(game + ".yaml"),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      await(game, () -> offered(stage.api(), game));
    }
  }

  @Test
  @Tag("P-10")
  @Tag("P-14")
  void allPortsOfAGameAreOneServerWithOneIdleDecision() throws IOException {
    var server = create("playtest", Map.of("idle_seconds", 3, "minimum_awake_seconds", 1));
    var port = api.port(server);
    try (var player = new Datagrams()) {
      player.say(port, "scan");
      player.say(port + 1, "a question to the other port");
      assertThat(player.heard()).isEmpty();
      assertThat(api.state(server)).isEqualTo("ASLEEP");

      assertThat(player.sayUntilHeard(port, "join: let me in")).isEqualTo("join: let me in");
      assertThat(player.sayUntilHeard(port + 1, "join: here too")).isEqualTo("join: here too");
      assertThat(echoOverTcp(port, "join: by wire")).isEqualTo("join: by wire");
      assertThat(starts(server)).isEqualTo(1);

      // Only the second port is used from here on, for longer than the idle time of both.
      Awaitility.await()
          .during(seconds(25))
          .atMost(seconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .until(() ->
              player.sayUntilHeard(port + 1, "join: still here").equals("join: still here")
                  && api.state(server).equals("AWAKE"));
    }
    api.awaitState(server, "ASLEEP", seconds(60));
    assertThat(starts(server)).isEqualTo(1);
    remove(server);
  }

  @Test
  @Tag("S-10")
  void whatAnOwnerChoosesReachesTheGameAndItsSecretNobodyElse() throws IOException {
    var server =
        create(
            "playtest",
            Map.of(
                "idle_seconds",
                600,
                "env_vars",
                Map.of("PLAY_MOTTO", "we {{server.id}} play", "PLAY_SECRET", SECRET)));
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    assertThat(log(server))
        .contains("told: PLAY_SECRET=" + SECRET)
        .contains("told: PLAY_PORT=" + api.port(server))
        .contains("told: PLAY_QUERY_PORT=7778")
        .contains("told: PLAY_SLOTS=8")
        .contains("told: PLAY_HEAP=100")
        // A placeholder that an owner writes is text.
        .contains("my command line: --motto we {{server.id}} play");
    assertThat(api.server(server).toString()).doesNotContain(SECRET);
    assertThat(stage.history(server).toString()).doesNotContain(SECRET);
    assertThat(refused(Map.of("PLAY_SLOTS", "65", "PLAY_SECRET", "abcd", "LD_PRELOAD", "x")))
        .contains("PLAY_SLOTS", "PLAY_SECRET", "LD_PRELOAD")
        .doesNotContain("abcd");
    remove(server);
  }

  @Test
  @Tag("L-01")
  @Tag("L-10")
  void aGameThatKeepsFallingOverIsLeftLyingWithItsLastWords() throws IOException {
    var server = create("playtest", Map.of("idle_seconds", 600));
    var port = api.port(server);
    try (var player = new Datagrams()) {
      for (var fall = 1; fall <= 3; fall++) {
        player.sayUntilHeard(port, "join: let me in");
        player.say(port, "join: fall over");
        await("fall " + fall, () -> !api.state(server).equals("AWAKE"));
        if (fall < 3) {
          api.awaitState(server, "AWAKE", seconds(60));
        }
      }
    }
    api.awaitState(server, "FAILED", seconds(30));
    var failed = api.server(server);
    assertThat(failed.path("reason").asText()).contains("exit code 139").contains("3 times");
    assertThat(failed.path("last_lines").toString()).contains("falling over");
    // Its owner need not wait.
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    remove(server);
  }

  @Test
  @Tag("S-13")
  void aWrongFileIsNamedByItsLineAndHarmsNoOther() throws IOException {
    var wrong = stage.games().resolve("wrong.yaml");
    Files.writeString(wrong, "id: wrong\nname: Wrong\nport: 99999\n");
    try {
      await("its problems", () -> problems().contains("wrong.yaml"));
      assertThat(problems()).contains("port").contains("\"line\":3");
      assertThat(offered(api, "playtest")).isTrue();
      assertThat(offered(api, "wrong")).isFalse();
    } finally {
      Files.delete(wrong);
    }
    await("no problems", () -> !problems().contains("wrong.yaml"));
  }

  @Test
  @Tag("L-12")
  void anInstallStepSurvivesTheDeathOfItsWorker() {
    var key = UUID.randomUUID().toString();
    var body = Map.<String, Object>of("game_image_id", "playtest-installed", "idle_seconds", 600);
    try (var creating = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var made = creating.submit(() -> api.create(key, body));
      await("the step has begun", () -> installing() == 1);
      stage.kill(Part.WORKER);
      var server =
          Awaitility.await().atMost(seconds(100)).until(() -> idOf(made), id -> id != null);
      stage.awaitHealthy();
      api.awaitState(server, "ASLEEP", seconds(100));
      assertThat(installing()).isZero();
      // The third volume is the note that the step has come to its end.
      assertThat(stage.remains(server))
          .containsExactlyInAnyOrder("container exited", "network", "volume", "volume", "volume");
      api.wake(server);
      api.awaitState(server, "AWAKE", seconds(60));
      assertThat(log(server)).containsPattern("installed: begun [12] times");
      remove(server);
    }
  }

  private static @org.jspecify.annotations.Nullable String idOf(
      java.util.concurrent.Future<String> made) throws Exception {
    return made.isDone() ? made.get() : null;
  }

  private String create(String game, Map<String, Object> settings) {
    var body = new HashMap<>(settings);
    body.put("game_image_id", game);
    var server = api.create(UUID.randomUUID().toString(), body);
    api.awaitState(server, "ASLEEP", seconds(60));
    return server;
  }

  private void remove(String server) {
    api.delete(server);
    api.awaitState(server, "GONE", seconds(60));
    assertThat(stage.remains(server)).isEmpty();
  }

  private String refused(Map<String, String> values) throws IOException {
    var answer =
        api.send(
            "POST",
            "/api/servers",
            Map.of("friendly_name", "no", "game_image_id", "playtest", "env_vars", values));
    assertThat(answer.status()).isBetween(400, 422);
    return answer.body().toString();
  }

  private String log(String server) {
    return Docker.of(stage.platform()).log(stage.platform().installation(), server);
  }

  private long starts(String server) {
    return log(server).lines().filter("ready for players"::equals).count();
  }

  /// Containers that fill a world now.
  private long installing() {
    return Docker.of(stage.platform())
        .run("ps", "--no-trunc", "--format", "{{.Command}} {{.Image}}")
        .lines()
        .filter(line -> line.contains("PlaytestGame install"))
        .count();
  }

  private String problems() throws IOException {
    return api.send("GET", "/api/catalogue/problems", "").body().toString();
  }

  private static boolean offered(Api api, String game) throws IOException {
    for (JsonNode entry : api.send("GET", "/api/games", "").body()) {
      if (entry.path("id").asText().equals(game)) {
        return true;
      }
    }
    return false;
  }

  private interface Check {
    boolean holds() throws Exception;
  }

  private static void await(String what, Check check) {
    Awaitility.await(what)
        .atMost(seconds(60))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(check::holds);
  }

  private static String echoOverTcp(int port, String words) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(words.length()), StandardCharsets.UTF_8);
    }
  }

  /// A player who speaks in datagrams, from one port of its own.
  private static final class Datagrams implements AutoCloseable {
    private final DatagramSocket socket;

    Datagrams() throws IOException {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      socket.setSoTimeout(1_000);
    }

    void say(int port, String words) throws IOException {
      var bytes = words.getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    String heard() throws IOException {
      var packet = new DatagramPacket(new byte[2048], 2048);
      try {
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      } catch (SocketTimeoutException nothing) {
        return "";
      }
    }

    /// As a game's client does: again and again, for as long as it has patience. Answers to earlier
    /// words are passed over.
    String sayUntilHeard(int port, String words) throws IOException {
      for (var tries = 0; tries < 40; tries++) {
        say(port, words);
        var answer = heard();
        while (!answer.isEmpty() && !answer.equals(words)) {
          answer = heard();
        }
        if (!answer.isEmpty()) {
          return answer;
        }
      }
      return "";
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
