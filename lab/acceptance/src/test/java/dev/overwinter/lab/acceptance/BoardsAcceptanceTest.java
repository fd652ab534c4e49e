package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the boards draw is there: after one evening on a whole Platform every metric that they name
/// is scraped, and a real Prometheus with the repository's own configuration can evaluate each of
/// their expressions and alerts, none of which fires. None of them waits for a failure: those that
/// a failure would raise count zero or other outcomes before.
@Timeout(300)
final class BoardsAcceptanceTest {
  private static final Path GRAFANA = Stage.ROOT.resolve("grafana");
  private static final Pattern NAME = Pattern.compile("\\b[a-z]+_[a-z_]+\\b");
  private static final Pattern ALERT = Pattern.compile(" expr: (.+)");
  private static final Pattern NOT_METRICS =
      Pattern.compile(
          "\\bby \\([^)]*\\)|\\b(histogram_quantile|min_over_time)\\b|\\$__rate_interval");

  /// Of an expression whose metric is there only after something went wrong.
  private static final String WHEN_IT_HAPPENS = " or vector(0)";

  private static final Pattern TEMPORAL_METRICS =
      Pattern.compile("Temporal Metrics: +http://localhost:(\\d+)/metrics");

  private final Stage stage = Stage.get();
  private final Api api = stage.api();

  @Test
  void prometheusAcceptsOurConfiguration() throws Exception {
    assertThat(Prometheus.objections(GRAFANA.resolve("prometheus.yml"))).isEmpty();
  }

  @Test
  void theFirstFailureOfItsKindIsToldOf(@TempDir Path directory) throws Exception {
    Files.copy(GRAFANA.resolve("alerts.yml"), directory.resolve("alerts.yml"));
    var evenings = directory.resolve("evenings.yml");
    try (var file = getClass().getResourceAsStream("/alerts/evenings.yml")) {
      Files.copy(Objects.requireNonNull(file), evenings);
    }
    assertThat(Prometheus.failures(evenings)).isEmpty();
  }

  @Test
  void everyMetricIsScrapedAndEveryExpressionHasDataAfterOneEvening(@TempDir Path directory)
      throws Exception {
    Files.copy(GRAFANA.resolve("alerts.yml"), directory.resolve("alerts.yml"));
    try (var prometheus = Prometheus.start(directory, configuration())) {
      await("prometheus")
          .atMost(seconds(60))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(() -> {
            assertThat(prometheus.targets()).isEqualTo(4);
            assertThat(prometheus.down()).isEmpty();
          });
      var server = evening();
      var scraped = scraped();
      assertThat(names()).isNotEmpty().allSatisfy(name -> assertThat(scraped).contains(name));
      await("data of every expression")
          .atMost(seconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(withoutData(prometheus)).isEmpty());
      assertThat(prometheus.down()).isEmpty();
      await("alerts")
          .atMost(seconds(30))
          .untilAsserted(() ->
              assertThat(prometheus.alerts())
                  .isNotEmpty()
                  .allSatisfy(alert -> assertThat(alert).endsWith(" ok inactive")));
      api.delete(server);
    }
  }

  /// Asked for, pinged, joined, left, asleep.
  private String evening() {
    var server = stage.sleepingLobby(Map.of("idle_seconds", 2, "minimum_awake_seconds", 1));
    assertThat(Clients.status(api.port(server))).isNotNull();
    try (var player = Clients.join(api.port(server), "Watcher", "--stay", "600")) {
      player.awaitEvent("joined", seconds(60));
      player.leave();
      assertThat(player.awaitEnd(seconds(30))).as("%s", player).isZero();
    }
    api.awaitState(server, "ASLEEP", seconds(60));
    return server;
  }

  /// The repository's file with the ports of this platform, asked five times as often.
  private String configuration() throws IOException {
    var ports = stage.platform().config().ports();
    return Files.readString(GRAFANA.resolve("prometheus.yml"))
        .replace("127.0.0.1:8080", "127.0.0.1:" + ports.api())
        .replace("127.0.0.1:9101", "127.0.0.1:" + ports.workerMetrics())
        .replace("127.0.0.1:9102", "127.0.0.1:" + ports.proxyMetrics())
        .replace("127.0.0.1:8000", "127.0.0.1:" + temporalMetrics())
        .replace("scrape_interval: 5s", "scrape_interval: 1s")
        .replace("scrape_timeout: 4s", "scrape_timeout: 1s")
        .replace("evaluation_interval: 15s", "evaluation_interval: 1s");
  }

  /// The dev server takes any free port and says which.
  private String temporalMetrics() throws IOException {
    var log = stage.platform().config().home().resolve("logs/temporal.log");
    var said = TEMPORAL_METRICS.matcher(Files.readString(log)).results().toList();
    return said.getLast().group(1);
  }

  private Set<String> scraped() throws IOException, InterruptedException {
    var ports = stage.platform().config().ports();
    var names = new TreeSet<String>();
    try (var http = HttpClient.newHttpClient()) {
      for (var at :
          List.of(
              ports.api() + "/actuator/prometheus",
              ports.workerMetrics() + "/metrics",
              ports.proxyMetrics() + "/metrics")) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at)).build();
        http.send(request, BodyHandlers.ofLines())
            .body()
            .filter(line -> !line.startsWith("#"))
            .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
      }
    }
    return names;
  }

  private static Set<String> names() throws IOException {
    var names = new TreeSet<String>();
    var all = new ArrayList<>(expressions());
    ALERT
        .matcher(Files.readString(GRAFANA.resolve("alerts.yml")))
        .results()
        .forEach(alert -> all.add(alert.group(1)));
    for (var expression : all) {
      if (expression.contains(WHEN_IT_HAPPENS)) {
        continue;
      }
      NAME.matcher(NOT_METRICS.matcher(expression).replaceAll(""))
          .results()
          .forEach(name -> names.add(name.group()));
    }
    return names;
  }

  private static List<String> expressions() throws IOException {
    var expressions = new ArrayList<String>();
    try (var boards = Files.newDirectoryStream(GRAFANA.resolve("dashboards"), "*.json")) {
      for (var board : boards) {
        new ObjectMapper()
            .readTree(board.toFile())
            .findValues("expr")
            .forEach(expression -> expressions.add(expression.asText()));
      }
    }
    assertThat(expressions).hasSizeGreaterThan(30);
    return expressions;
  }

  private static List<String> withoutData(Prometheus prometheus) throws IOException {
    var empty = new ArrayList<String>();
    for (var expression : expressions()) {
      if (prometheus.query(expression.replace("$__rate_interval", "1m")).isEmpty()) {
        empty.add(expression);
      }
    }
    return empty;
  }
}
