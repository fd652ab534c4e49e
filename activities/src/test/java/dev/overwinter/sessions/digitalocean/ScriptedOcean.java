package dev.overwinter.sessions.digitalocean;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A peer that answers each request with the next line of a script, and remembers what it was sent.
/// Without a line it answers 500.
final class ScriptedOcean implements AutoCloseable {
  private final HttpServer server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Line> script = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();

  /// What it was sent.
  record Sent(String line, String authorization, String body) {}

  /// One answer.
  ///
  /// @param status 0 for none: the connection is closed; -1 for silence
  private record Line(int status, String body, List<String> headers) {}

  ScriptedOcean() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Says this next, after what it was told to say before.
  ///
  /// @param headers names and values in turn
  ScriptedOcean then(int status, String body, String... headers) {
    synchronized (script) {
      script.add(new Line(status, body, List.of(headers)));
    }
    return this;
  }

  /// Closes the connection after it has read the request.
  ScriptedOcean thenHangsUp() {
    return then(0, "");
  }

  /// Says nothing until it is closed.
  ScriptedOcean thenSaysNothing() {
    return then(-1, "");
  }

  List<Sent> sent() {
    synchronized (script) {
      return List.copyOf(sent);
    }
  }

  List<String> lines() {
    return sent().stream().map(Sent::line).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    Line line;
    synchronized (script) {
      sent.add(
          new Sent(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(body, StandardCharsets.UTF_8)));
      line = script.isEmpty() ? new Line(500, "nothing left to say", List.of()) : script.remove();
    }
    if (line.status() <= 0) {
      if (line.status() < 0) {
        await();
      }
      exchange.close();
      return;
    }
    for (int i = 0; i + 1 < line.headers().size(); i += 2) {
      exchange.getResponseHeaders().set(line.headers().get(i), line.headers().get(i + 1));
    }
    var bytes = line.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(line.status(), bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
