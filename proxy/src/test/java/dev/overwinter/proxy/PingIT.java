package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.PROTOCOL;
import static dev.overwinter.proxy.Views.asleep;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.catalogue.GameProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PingIT {
  private final int port = FakeGame.freePort();

  @Test
  @Tag("P-07")
  void aSleepingServerIsListedWithoutWaking() throws Exception {
    try (var proxy = new TestProxy(asleep(port));
        var list = new MinecraftClient(port)) {
      var status = new ObjectMapper().readTree(list.status(PROTOCOL));
      assertThat(status.at("/description/text").asText()).isEqualTo("Zzz");
      assertThat(status.at("/version/protocol").asInt()).isEqualTo(PROTOCOL);
      assertThat(status.at("/players/online").asInt()).isZero();
      assertThat(status.at("/players/max").asInt()).isEqualTo(20);
      assertThat(icon(status.at("/favicon").asText())).isEqualTo("64x64");
      assertThat(list.pong(0x0123_4567_89ab_cdefL)).isTrue();
      assertThat(list.socket().getInputStream().read()).isEqualTo(-1);
      assertThat(proxy.waker().heard()).isEmpty();
      assertThat(proxy.metric("overwinter.proxy.pings.answered", "state", "asleep")).isOne();
    }
  }

  private static String icon(String dataUri) throws IOException {
    var png = Base64.getDecoder().decode(dataUri.substring("data:image/png;base64,".length()));
    var image = ImageIO.read(new java.io.ByteArrayInputStream(png));
    return image.getWidth() + "x" + image.getHeight();
  }

  @Test
  void aServerThatIsToBeSilentIsSilentInItsSleep() throws Exception {
    try (var proxy = new TestProxy(Views.silent(asleep(port)));
        var list = new MinecraftClient(port)) {
      assertThatIOException().isThrownBy(() -> list.status(1));
      try (var player = new MinecraftClient(port)) {
        player.send(MinecraftClient.login("Player"));
        await().until(() -> proxy.waker().words().contains("wake"));
      }
    }
  }

  @Test
  @Tag("P-07")
  void eachStateHasItsOwnLine() throws Exception {
    assertThat(motd("WAKING")).contains("ready in about 1", "Join to wait");
    assertThat(motd("FAILED"))
        .contains("Could not start. Its owner sees why.")
        .doesNotContain(Views.REASON);
    assertThat(motd("PONDERING")).contains("unknown state: PONDERING");
  }

  private String motd(String state) throws IOException {
    try (var _ = new TestProxy(Views.view(GameProtocol.MINECRAFT_JAVA, port, state, null));
        var list = new MinecraftClient(port)) {
      return list.status(-1);
    }
  }

  @Test
  @Tag("P-07")
  void everyLegacyPingIsAnswered() throws Exception {
    try (var proxy = new TestProxy(asleep(port))) {
      assertThat(legacy(0xfe)).isEqualTo("Zzz\u00a70\u00a720");
      assertThat(legacy(0xfe, 0x01))
          .isEqualTo(String.join("\0", "\u00a71", "127", "Overwinter", "Zzz", "0", "20"));
      assertThat(legacy(0xfe, 0x01, 0xfa, 0, 11, 0, 'M', 0, 'C')).startsWith("\u00a71\0");
      assertThat(proxy.waker().heard()).isEmpty();
    }
  }

  private String legacy(int... bytes) throws IOException {
    try (var old = new MinecraftClient(port)) {
      var ping = new byte[bytes.length];
      for (var i = 0; i < bytes.length; i++) {
        ping[i] = (byte) bytes[i];
      }
      old.send(ping);
      var in = old.socket().getInputStream();
      assertThat(in.read()).isEqualTo(0xff);
      var chars = in.read() << 8 | in.read();
      return new String(in.readNBytes(chars * 2), UTF_16BE);
    }
  }

  @Test
  void aHandshakeThatBeginsLikeALegacyPingIsAHandshake() throws Exception {
    try (var proxy = new TestProxy(asleep(port));
        var player = new MinecraftClient(port)) {
      // 254 bytes are announced as FE 01.
      var address = "a".repeat(254 - 1 - 2 - 2 - 2 - 1);
      var handshake =
          MinecraftClient.packet(
              0,
              MinecraftClient.varInt(PROTOCOL),
              MinecraftClient.string(address),
              new byte[2],
              MinecraftClient.varInt(2));
      assertThat(handshake[0]).isEqualTo((byte) 0xfe);
      assertThat(handshake[1]).isEqualTo((byte) 0x01);
      player.send(handshake, MinecraftClient.loginStart("Steve"));
      await().until(() -> proxy.proxy().waiting() == 1);
    }
  }

  @Test
  void anAwakeServerAnswersForItselfAndNobodyCountsAsAPlayer() throws Exception {
    try (var game =
            new FakeGame((_, in, out) -> {
              in.readNBytes(MinecraftClient.handshake(PROTOCOL, 1).length + 2);
              out.write(MinecraftClient.packet(0, MinecraftClient.string("from the game")));
              in.read();
            });
        var proxy = new TestProxy(Views.awake(port, game.endpoint()));
        var list = new MinecraftClient(port)) {
      assertThat(list.status(PROTOCOL)).isEqualTo("from the game");
      assertThat(proxy.proxy().sessions().count()).isZero();
      // The word at the start: this process has nobody there.
      assertThat(proxy.waker().words()).containsExactly("left");
    }
  }

  @Test
  void aGameThatHangsUpIsAnsweredFor() throws Exception {
    var nobody = new dev.overwinter.servers.Endpoint("127.0.0.1", FakeGame.freePort());
    try (var _ = new TestProxy(Views.awake(port, nobody));
        var list = new MinecraftClient(port)) {
      assertThat(list.status(PROTOCOL)).contains("its own status");
      assertThat(list.pong(7)).isTrue();
    }
  }

  @Test
  @Tag("P-06")
  void junkWakesNothingAndIsClosed() throws Exception {
    try (var proxy = new TestProxy(asleep(port))) {
      var random = new Random(42);
      for (var i = 0; i < 200; i++) {
        try (var scanner = new MinecraftClient(port)) {
          var junk = new byte[1 + random.nextInt(3_000)];
          random.nextBytes(junk);
          scanner.send(junk);
        } catch (IOException _) {
          // Closed on it already.
        }
      }
      for (var hello : new String[] {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\0\0\0\0"}) {
        try (var scanner = new MinecraftClient(port)) {
          scanner.send(hello.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          scanner.socket().getInputStream().readAllBytes();
        }
      }
      await().until(() -> proxy.metric("overwinter.proxy.connections", "verdict", "junk") > 2);
      assertThat(proxy.waker().heard()).isEmpty();
      assertThat(proxy.proxy().waiting()).isZero();
    }
  }

  @Test
  @Tag("P-06")
  void whoeverSaysNothingIsClosedAfterFiveSeconds() throws Exception {
    try (var proxy = new TestProxy(asleep(port))) {
      var silent = new ArrayList<MinecraftClient>();
      for (var i = 0; i < 50; i++) {
        silent.add(new MinecraftClient(port));
      }
      silent.get(0).send(new byte[] {5, 0}); // half a packet is as good as none
      var before = System.nanoTime();
      for (var client : silent) {
        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(7));
      assertThat(proxy.metric("overwinter.proxy.connections", "verdict", "timeout")).isEqualTo(50);
      assertThat(proxy.waker().heard()).isEmpty();
    }
  }

  @Test
  @Tag("P-06")
  void oneAddressCannotTakeEverything() throws Exception {
    var limits =
        Map.of(
            "OVERWINTER_PROXY_LIMIT_LOOPBACK", "true",
            "OVERWINTER_PROXY_WAITING_PER_ADDRESS", "3");
    try (var proxy = new TestProxy(limits, asleep(port))) {
      var clients = new ArrayList<MinecraftClient>();
      for (var i = 0; i < 5; i++) {
        clients.add(new MinecraftClient(port).send(MinecraftClient.login("P" + i)));
      }
      await().until(() -> proxy.metric("overwinter.proxy.connections", "verdict", "full") == 2);
      assertThat(proxy.proxy().waiting()).isEqualTo(3);
      clients.get(0).close();
      await().until(() -> proxy.proxy().waiting() == 2);
      try (var next = new MinecraftClient(port)) {
        next.send(MinecraftClient.login("Next"));
        await().until(() -> proxy.proxy().waiting() == 3);
      }
    }
  }
}
