package dev.overwinter.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Serves `/metrics` (also as `/actuator/prometheus`) and `/healthz`. The JDK's own server: a
/// scrape every few seconds needs no more.
final class MetricsServer implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

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

  private final HttpServer server;

  MetricsServer(String bind, int port, PrometheusMeterRegistry meters, Health health) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(bind), port), 16);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "OVERWINTER_WORKER_METRICS_BIND and _PORT: "
              + bind
              + ":"
              + port
              + " cannot be used: "
              + e.getMessage(),
          e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/metrics", exchange -> answer(exchange, 200, PROMETHEUS, meters::scrape));
    server.createContext(
        "/actuator/prometheus", exchange -> answer(exchange, 200, PROMETHEUS, meters::scrape));
    server.createContext(
        "/healthz",
        exchange -> answer(exchange, health.isUp() ? 200 : 503, "application/json", health::json));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String type, Supplier<String> text)
      throws IOException {
    try (exchange) {
      var body = text.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
