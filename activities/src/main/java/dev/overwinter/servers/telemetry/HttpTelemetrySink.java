package dev.overwinter.servers.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.durable.ApiTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Telemetry of a node that has no way to the database: it goes to the api, as the node's own.
/// Thread-safe. The token is read anew each time, so that a new one needs no restart.
public final class HttpTelemetrySink implements TelemetrySink {
  private static final Logger log = LoggerFactory.getLogger(HttpTelemetrySink.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  // The api takes a megabyte; a line may be four thousand characters of four bytes.
  private static final int ENOUGH_BYTES = 400 << 10;
  private static final int MOST_ITEMS = 500;
  private static final int MOST_ANSWER = 64 << 10;
  // The api will never take these: sending them again would hold up what comes after.
  private static final Set<Integer> NEVER = Set.of(400, 413, 422);

  private final HttpClient http;
  private final String api;
  private final Path tokenFile;

  /// Sends to an api.
  ///
  /// @param api for example `https://panel.example.org`
  /// @param tokenFile holds the token that this node got when it joined
  /// @param certificate of the api, where this machine's authorities do not vouch for it
  /// @throws IllegalArgumentException when that cannot be read
  public HttpTelemetrySink(URI api, Path tokenFile, Optional<Path> certificate) {
    var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    certificate.map(ApiTrust::context).ifPresent(builder::sslContext);
    this.http = builder.build();
    this.api = api.toString().replaceFirst("/+$", "") + "/api/nodes/telemetry";
    this.tokenFile = tokenFile;
  }

  @Override
  public void keepSamples(List<Sample> samples) {
    var report = new Report("samples");
    for (var s : samples) {
      var item =
          JSON.createObjectNode()
              .put("server_id", s.serverId())
              .put("at", s.at().toString())
              .put("cpu_milli", s.cpuMilli())
              .put("memory_bytes", s.memoryBytes())
              .put("players_online", s.playersOnline())
              .put("players_max", s.playersMax())
              .put("rx_bytes", s.rxBytes())
              .put("tx_bytes", s.txBytes());
      report.add(item);
    }
    report.flush();
  }

  @Override
  public void keepLines(List<LogLine> lines) {
    var report = new Report("logs");
    for (var line : lines) {
      report.add(
          JSON.createObjectNode()
              .put("server_id", line.serverId())
              .put("at_nanos", line.atNanos())
              .put("line", line.line()));
    }
    report.flush();
  }

  @Override
  public void keepProgress(List<Progress> progress) {
    var report = new Report("progress");
    for (var one : progress) {
      report.add(
          JSON.createObjectNode()
              .put("server_id", one.serverId())
              .put("step", one.step())
              .put("percent", one.percent())
              .put("detail", one.detail())
              .put("at", one.at().toString()));
    }
    report.flush();
  }

  @Override
  public long newestLine(String serverId) {
    var answer = send(request("/lines/" + serverId).GET().build());
    if (answer.statusCode() == 404) {
      return 0;
    }
    check(answer);
    try {
      return JSON.readTree(answer.body()).path("at_nanos").asLong(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The api sweeps what it keeps.
  @Override
  public void prune() {}

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api + path))
        .timeout(Duration.ofSeconds(15))
        .header("Authorization", "Bearer " + token());
  }

  private String token() {
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the token of this node cannot be read: " + tokenFile, e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER));
    } catch (IOException e) {
      throw new UncheckedIOException("the api does not answer: " + e.getMessage(), e);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", leaving);
    }
  }

  private static void check(HttpResponse<byte[]> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException("the api answered " + answer.statusCode());
    }
  }

  /// Items on their way, in bodies that the api takes.
  private final class Report {
    private final String kind;
    private ArrayNode items = JSON.createArrayNode();
    private int bytes;

    Report(String kind) {
      this.kind = kind;
    }

    void add(ObjectNode item) {
      items.add(item);
      bytes += item.toString().getBytes(StandardCharsets.UTF_8).length;
      if (bytes >= ENOUGH_BYTES || items.size() >= MOST_ITEMS) {
        flush();
      }
    }

    void flush() {
      if (items.isEmpty()) {
        return;
      }
      var body = JSON.createObjectNode().set(kind, items).toString();
      var answer =
          send(
              request("")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      if (NEVER.contains(answer.statusCode())) {
        log.warn("the api refused {} {}: {}", items.size(), kind, answer.statusCode());
      } else {
        check(answer);
      }
      items = JSON.createArrayNode();
      bytes = 0;
    }
  }
}
