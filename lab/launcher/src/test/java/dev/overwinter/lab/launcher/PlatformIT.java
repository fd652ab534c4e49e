package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.overwinter.lab.launcher.parts.Postgres;
import dev.overwinter.lab.launcher.parts.Temporal;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What remembers, really started, killed and started again: PostgreSQL and Temporal.
class PlatformIT {

  @TempDir Path home;

  private final List<String> news = new CopyOnWriteArrayList<>();

  @Test
  void databaseKeepsWhatWasCommittedOverKillNineAndOverTheNextUp() throws Exception {
    try (var platform = start(Part.POSTGRES)) {
      try (var connection = connect(platform)) {
        connection.createStatement().execute("CREATE TABLE kept (word text)");
        connection.createStatement().execute("INSERT INTO kept VALUES ('winter')");
      }
      platform.process(Part.POSTGRES).killHard();
      platform.awaitHealthy();
      assertThat(word(platform)).isEqualTo("winter");
    }
    try (var again = start(Part.POSTGRES)) {
      assertThat(word(again)).isEqualTo("winter");
    }
    assertThat(news).contains("postgres stopped");
  }

  @Test
  void temporalKeepsWorkflowsOverKillNineAndOverTheNextUp() throws Exception {
    try (var platform = start(Part.TEMPORAL)) {
      temporal(
          platform, "workflow", "start", "--type", "Sleep", "--task-queue", "q", "-w", "sleeper");
      platform.process(Part.TEMPORAL).killHard();
      platform.awaitHealthy();
      assertThat(temporal(platform, "workflow", "describe", "-w", "sleeper"))
          .contains("WorkflowId            sleeper", "Pending Activities: 0");
      platform.process(Part.TEMPORAL).stop();
      platform.process(Part.TEMPORAL).start();
      platform.awaitHealthy();
      assertThat(temporal(platform, "workflow", "describe", "-w", "sleeper"))
          .contains("WorkflowId            sleeper", "Pending Activities: 0");
    }
  }

  @Test
  void temporalListensWhereItIsToldAndIsSetUpForServersToBeFoundAndRemembered() throws Exception {
    var config =
        PlatformConfig.forTest(Checkout.find(), home)
            .withParts(EnumSet.of(Part.TEMPORAL))
            .with(Temporal.BIND, "127.0.0.2");
    try (var platform = Platform.start(config, news::add)) {
      assertThat(platform.temporalTarget()).startsWith("127.0.0.2:");
      assertThatThrownBy(
              () -> new Socket(InetAddress.getLoopbackAddress(), config.ports().temporal()).close())
          .isInstanceOf(ConnectException.class);
      assertThat(temporal(platform, "operator", "search-attribute", "list"))
          .contains("OverwinterServerId", "OverwinterServerState", "OverwinterNode");
      assertThat(temporal(platform, "operator", "namespace", "describe", "-n", "default"))
          .contains("720h");
    }
  }

  @Test
  void temporalIsNotToldToListenOnANameOrANonsense() {
    var config = PlatformConfig.forTest(Checkout.find(), home).with(Temporal.BIND, "localhost");
    assertThatThrownBy(() -> Platform.start(config, news::add).close())
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("IPv4");
  }

  @Test
  void simulatedDropletsOutliveKillNineAndTheNextUp() throws Exception {
    try (var platform = start(Part.SIMULATOR)) {
      var order =
          """
          {"name": "ow-sess-1", "region": "fra1", "size": "s-1vcpu-1gb", "image": "180000001"}
          """;
      assertThat(ask(platform, "POST", "/v2/droplets", order)).contains("\"name\":\"ow-sess-1\"");
      platform.process(Part.SIMULATOR).killHard();
      platform.awaitHealthy();
      assertThat(ask(platform, "GET", "/simulator/droplets", "")).contains("\"alive\":1");
    }
    try (var again = start(Part.SIMULATOR)) {
      assertThat(ask(again, "GET", "/simulator/droplets", "")).contains("\"alive\":1");
    }
    assertThat(home.resolve("logs/simulator.log")).content().contains("costs nothing");
    assertThat(news).contains("simulator stopped");
  }

  @Test
  void dockerEngineOfItsOwnIsBackAfterKillNineAndGoneAfterTheEnd() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may run an engine");
    var config =
        PlatformConfig.forTest(Checkout.find(), home)
            .withParts(EnumSet.noneOf(Part.class))
            .withIsolatedDocker();
    try (var platform = Platform.start(config, news::add)) {
      platform.process(Part.DOCKERD).killHard();
      platform.awaitHealthy();
      assertThat(platform.docker().answers()).isTrue();
      assertThat(news).anyMatch(l -> l.startsWith("dockerd ended (exit 137, SIGKILL)"));
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(commandsThatName(home)).isEmpty());
  }

  @Test
  void refusesASecondLauncherOnOneHome() throws Exception {
    try (var platform = start(Part.POSTGRES)) {
      assertThatThrownBy(() -> Platform.start(platform.config(), news::add))
          .isInstanceOf(StartFailed.class)
          .hasMessageStartingWith("already up (pid ");
    }
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    List<Long> children;
    try (var platform = start(Part.POSTGRES, Part.TEMPORAL)) {
      children = platform.processes().stream().map(p -> p.pid().orElseThrow()).toList();
    }
    assertThat(children).hasSize(2).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
  }

  private Platform start(Part... parts) throws IOException, InterruptedException {
    var wanted = EnumSet.copyOf(List.of(parts));
    var config = PlatformConfig.forTest(Checkout.find(), home).withParts(wanted);
    return Platform.start(config, news::add);
  }

  private static String ask(Platform platform, String method, String path, String body)
      throws IOException, InterruptedException {
    var port = platform.config().ports().simulator();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer anybody")
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body().replaceAll("\\s+", "");
    }
  }

  private static Connection connect(Platform platform) throws SQLException {
    return DriverManager.getConnection(
        platform.databaseUrl(), Postgres.OVERWINTER, platform.secrets().get(Postgres.PASSWORD));
  }

  private static String word(Platform platform) throws SQLException {
    try (var connection = connect(platform);
        var rows = connection.createStatement().executeQuery("SELECT word FROM kept")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String temporal(Platform platform, String... words) throws IOException {
    var cli = Temporal.find(platform.config().shared().resolve("tools"), System.getenv());
    var command =
        Stream.of(
                Stream.of(cli.toString()),
                Stream.of(words),
                Stream.of("--address", platform.temporalTarget()))
            .flatMap(s -> s)
            .toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<String> commandsThatName(Path directory) {
    return ProcessHandle.allProcesses()
        .map(p -> p.info().commandLine().orElse(""))
        .filter(c -> c.contains(directory.toString()))
        .toList();
  }
}
