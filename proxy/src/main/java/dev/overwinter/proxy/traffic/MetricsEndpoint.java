package dev.overwinter.proxy.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /metrics` in Prometheus text and `GET /healthz`, on a port of its own.
///
/// The port is never shared: a scrape must not meet now this process and now its predecessor.
public final class MetricsEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetricsEndpoint.class);
  private static final Duration AGAIN = Duration.ofMillis(100);

  // What the JDK's server reads when it is first used; unbounded without, and then headers without
  // an end fill the heap. Times are in seconds, the tick is in milliseconds.
  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "32",
          "sun.net.httpserver.maxReqHeaderSize", "8192",
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.clockTick", "1000");

  static {
    LIMITS.forEach(System.getProperties()::putIfAbsent);
  }

  private final InetSocketAddress address;
  private final Supplier<String> scrape;
  private final Supplier<String> health;
  private @Nullable HttpServer server;
  private boolean closed;

  /// Listens when it is told to.
  ///
  /// @param scrape makes the text of one scrape
  /// @param health one line; a text that begins with `ok` is healthy
  public MetricsEndpoint(
      InetSocketAddress address, Supplier<String> scrape, Supplier<String> health) {
    this.address = address;
    this.scrape = scrape;
    this.health = health;
  }

  /// Listens from now on.
  ///
  /// @throws IOException when the port is taken
  public synchronized void open() throws IOException {
    if (closed) {
      return;
    }
    var made = HttpServer.create(address, 0);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.createContext(
        "/metrics",
        exchange ->
            answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", scrape.get()));
    made.createContext(
        "/healthz",
        exchange -> {
          var text = health.get();
          answer(exchange, text.startsWith("ok") ? 200 : 503, "text/plain", text + "\n");
        });
    made.start();
    server = made;
    log.info("metrics on port {}", made.getAddress().getPort());
  }

  /// Listens as soon as whoever has the port gives it up.
  public void openWhenFree() {
    Thread.ofVirtual().name("metrics-port").start(this::tryOn);
  }

  private void tryOn() {
    try {
      while (!opens()) {
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean opens() {
    try {
      open();
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    try (exchange) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
