package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.join;
import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.Views.asleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.WakeOutcome;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HoldIT {
  private final int port = FakeGame.freePort();

  @Test
  @Tag("P-01")
  void aJoinerOfASleepingServerIsHeldAndItsBytesArriveInOrder() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      var first = login("Steve");
      for (var b : first) {
        player.send(new byte[] {b}); // as slowly as a network can
      }
      await().until(() -> proxy.waker().words().equals(List.of("wake")));
      var more = new byte[] {5, 4, 3, 2, 1};
      player.send(more);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));

      var expected = join(first, more);
      assertThat(player.socket().getInputStream().readNBytes(expected.length)).isEqualTo(expected);
      assertThat(game.accepted()).isEqualTo(1);
      assertThat(proxy.proxy().sessions().count()).isEqualTo(1);
    }
  }

  @Test
  @Tag("L-06")
  void fiveHundredJoinersAreOneRequestAndAllAreRelayed() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(asleep(port));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var echoes = new ArrayList<java.util.concurrent.Future<Boolean>>();
      for (var i = 0; i < 500; i++) {
        var hello = login("Player" + i);
        echoes.add(threads.submit(() -> echoed(hello)));
      }
      await().until(() -> proxy.proxy().waiting() == 500);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      for (var echo : echoes) {
        assertThat(echo.get()).isTrue();
      }
      assertThat(proxy.waker().words()).startsWith("wake").filteredOn("wake"::equals).hasSize(1);
      await().until(() -> proxy.waker().words().equals(List.of("wake", "left")));
      assertThat(game.accepted()).isEqualTo(500);
    }
  }

  private boolean echoed(byte[] hello) throws IOException {
    try (var player = new MinecraftClient(port)) {
      player.send(hello);
      var back = player.socket().getInputStream().readNBytes(hello.length);
      return java.util.Arrays.equals(back, hello);
    }
  }

  @Test
  @Tag("P-02")
  void aFloodDuringAHoldIsBounded() throws Exception {
    try (var proxy = new TestProxy(asleep(port));
        var flood = Executors.newVirtualThreadPerTaskExecutor()) {
      var sockets = new CopyOnWriteArrayList<Socket>();
      for (var i = 0; i < 20; i++) {
        var hello = login("Flood" + i);
        var _ =
            flood.submit(() -> {
              var socket = proxy.connect(port);
              sockets.add(socket);
              socket.getOutputStream().write(hello);
              var chunk = new byte[16 * 1024];
              while (true) {
                socket.getOutputStream().write(chunk);
              }
            });
      }
      await().until(() -> proxy.proxy().waiting() == 20);
      var bound = 20L * 70 * 1024;
      await().until(() -> proxy.proxy().heldBytes() >= 20L * 64 * 1024);
      await().during(Duration.ofSeconds(1)).until(() -> proxy.proxy().heldBytes() < bound);
      // What the client could send beyond that lies in its own kernel buffer, not in the proxy.
      for (var socket : sockets) {
        socket.close();
      }
      flood.shutdownNow();
    }
  }

  @Test
  @Tag("P-03")
  void aClientThatLeavesEndsItsHoldAtOnce() throws Exception {
    try (var proxy = new TestProxy(asleep(port))) {
      var leaver = new MinecraftClient(port).send(login("Leaver"));
      var resetter = new MinecraftClient(port).send(login("Resetter"));
      await().until(() -> proxy.proxy().waiting() == 2);
      leaver.close();
      TestProxy.reset(resetter.socket());
      await().atMost(Duration.ofSeconds(1)).until(() -> proxy.proxy().waiting() == 0);
      // The request goes on, and only its answer shows that nobody came of it.
      assertThat(proxy.waker().words()).containsExactly("wake");
      proxy.waker().answer(FakeWaker.ready(new dev.overwinter.servers.Endpoint("127.0.0.1", 9)));
      await().until(() -> proxy.waker().words().equals(List.of("wake", "left")));
    }
  }

  @Test
  @Tag("P-04")
  void aWorkflowThatNeverAnswersEndsInAKickAtTheDeadline() throws Exception {
    try (var proxy = new TestProxy(Views.holding(asleep(port), 1));
        var player = new MinecraftClient(port)) {
      player.send(login("Steve"));
      assertThat(MinecraftClient.text(player.readPacket()))
          .contains("Waking up, try again in 12 s");
      assertThat(player.socket().getInputStream().read()).isEqualTo(-1);
      await().until(() -> proxy.proxy().waiting() == 0);
    }
  }

  @Test
  @Tag("P-05")
  void aWorkflowThatIsAwayForAWhileCostsNoJoin() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      proxy.waker().alwaysReady(game.endpoint()).unreachable(true);
      var hello = login("Steve");
      player.send(hello);
      await().until(() -> proxy.waker().heard().size() >= 3);
      proxy.waker().unreachable(false);

      assertThat(player.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
      // Repeated with one id, so that however often it arrives it is one request.
      assertThat(proxy.waker().heard().stream().map(FakeWaker.Heard::request).distinct())
          .hasSize(1);
    }
  }

  @Test
  void aRefusalIsShownToEverybodyWhoWaits() throws Exception {
    try (var proxy = new TestProxy(asleep(port));
        var one = new MinecraftClient(port);
        var two = new MinecraftClient(port)) {
      one.send(login("One"));
      two.send(login("Two"));
      await().until(() -> proxy.proxy().waiting() == 2);
      proxy
          .waker()
          .answer(
              new WakeOutcome.Refused(
                  Refusal.DELETING, "is being deleted", Duration.ofSeconds(40)));
      for (var player : List.of(one, two)) {
        assertThat(MinecraftClient.text(player.readPacket()))
            .contains("is being deleted (try again in 40 s)");
      }
      await().until(() -> proxy.waker().words().equals(List.of("wake", "left")));
    }
  }

  @Test
  void whyAGameFailedIsNotForStrangers() throws Exception {
    try (var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      player.send(login("Mallory"));
      await().until(() -> proxy.proxy().waiting() == 1);
      proxy
          .waker()
          .answer(
              new WakeOutcome.Refused(
                  Refusal.FAILED, "exit code 1: password=hunter2", Duration.ofSeconds(40)));
      assertThat(MinecraftClient.text(player.readPacket()))
          .contains("Could not start. Its owner sees why. (try again in 40 s)")
          .doesNotContain("exit code", "hunter2");
    }
  }

  @Test
  void aGameThatIsNotThereYetIsAskedForAgain() throws Exception {
    var gamePort = FakeGame.freePort();
    var at = new dev.overwinter.servers.Endpoint("127.0.0.1", gamePort);
    try (var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      proxy.waker().alwaysReady(at);
      var hello = login("Steve");
      player.send(hello);
      await().until(() -> proxy.waker().heard().size() >= 2);
      try (var _ = new FakeGame(gamePort, FakeGame.ECHO)) {
        assertThat(player.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
      }
    }
  }

  @Test
  void onlyNamesOnTheListWake() throws Exception {
    try (var proxy = new TestProxy(Views.allowing(asleep(port), "steve"));
        var stranger = new MinecraftClient(port);
        var friend = new MinecraftClient(port)) {
      stranger.send(login("Mallory"));
      assertThat(MinecraftClient.text(stranger.readPacket())).contains("not on the list");
      assertThat(proxy.waker().heard()).isEmpty();
      friend.send(login("Steve"));
      await().until(() -> proxy.waker().words().equals(List.of("wake")));
    }
  }

  @Test
  void aKickMessageIsNeverAFormatString() throws Exception {
    var view = Views.holding(asleep(port), 0);
    try (var _ = new TestProxy(withKick(view, "100% %d %n %s s"));
        var player = new MinecraftClient(port)) {
      player.send(login("Steve"));
      assertThat(MinecraftClient.text(player.readPacket())).contains("100% %d %n 12 s");
    }
  }

  private static dev.overwinter.servers.RouteView withKick(
      dev.overwinter.servers.RouteView v, String kick) {
    return new dev.overwinter.servers.RouteView(
        v.id(),
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        v.holdSeconds(),
        kick,
        v.allowed(),
        v.motd(),
        v.estimateSeconds(),
        v.maxPlayers(),
        v.proxyProtocol());
  }

  @Test
  void aRawClientIsHeldByItsFirstByteAndNotByItsConnection() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(Views.raw(port, "ASLEEP", null));
        var scanner = proxy.connect(port);
        var player = proxy.connect(port)) {
      proxy
          .waker()
          .answering(_ -> CompletableFuture.completedFuture(FakeWaker.ready(game.endpoint())));
      player.getOutputStream().write("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(player.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
      assertThat(scanner.isConnected()).isTrue();
      assertThat(proxy.waker().words()).containsExactly("wake");
      assertThat(game.accepted()).isEqualTo(1);
    }
  }
}
