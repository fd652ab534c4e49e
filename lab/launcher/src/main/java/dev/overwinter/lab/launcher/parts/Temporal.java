package dev.overwinter.lab.launcher.parts;

import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A real Temporal server with its database in a file: what it acknowledged is there after kill -9.
///
/// @param cli the `temporal` program
/// @param directory holds its SQLite file, made at the first start
/// @param bind `127.0.0.1`, or `0.0.0.0` for nodes on other machines; it asks nobody for a password
/// @param codec where its UI asks for payloads to be opened that are sealed
public record Temporal(Path cli, Path directory, String bind, int port, int uiPort, String codec) {

  /// The key that says where it listens; [#LOOPBACK] unless set.
  public static final String BIND = "OVERWINTER_TEMPORAL_BIND";

  /// This machine only.
  public static final String LOOPBACK = "127.0.0.1";

  /// All of this machine's addresses.
  public static final String EVERYWHERE = "0.0.0.0";

  /// Where workflows live.
  public static final String NAMESPACE = "default";

  // What ./overwinter puts beside the checkout's other tools, and what a person may have installed.
  private static final String INSTALLED = "bin/temporal";
  private static final List<String> SEARCH_ATTRIBUTES =
      List.of(
          "OverwinterServerId=Keyword",
          "OverwinterServerState=Keyword",
          "OverwinterNode=Keyword",
          "OverwinterGame=Keyword");
  // Closed workflows can be read in the UI for a month; the dev server's own default is a day.
  private static final String RETENTION = "30d";

  /// Finds the program: in `tools`, then on PATH.
  public static Path find(Path tools, Map<String, String> environment) throws IOException {
    return Stream.concat(
            Stream.of(tools.resolve(INSTALLED)),
            Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .map(d -> Path.of(d, "temporal")))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IOException("no temporal program: run ./overwinter doctor for the remedy"));
  }

  /// Returns what runs it.
  public ProcessSpec spec() {
    var command =
        new ArrayList<>(
            List.of(
                cli.toString(),
                "server",
                "start-dev",
                "--ip",
                bind,
                "--ui-ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--ui-disable-news-fetch",
                "--ui-codec-endpoint",
                codec,
                "--db-filename",
                database().toString()));
    for (var pragma : List.of("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000")) {
      command.addAll(List.of("--sqlite-pragma", pragma));
    }
    // The dev server has one history shard, and by default a shard reads each of its queues at most
    // 20 times a second: every step of every workflow then waits up to 50 ms.
    for (var queue : List.of("transfer", "timer", "visibility")) {
      var setting = "history." + queue + "ProcessorMaxPollRPS=1000";
      command.addAll(List.of("--dynamic-config-value", setting));
    }
    for (var attribute : SEARCH_ATTRIBUTES) {
      command.addAll(List.of("--search-attribute", attribute));
    }
    return ProcessSpec.of(
            "temporal",
            command,
            Map.of("HOME", directory.toString(), "PATH", "/usr/bin:/bin"),
            HealthCheck.accepts(reachedAt(bind), port).and(this::serves))
        .hooked(this::removeHalfMade, this::whenServing);
  }

  /// Returns what clients connect to.
  public String target() {
    return reachedAt(bind) + ":" + port;
  }

  /// Returns the address at which this machine's own programs reach a server that listens on
  /// `bind`.
  public static String reachedAt(String bind) {
    return bind.equals(EVERYWHERE) ? LOOPBACK : bind;
  }

  /// Makes a namespace unless it is there.
  public void ensureNamespace(String name) throws IOException, InterruptedException {
    var answer = operator("namespace", "create", "--retention", "1d", "-n", name);
    if (!answer.succeeded() && !answer.output().contains("already exists")) {
      answer.orThrow();
    }
  }

  /// The server makes its tables only when the file is absent: one that was killed while making
  /// them would fail for good.
  private void removeHalfMade() throws IOException {
    Files.createDirectories(directory);
    if (!Files.exists(complete())) {
      for (var suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(Path.of(database() + suffix));
      }
    }
  }

  private void whenServing() throws IOException, InterruptedException {
    operator("namespace", "update", "--retention", RETENTION, "-n", NAMESPACE).orThrow();
    Files.write(complete(), new byte[0]);
  }

  private Path database() {
    return directory.resolve("temporal.db");
  }

  private Path complete() {
    return directory.resolve("temporal.db.complete");
  }

  private boolean serves() throws InterruptedException {
    try {
      // Health alone is true before the namespace is registered.
      return operator("namespace", "describe", "-n", NAMESPACE).succeeded();
    } catch (IOException e) {
      return false;
    }
  }

  private Commands.Answer operator(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(cli.toString(), "operator"));
    command.addAll(List.of(words));
    command.addAll(List.of("--address", target(), "--command-timeout", "10s"));
    return Commands.run(Duration.ofSeconds(15), command);
  }
}
