package dev.overwinter.proxy;

import static dev.overwinter.proxy.Datagrams.hex;
import static dev.overwinter.proxy.Datagrams.terrariaHello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RouteView;
import dev.overwinter.servers.WakeOutcome;
import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Terraria: its connect request wakes, and a refusal is said in its own words.
class TerrariaIT {
  private final int port = FakeGame.freePort();

  @Test
  @Tag("P-01")
  void aConnectRequestIsHeldAndRelayedHoweverItIsSegmented() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(asleep());
        var player = proxy.connect(port)) {
      var hello = terrariaHello();
      player.getOutputStream().write(Arrays.copyOf(hello, 6));
      player.getOutputStream().flush();
      assertThat(proxy.waker().words()).isEmpty();
      player.getOutputStream().write(Arrays.copyOfRange(hello, 6, hello.length));
      await().until(() -> proxy.waker().words().contains("wake"));
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      assertThat(player.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    }
  }

  @Test
  @Tag("P-06")
  void anythingElseWakesNothing() throws Exception {
    for (var said :
        new String[] {
          "0f00 02 0b 5465727261726961323739", "0f00 01 0b 4d696e656372616674323739", "16030100"
        }) {
      try (var proxy = new TestProxy(asleep());
          var stranger = proxy.connect(port)) {
        stranger.getOutputStream().write(hex(said));
        assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.waker().words()).isEmpty();
      }
    }
  }

  @Test
  void aRefusalIsRead() throws Exception {
    try (var proxy = new TestProxy(asleep());
        var player = proxy.connect(port)) {
      player.getOutputStream().write(terrariaHello());
      await().until(() -> proxy.waker().words().contains("wake"));
      proxy
          .waker()
          .answer(new WakeOutcome.Refused(Refusal.WAKING, "The node is full.", Duration.ZERO));
      var in = new DataInputStream(player.getInputStream());
      var text = "The node is full.".getBytes(StandardCharsets.UTF_8);
      assertThat(in.readUnsignedByte()).isEqualTo(5 + text.length);
      assertThat(in.readUnsignedByte()).isZero();
      assertThat(in.readUnsignedByte()).isEqualTo(2);
      assertThat(in.readUnsignedByte()).isZero();
      assertThat(in.readUnsignedByte()).isEqualTo(text.length);
      assertThat(in.readNBytes(text.length)).isEqualTo(text);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  private RouteView asleep() {
    return Views.view(GameProtocol.TERRARIA, port, "ASLEEP", null);
  }
}
