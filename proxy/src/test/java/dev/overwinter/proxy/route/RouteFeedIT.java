package dev.overwinter.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.catalogue.Transport;
import dev.overwinter.durable.Payloads;
import dev.overwinter.proxy.Views;
import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFeedIT {
  private final ObjectMapper json = Payloads.mapper();
  private final Routes routes = new Routes();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private HttpServer api = start(0);
  private @TempDir Path dir = Path.of("");
  private RouteFeed feed = feed();

  private HttpServer start(int port) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/api/proxy/routes", this::answer);
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestURI().getQuery()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization"));
      var answer = answers.poll(2, TimeUnit.SECONDS);
      switch (answer) {
        case null -> exchange.sendResponseHeaders(204, -1);
        case Integer code -> exchange.sendResponseHeaders(code, -1);
        default -> {
          var bytes = json.writeValueAsBytes(answer);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private RouteFeed feed() {
    var uri = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    return new RouteFeed(
        new ProxyConfig.Feed(
            uri, Optional.of(dir.resolve("token")), Optional.empty(), "attic", Optional.empty()),
        routes,
        Optional.of(new RouteSnapshot(dir.resolve("data/routes.json"))));
  }

  @BeforeEach
  void token() throws IOException {
    feed = feed(); // now that the directory exists
    Files.writeString(dir.resolve("token"), "t0ken\n");
  }

  @AfterEach
  void stop() {
    feed.close();
    api.stop(0);
  }

  @Test
  void aListIsFollowedByChanges() {
    answers.add(new RouteChange(5, true, List.of(view("a", 1), view("b", 2)), List.of()));
    answers.add(new RouteChange(6, false, List.of(awake("b", 2), view("c", 3)), List.of("a")));
    feed.start();
    await().until(() -> routes.table().revision() == 6);
    assertThat(routes.table().server("a")).isEmpty();
    assertThat(routes.table().ports(Transport.TCP)).containsOnlyKeys(2, 3);
    assertThat(routes.table().server("b").flatMap(Route::awakeAt))
        .contains(new Endpoint("10.0.0.2", 25565));
    await().until(() -> asked.size() >= 3);
    assertThat(asked.get(0)).isEqualTo("after=0&waitSeconds=0&node=attic Bearer t0ken");
    assertThat(asked.get(2)).startsWith("after=6&");
  }

  @Test
  void aResetForgetsWhatIsNotListed() {
    answers.add(new RouteChange(5, true, List.of(view("a", 1)), List.of()));
    answers.add(new RouteChange(2, true, List.of(view("b", 2)), List.of()));
    feed.start();
    await().until(() -> routes.table().revision() == 2);
    assertThat(routes.table().routes()).extracting(Route::id).containsExactly("b");
  }

  @Test
  void errorsAndAnApiThatIsAwayChangeNothing() throws IOException {
    answers.add(new RouteChange(5, true, List.of(view("a", 1)), List.of()));
    feed.start();
    await().until(() -> routes.table().revision() == 5);
    answers.add(500);
    answers.add(401);
    var port = api.getAddress().getPort();
    await().until(answers::isEmpty);
    api.stop(0);
    assertThat(routes.table().routes()).hasSize(1);
    api = start(port);
    answers.add(new RouteChange(6, false, List.of(view("b", 2)), List.of()));
    await().atMost(Duration.ofSeconds(20)).until(() -> routes.table().revision() == 6);
    assertThat(routes.table().routes()).hasSize(2);
  }

  @Test
  void theLastRoutesAreFoundOnDiskByTheNextProcess() {
    answers.add(new RouteChange(5, true, List.of(view("a", 1), awake("b", 2)), List.of()));
    feed.start();
    var file = dir.resolve("data/routes.json");
    await().until(() -> Files.exists(file));
    var read = new RouteSnapshot(file).read().orElseThrow();
    assertThat(read.reset()).isTrue();
    assertThat(read.upserts()).containsExactlyInAnyOrder(view("a", 1), awake("b", 2));
    assertThat(dir.resolve("data").toFile().list()).containsExactly("routes.json");
  }

  @Test
  void aBrokenFileIsNoReasonNotToStart() throws IOException {
    var file = Files.writeString(dir.resolve("broken.json"), "{\"revision\":");
    assertThat(new RouteSnapshot(file).read()).isEmpty();
    assertThat(new RouteSnapshot(dir.resolve("none.json")).read()).isEmpty();
  }

  private static RouteView view(String id, int port) {
    return Views.id(Views.asleep(port), id);
  }

  private static RouteView awake(String id, int port) {
    return Views.id(Views.awake(port, new Endpoint("10.0.0.2", 25565)), id);
  }
}
