package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.PROTOCOL;
import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.Views.asleep;
import static dev.overwinter.proxy.Views.awake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrontDoorIT {
  private final int port = FakeGame.freePort();

  @Test
  void portsOpenAndCloseWithTheTableAndWhoPlaysStays() throws Exception {
    var other = FakeGame.freePort();
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()));
        var player = new MinecraftClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      var hello = login("Player");
      player.send(hello);
      player.socket().getInputStream().readNBytes(hello.length);

      proxy.tell(Views.id(asleep(other), "b"));
      await()
          .untilAsserted(() -> {
            try (var list = new MinecraftClient(other)) {
              assertThat(list.status(PROTOCOL)).contains("Zzz");
            }
          });
      await()
          .untilAsserted(
              () -> assertThatIOException().isThrownBy(() -> new MinecraftClient(port).close()));
      player.send(new byte[] {1});
      assertThat(player.socket().getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void aPortThatIsTakenIsTriedUntilItIsFree() throws Exception {
    try (var proxy = new TestProxy()) {
      try (var _ = new FakeGame(port, FakeGame.ECHO)) {
        proxy.tell(asleep(port));
        await().during(Duration.ofMillis(500)).until(() -> proxy.proxy().listeners() == 0);
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> proxy.proxy().listeners() == 1);
    }
  }

  @Test
  void aServerThatIsBeingDeletedHasNoPort() throws Exception {
    try (var proxy = new TestProxy(asleep(port))) {
      proxy.tell(Views.view(asleep(port).protocol(), port, "DELETING", null));
      await().until(() -> proxy.proxy().listeners() == 0);
    }
  }
}
