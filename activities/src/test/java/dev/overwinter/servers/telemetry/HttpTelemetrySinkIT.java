package dev.overwinter.servers.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real HTTP server that says what the api would say.
final class HttpTelemetrySinkIT {
  private static final Instant AT = Instant.parse("2026-11-21T10:45:00.123Z");

  private final HttpServer api = listen();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(dir.resolve("token"), "first\n");
    api.createContext("/api/nodes/telemetry", this::answer);
    api.start();
  }

  @AfterEach
  void close() {
    api.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (exchange.getRequestMethod().equals("POST")) {
        bodies.add(new ObjectMapper().readTree(exchange.getRequestBody()));
      }
      var body = "{\"at_nanos\":77}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private HttpTelemetrySink sink() {
    var url = URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/");
    return new HttpTelemetrySink(url, dir.resolve("token"), Optional.empty());
  }

  @Test
  @Tag("L-08")
  void reportsAsItsOwnNodeAndTellsUnknownFromNone() throws IOException {
    sink().keepSamples(List.of(new Sample("a", AT, 12, 34, null, null, 5, 6)));
    Files.writeString(dir.resolve("token"), "second\n");
    sink().keepProgress(List.of(new Progress("a", "image", 42, "so far", AT)));

    var json = new ObjectMapper();
    assertThat(bodies.getFirst())
        .isEqualTo(
            json.readTree(
                """
                {"samples":[{"server_id":"a","at":"2026-11-21T10:45:00.123Z","cpu_milli":12,
                "memory_bytes":34,"players_online":null,"players_max":null,"rx_bytes":5,
                "tx_bytes":6}]}
                """));
    assertThat(bodies.getLast().path("progress").get(0).path("percent").asInt()).isEqualTo(42);
    assertThat(tokens).containsExactly("Bearer first", "Bearer second");
    assertThat(sink().newestLine("a")).isEqualTo(77);
  }

  @Test
  void sendsNoBodyThatTheApiWouldRefuseForItsSize() {
    var text = "ü".repeat(4_000);
    sink()
        .keepLines(IntStream.range(0, 1_000).mapToObj(i -> new LogLine("a", i + 1, text)).toList());

    assertThat(bodies).allSatisfy(body -> assertThat(body.toString().length()).isLessThan(500_000));
    assertThat(bodies.stream().mapToInt(body -> body.path("logs").size()).sum()).isEqualTo(1_000);
  }

  @Test
  void keepsWhatCannotBeSentNowAndDropsWhatNeverCan() {
    status = 503;
    assertThatThrownBy(() -> sink().keepLines(List.of(new LogLine("a", 1, "one"))))
        .hasMessageContaining("503");
    status = 401;
    assertThatThrownBy(() -> sink().keepLines(List.of(new LogLine("a", 1, "one"))))
        .hasMessageContaining("401");
    status = 400;
    sink().keepLines(List.of(new LogLine("a", 1, "one")));
    status = 404;
    assertThat(sink().newestLine("a")).isZero();
  }

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
