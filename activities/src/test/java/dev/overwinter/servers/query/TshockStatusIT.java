package dev.overwinter.servers.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.overwinter.catalogue.GameProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class TshockStatusIT {
  private final GameQuery query = new GameQuery(Duration.ofMillis(800));
  private final HttpServer rest = listen();

  @AfterEach
  void close() {
    rest.stop(0);
  }

  @Test
  void readsThePlayersOutOfTheStatus() {
    serve("/v2/server/status", 200, "{\"status\":\"200\",\"playercount\":4,\"maxplayers\":8}");
    assertThat(ask()).isEqualTo(new Answer.Players(4, 8));
  }

  @Test
  @Tag("L-08")
  void takesNoOtherAnswerForAnEmptyGame() {
    serve("/v2/server/status", 200, "{\"status\":\"200\"}");
    assertThat(ask()).isInstanceOf(Answer.Silent.class);
  }

  @Test
  @Tag("S-06")
  void goesNowhereElse() {
    rest.createContext(
        "/v2/server/status",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    serve("/elsewhere", 200, "{\"playercount\":4}");
    assertThat(ask()).isEqualTo(new Answer.Silent("status 302"));
  }

  @Test
  void readsNoAnswerWithoutEnd() {
    rest.createContext(
        "/v2/server/status",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var out = exchange.getResponseBody();
          while (true) {
            out.write(new byte[8 << 10]);
          }
        });
    assertThat(ask()).isInstanceOf(Answer.Silent.class);
  }

  @Test
  void saysThatNobodyListens() {
    rest.stop(0);
    assertThat(ask()).isInstanceOf(Answer.Closed.class);
  }

  private Answer ask() {
    var port = rest.getAddress().getPort();
    return query.ask(new Question(GameProtocol.RAW_TCP, true, port, false), "127.0.0.1");
  }

  private void serve(String path, int status, String body) {
    rest.createContext(
        path,
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static HttpServer listen() {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
