package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Real Minecraft clients (npm `minecraft-protocol`) in processes of their own; each event is one
/// line of JSON.
final class Clients {
  private static final Path SCRIPTS = Path.of("clients").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Clients() {}

  /// A running client program.
  static final class Run implements AutoCloseable {
    private final Process process;
    private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private Run(Process process) {
      this.process = process;
      reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        lines.lines().forEach(line -> events.add(parse(line)));
      } catch (IOException | UncheckedIOException closed) {
        events.add(JSON.getNodeFactory().textNode("closed: " + closed.getMessage()));
      }
    }

    private static JsonNode parse(String line) {
      try {
        return JSON.readTree(line);
      } catch (IOException notJson) {
        return JSON.getNodeFactory().textNode(line);
      }
    }

    List<JsonNode> events(String event) {
      synchronized (events) {
        return events.stream().filter(e -> e.path("event").asText().equals(event)).toList();
      }
    }

    JsonNode awaitEvent(String event, Duration atMost) {
      try {
        Awaitility.await()
            .atMost(atMost)
            .pollInterval(Duration.ofMillis(50))
            .until(() -> !events(event).isEmpty() || !process.isAlive());
      } catch (ConditionTimeoutException late) {
        throw new AssertionError(
            "no " + event + " within " + atMost.toSeconds() + " s, only " + this, late);
      }
      if (events(event).isEmpty()) {
        awaitEnd(Duration.ofSeconds(5));
      }
      if (events(event).isEmpty()) {
        throw new AssertionError("no " + event + " in " + events);
      }
      return events(event).getFirst();
    }

    /// Waits for its own end; the exit code is 0 when all went well.
    int awaitEnd(Duration atMost) {
      try {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("still running: " + events);
        }
        reader.join();
        return process.exitValue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /// Everybody leaves.
    void leave() {
      // Not Process.destroy(), which would also close the stream of its last words.
      var _ = process.toHandle().destroy();
    }

    /// Is gone without a word, as on a train.
    void vanish() {
      process.destroyForcibly();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }

    @Override
    public String toString() {
      synchronized (events) {
        return events.toString();
      }
    }
  }

  /// Logs players in and keeps them there.
  static Run join(int port, String name, String... options) {
    return run("join.js", port, name, options);
  }

  /// Logs players in at another node's address.
  static Run joinAt(String host, int port, String name, String... options) {
    return run("join.js", host, port, name, options);
  }

  /// Asks for the status as the server list does.
  static JsonNode status(int port) {
    try (var run = run("status.js", port, "")) {
      return run.awaitEvent("status", Duration.ofSeconds(20));
    }
  }

  static Run run(String script, int port, String name, String... options) {
    return run(script, "127.0.0.1", port, name, options);
  }

  private static Run run(String script, String host, int port, String name, String... options) {
    if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
      throw new IllegalStateException(
          SCRIPTS + "/node_modules (expected: ./overwinter test installs it with npm ci)");
    }
    var command =
        new ArrayList<>(List.of("node", SCRIPTS.resolve(script).toString(), host, "" + port));
    if (!name.isEmpty()) {
      command.add(name);
    }
    command.addAll(List.of(options));
    try {
      return new Run(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
