package dev.overwinter.backups.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.durable.ObjectFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over HTTP, against a real server that keeps files as the api does.
final class HttpStoreContractTest extends ObjectStoreContractTest {
  private final HttpServer api = listen();
  private volatile int refusing;
  @TempDir Path secrets = Path.of("");

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(secrets.resolve("token"), "secret\n");
    api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    api.createContext("/api/nodes/backups/", this::answer);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  ObjectStore store() {
    return new HttpStore(
        URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/"),
        secrets.resolve("token"),
        Optional.empty());
  }

  @Test
  void whatTheApiNeverTakesIsNotTriedAgain() {
    refusing = 413;
    assertThatThrownBy(
            () -> {
              try (var upload = store().begin(name("b1"))) {
                for (var i = 0; i < 1_000; i++) {
                  upload.write(new byte[100_000], 0, 100_000);
                }
                upload.commit();
              }
            })
        .isInstanceOf(IOException.class);
    refusing = 403;
    assertThatThrownBy(() -> store().read(name("b1"), 0)).isInstanceOf(StoreRefused.class);
    refusing = 503;
    assertThatThrownBy(() -> store().read(name("b1"), 0))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(StoreRefused.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer secret");
      if (refusing != 0) {
        exchange.sendResponseHeaders(refusing, -1);
        return;
      }
      var names = exchange.getRequestURI().getPath().split("/", -1);
      serve(exchange, names[4], names.length == 6 ? names[5] : "/");
    }
  }

  private void serve(HttpExchange exchange, String server, String backup) throws IOException {
    var files = new ObjectFiles(directory, "tar.zst");
    try {
      switch (exchange.getRequestMethod()) {
        case "PUT" -> {
          try (var part = files.begin(server, backup)) {
            ObjectFiles.copy(exchange.getRequestBody(), part, () -> {});
            part.commit();
          }
          exchange.sendResponseHeaders(204, -1);
        }
        case "HEAD" -> {
          exchange
              .getResponseHeaders()
              .set("Content-Length", Long.toString(files.size(server, backup)));
          exchange.sendResponseHeaders(200, -1);
        }
        case "GET" -> {
          try (var in = files.read(server, backup)) {
            exchange.sendResponseHeaders(200, 0);
            in.transferTo(exchange.getResponseBody());
          }
        }
        default -> {
          files.remove(server, backup);
          exchange.sendResponseHeaders(204, -1);
        }
      }
    } catch (NoSuchFileException none) {
      exchange.sendResponseHeaders(404, -1);
    } catch (IllegalArgumentException hostile) {
      exchange.sendResponseHeaders(400, -1);
    }
  }
}
