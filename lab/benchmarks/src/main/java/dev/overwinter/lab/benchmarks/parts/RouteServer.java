package dev.overwinter.lab.benchmarks.parts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.durable.Payloads;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Serves routes to a proxy over HTTP as the api does, from memory.
public final class RouteServer implements AutoCloseable {
  private static final int NO_CONTENT = 204;

  private final ObjectMapper json = Payloads.mapper();
  private final HttpServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private long revision;

  private record Row(RouteView view, long revision) {}

  private record Answer(
      long revision, boolean reset, List<RouteView> upserts, List<String> removed) {}

  private RouteServer(HttpServer server) {
    this.server = server;
  }

  /// Starts on a free port.
  public static RouteServer start() throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var server = new RouteServer(http);
    http.createContext("/api/proxy/routes", server::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return server;
  }

  /// The base address to give to a proxy.
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Adds or replaces routes in one revision.
  public void put(List<RouteView> views) {
    lock.lock();
    try {
      revision++;
      views.forEach(view -> rows.put(view.id(), new Row(view, revision)));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var query = exchange.getRequestURI();
      var found = after(parameter(query, "after"), parameter(query, "waitSeconds"));
      if (found.isEmpty()) {
        exchange.sendResponseHeaders(NO_CONTENT, -1);
        return;
      }
      var body = json.writeValueAsBytes(found.get());
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Answer> after(long known, long waitSeconds) throws InterruptedException {
    var nanos = TimeUnit.SECONDS.toNanos(waitSeconds);
    lock.lockInterruptibly();
    try {
      while (known == revision && known > 0 && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (known == revision && known > 0) {
        return Optional.empty();
      }
      var reset = known == 0 || known > revision;
      var upserts = new ArrayList<RouteView>();
      rows.values().stream()
          .filter(row -> reset || row.revision() > known)
          .forEach(row -> upserts.add(row.view()));
      return Optional.of(new Answer(revision, reset, upserts, List.of()));
    } finally {
      lock.unlock();
    }
  }

  private static long parameter(URI uri, String name) {
    @Nullable String query = uri.getQuery();
    for (var pair : (query == null ? "" : query).split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Long.parseLong(pair.substring(name.length() + 1));
      }
    }
    return 0;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
