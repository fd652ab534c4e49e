package dev.overwinter.lab.benchmarks.parts;

import dev.overwinter.durable.SearchAttributes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A real Temporal dev server on a database file, with the settings of `./overwinter up`.
public final class TemporalServer implements AutoCloseable {
  /// What the platform gives the server beside ports and file. Durability: every commit is synced.
  /// Speed: the dev server has one history shard, and by default a shard reads each of its queues
  /// at most 20 times a second; past that every step of every workflow waits up to 50 ms.
  public static final List<String> SETTINGS =
      List.of(
          "--sqlite-pragma", "journal_mode=WAL",
          "--sqlite-pragma", "synchronous=FULL",
          "--dynamic-config-value", "history.transferProcessorMaxPollRPS=1000",
          "--dynamic-config-value", "history.timerProcessorMaxPollRPS=1000",
          "--dynamic-config-value", "history.visibilityProcessorMaxPollRPS=1000");

  private static final Pattern ACTION =
      Pattern.compile(
          "(?m)^action\\{action_type=\"([^\"]+)\",namespace=\"default\"[^}]*} ([0-9.e+]+)$");

  private final Child child;
  private final int port;
  private final int metrics;

  private TemporalServer(Child child, int port, int metrics) {
    this.child = child;
    this.port = port;
    this.metrics = metrics;
  }

  /// Starts with an empty database and returns when it answers.
  public static TemporalServer start(Checkout checkout, Path scratch)
      throws IOException, InterruptedException {
    var port = Ports.free();
    var metrics = Ports.free();
    Files.createDirectories(scratch);
    var database = scratch.resolve("temporal.db");
    for (var suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database + suffix));
    }
    var command =
        new ArrayList<>(
            List.of(
                checkout.temporal().toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--metrics-port",
                String.valueOf(metrics),
                "--db-filename",
                database.toString(),
                "--log-level",
                "error"));
    command.addAll(SETTINGS);
    SearchAttributes.ALL.forEach(
        key -> command.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
    var child = Child.start("temporal", command, Map.of(), scratch);
    child.awaitPort(port, Duration.ofSeconds(30));
    return new TemporalServer(child, port, metrics);
  }

  /// Where clients connect.
  public String target() {
    return "127.0.0.1:" + port;
  }

  /// What its own metric `action` counts in the namespace of the bench: everything that Temporal
  /// Cloud would bill, by kind.
  public Map<String, Double> actions() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics + "/metrics")).build();
    try (var http = HttpClient.newHttpClient()) {
      var text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      var actions = new TreeMap<String, Double>();
      ACTION
          .matcher(text)
          .results()
          .forEach(found ->
              actions.merge(found.group(1), Double.parseDouble(found.group(2)), Double::sum));
      return actions;
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
