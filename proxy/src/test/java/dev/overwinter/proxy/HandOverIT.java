package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.Views.asleep;
import static dev.overwinter.proxy.Views.awake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.overwinter.proxy.route.RouteChange;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.seat.Patience;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.proxy.wake.Undertaker;
import dev.overwinter.proxy.wake.Words;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes of one proxy on the same ports; here they share a JVM, which sockets and file
/// locks do not mind. Whole processes: `HandOverAcceptanceTest`.
@Tag("P-09")
class HandOverIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final int port = FakeGame.freePort();
  @TempDir private Path state = Path.of(".");

  @Test
  void noConnectionIsLostHoweverOftenTheProxyIsReplaced() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO)) {
      var route = awake(port, game.endpoint());
      var now = proxy(route);
      now.waker().alwaysReady(game.endpoint());
      var stop = new AtomicBoolean();
      var joined = new AtomicInteger();
      var joiners = List.of(joining(stop, joined), joining(stop, joined), joining(stop, joined));
      for (var replaced = 0; replaced < 10; replaced++) {
        var enough = joined.get() + 100;
        var old = now;
        now = proxy(route);
        now.waker().alwaysReady(game.endpoint());
        var fresh = now.waker();
        await()
            .until(() -> {
              fresh.answer(FakeWaker.ready(game.endpoint())); // who came before it was told
              return joined.get() >= enough || joiners.stream().anyMatch(j -> j.isDone());
            });
        old.proxy().drain(Patience.of(LONG));
        old.close();
      }
      stop.set(true);
      for (var joiner : joiners) {
        joiner.get();
      }
      assertThat(joined.get()).isGreaterThan(1_000);
      now.close();
    }
  }

  @Test
  void whoPlaysAndWhoWaitsStayWithTheOldProcessUntilTheyAreDone() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var old = proxy(asleep(port));
        var waiter = new MinecraftClient(port)) {
      var hello = login("Waiter");
      waiter.send(hello);
      await().until(() -> old.proxy().waiting() == 1);
      try (var next = proxy(asleep(port))) {
        assertThat(next.seat().claim()).isNotEqualTo(old.seat().claim());
        var drained = CompletableFuture.runAsync(() -> old.proxy().drain(Patience.of(LONG)));
        await().until(() -> old.proxy().listeners() == 0);
        old.waker().answer(FakeWaker.ready(game.endpoint()));
        assertThat(waiter.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        assertThat(drained).isNotDone();
        assertThat(old.waker().words()).doesNotContain("left");
        waiter.socket().close();
        drained.get();
        await().until(() -> old.waker().words().getLast().equals("left"));
        assertThat(old.waker().heard()).allMatch(said -> said.claim().proxy().equals("local"));
      }
    }
  }

  @Test
  void aPortOfAStrangerIsNotTakenByHalves() throws Exception {
    try (var _ = new TestProxy(Map.of(), Seat.take("stranger", state.resolve("s")), asleep(port));
        var second =
            new Proxy(
                dev.overwinter.proxy.config.ProxyConfig.from(
                    Map.of("OVERWINTER_PROXY_BIND", "127.0.0.1")),
                Seat.take("other", state),
                routes(asleep(port)),
                new FakeWaker(),
                new io.micrometer.core.instrument.simple.SimpleMeterRegistry())) {
      second.start();
      await().until(second::listening);
      assertThat(second.listeners()).isZero();
    }
  }

  @Test
  void whoWasKilledIsTakenOffTheBooks() throws Exception {
    try (var living = Seat.take("local", state)) {
      Files.writeString(state.resolve("seat-3"), "LEAVING 4711\n");
      var waker = new FakeWaker();
      var words = new Words(living.claim(), Clock.systemUTC());
      var routes = routes(awake(port, new FakeGame(FakeGame.ECHO).endpoint()));
      try (var undertaker = new Undertaker(living, routes, waker, words, () -> true)) {
        undertaker.start();
        await().until(() -> Files.size(state.resolve("seat-3")) == 0);
      }
      assertThat(waker.heard())
          .singleElement()
          .satisfies(said -> {
            assertThat(said.what()).isEqualTo("left");
            assertThat(said.server()).isEqualTo(Views.ID);
            assertThat(said.claim().proxy()).isEqualTo("local.3");
          });
    }
  }

  @Test
  void withoutASuccessorThePortIsFreeAtOnce() throws Exception {
    try (var proxy = proxy(asleep(port))) {
      proxy.proxy().drain(Patience.of(LONG));
      assertThatIOException().isThrownBy(() -> new MinecraftClient(port).close());
    }
  }

  private TestProxy proxy(RouteView route) throws IOException {
    return new TestProxy(Map.of(), Seat.take("local", state), route);
  }

  private static Routes routes(RouteView route) {
    var routes = new Routes();
    routes.apply(new RouteChange(1, true, List.of(route), List.of()));
    return routes;
  }

  private CompletableFuture<Void> joining(AtomicBoolean stop, AtomicInteger joined) {
    return CompletableFuture.runAsync(
        () -> {
          while (!stop.get()) {
            try (var player = new MinecraftClient(port)) {
              var hello = login("Joiner");
              player.send(hello);
              assertThat(player.socket().getInputStream().readNBytes(hello.length))
                  .isEqualTo(hello);
              joined.incrementAndGet();
            } catch (IOException e) {
              throw new AssertionError("lost after " + joined.get() + ": " + e, e);
            }
          }
        },
        task -> Thread.ofPlatform().start(task));
  }
}
