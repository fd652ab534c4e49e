package dev.overwinter.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Somebody's program that notices are sent to. It can be broken, and it can be down.
final class HookReceiver implements AutoCloseable {
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private @Nullable HttpServer server;
  private int port;

  /// One request.
  ///
  /// @param path which of its hooks it came to
  /// @param answered what it got
  record Heard(String path, String delivery, String event, String body, int answered) {
    boolean taken() {
      return answered == 204;
    }
  }

  HookReceiver() {
    comesUp();
  }

  /// Where it was before, if it was.
  void comesUp() {
    try {
      var up = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      up.createContext("/", this::hear);
      up.start();
      port = up.getAddress().getPort();
      server = up;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Nobody listens any more.
  void goesDown() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      var head = exchange.getRequestHeaders();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var answer = status;
      heard.add(
          new Heard(
              exchange.getRequestURI().getPath(),
              Objects.requireNonNull(head.getFirst("X-Overwinter-Delivery")),
              Objects.requireNonNull(head.getFirst("X-Overwinter-Event")),
              body,
              answer));
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  /// Answers so from now on.
  void answers(int code) {
    status = code;
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  /// What it took at a path, in order.
  Stream<Heard> taken(String path) {
    return heard.stream().filter(one -> one.path().equals(path)).filter(Heard::taken);
  }

  @Override
  public void close() {
    goesDown();
  }
}
