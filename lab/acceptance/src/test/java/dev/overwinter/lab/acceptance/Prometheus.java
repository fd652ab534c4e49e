package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Prometheus with a configuration of ours.
final class Prometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final URI base;

  private Prometheus(Process process, URI base) {
    this.process = process;
    this.base = base;
  }

  static Prometheus start(Path directory, String config) throws IOException {
    var file = Files.writeString(directory.resolve("prometheus.yml"), config);
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var process =
        new ProcessBuilder(
                program("prometheus"),
                "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
  }

  /// Returns what `promtool check config` objects to; empty when it is content.
  static String objections(Path config) throws IOException, InterruptedException {
    return promtool("check", "config", config.toString());
  }

  /// Returns which tests of alerts fail in a file as `promtool test rules` knows it; empty when
  /// none does.
  static String failures(Path tests) throws IOException, InterruptedException {
    return promtool("test", "rules", tests.toString());
  }

  private static String promtool(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program("promtool")));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said;
  }

  private static String program(String name) {
    var ours = Stage.ROOT.resolve(".overwinter/tools/prometheus/usr/bin");
    return Stream.concat(
            Stream.of(ours.toString()), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + " (expected: ./overwinter test fetches it)"))
        .toString();
  }

  /// Returns the field `data` of an answer of its HTTP API.
  JsonNode get(String path) throws IOException {
    var request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      var answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      if (!answer.path("status").asText().equals("success")) {
        throw new AssertionError(path + ": " + answer);
      }
      return answer.path("data");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// What an expression says now, one element a series.
  JsonNode query(String expression) throws IOException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result");
  }

  /// Those of its targets that it cannot scrape, each with the reason; a target not tried yet too.
  List<String> down() throws IOException {
    return get("/api/v1/targets?state=active")
        .path("activeTargets")
        .valueStream()
        .filter(target -> !target.path("health").asText().equals("up"))
        .map(target -> target.path("scrapeUrl").asText() + ": " + target.path("lastError").asText())
        .toList();
  }

  /// Its alerts, each as `name health state`, for example `LedgerUnproven ok inactive`.
  List<String> alerts() throws IOException {
    return get("/api/v1/rules?type=alert")
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .map(rule ->
            rule.path("name").asText()
                + " "
                + rule.path("health").asText()
                + " "
                + rule.path("state").asText())
        .toList();
  }

  int targets() throws IOException {
    return get("/api/v1/targets?state=active").path("activeTargets").size();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
