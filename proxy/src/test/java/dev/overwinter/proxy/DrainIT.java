package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.Views.asleep;
import static dev.overwinter.proxy.Views.awake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.overwinter.proxy.seat.Patience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P-09")
class DrainIT {
  private final int port = FakeGame.freePort();

  @Test
  void whoPlaysGoesOnPlayingWhileNobodyNewComesIn() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()));
        var player = new MinecraftClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      var hello = login("Player");
      player.send(hello);
      player.socket().getInputStream().readNBytes(hello.length);

      var drained =
          CompletableFuture.runAsync(
              () -> proxy.proxy().drain(Patience.of(Duration.ofSeconds(20))));
      await().until(() -> proxy.proxy().listeners() == 0);
      assertThatIOException().isThrownBy(() -> new MinecraftClient(port).close());
      player.send(new byte[] {1, 2, 3});
      assertThat(player.socket().getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
      assertThat(drained).isNotDone();
      player.socket().close();
      drained.get();
      await().until(() -> proxy.waker().words().getLast().equals("left"));
    }
  }

  @Test
  void theNextProcessCanHaveThePortsAtOnce() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var old = new TestProxy(awake(port, game.endpoint()));
        var player = new MinecraftClient(port)) {
      old.waker().alwaysReady(game.endpoint());
      var hello = login("Player");
      player.send(hello);
      player.socket().getInputStream().readNBytes(hello.length);
      var drained =
          CompletableFuture.runAsync(() -> old.proxy().drain(Patience.of(Duration.ofSeconds(20))));
      await().until(() -> old.proxy().listeners() == 0);
      try (var _ = new TestProxy(asleep(port));
          var list = new MinecraftClient(port)) {
        assertThat(list.status(1)).contains("Zzz");
      }
      assertThat(drained).isNotDone();
      player.socket().close();
      drained.get();
    }
  }

  @Test
  void whoOutlastsTheDrainIsClosedAndTheWorkflowIsTold() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()));
        var player = new MinecraftClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      var hello = login("Player");
      player.send(hello);
      player.socket().getInputStream().readNBytes(hello.length);
      proxy.proxy().drain(Patience.of(Duration.ofMillis(200)));
      proxy.proxy().close();
      assertThat(player.socket().getInputStream().read()).isEqualTo(-1);
      assertThat(proxy.waker().words().getLast()).isEqualTo("left");
    }
  }

  @Test
  void whoWaitsIsToldToComeBack() throws Exception {
    try (var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      player.send(login("Waiter"));
      await().until(() -> proxy.proxy().waiting() == 1);
      proxy.proxy().drain(Patience.of(Duration.ofMillis(200)));
      assertThat(MinecraftClient.text(player.readPacket())).contains("Join again in a moment");
    }
  }

  /// A port that closes in the moment of the end once kept its event loop busy for ever.
  @Test
  void aPortThatIsBeingClosedDoesNotHoldUpTheEnd() throws Exception {
    for (var again = 0; again < 20; again++) {
      var proxy = new TestProxy(asleep(FakeGame.freePort()), Views.id(asleep(port), "b"));
      proxy.tell();
      var ended = CompletableFuture.runAsync(proxy::close);
      assertThat(ended).succeedsWithin(Duration.ofSeconds(10));
    }
  }
}
