package dev.overwinter.lab.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.lab.simulators.game.Signature;
import dev.overwinter.lab.simulators.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The place that games send their heartbeats to; it remembers all of them.
final class Platform implements AutoCloseable {
  static final String KEY = "per-session-key";

  /// A request of a game.
  ///
  /// @param genuine whether its signature is right
  record Heard(
      String path, String query, JsonNode body, long timestamp, String signature, boolean genuine) {
    long droplet() {
      return body.path("droplet_id").asLong();
    }

    int clients() {
      return body.path("connected_clients").asInt();
    }
  }

  private final HttpServer server;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  Platform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var uri = exchange.getRequestURI();
      var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      var timestamp = exchange.getRequestHeaders().getFirst("Request-Timestamp");
      var signature = exchange.getRequestHeaders().getFirst("Request-Signature");
      var right =
          Signature.of(KEY, exchange.getRequestMethod(), uri.getPath(), query, timestamp, body);
      heard.add(
          new Heard(
              uri.getPath(),
              query,
              Json.MAPPER.readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body),
              Long.parseLong(timestamp),
              signature,
              right.equals(signature)));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  void forget() {
    heard.clear();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// Returns the user data of a game that reports here, as JSON text.
  String userData(String more) {
    return "OVERWINTER_URL=http://127.0.0.1:%d\\nOVERWINTER_KEY=%s\\n%s"
        .formatted(port(), KEY, more);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
