package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.Views.introduced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A game that reads the PROXY protocol sees its players' own addresses.
@Tag("P-09")
class IntroductionIT {
  private static final byte[] HELLO = "hello, game".getBytes(StandardCharsets.UTF_8);

  private final int port = FakeGame.freePort();
  @TempDir private Path scratch = Path.of(".");

  @Test
  void afterAWakeTheGameHearsWhoComesBeforeTheHeldBytes() throws Exception {
    try (var game = new HaproxyGame(scratch, FakeGame.ECHO);
        var proxy = new TestProxy(introduced(Views.raw(port, "ASLEEP", null)));
        var player = from("127.0.0.9", "127.0.0.1")) {
      player.getOutputStream().write(HELLO);
      await().until(() -> proxy.proxy().waiting() == 1);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      assertThat(player.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
      assertThat(game.introductions())
          .containsExactly("TCP4 127.0.0.9 127.0.0.1 %d %d".formatted(player.getLocalPort(), port));
    }
  }

  @Test
  void atAnAwakeGameEveryPlayerIsIntroducedByAnAddressOfTheirOwn() throws Exception {
    try (var game = new HaproxyGame(scratch, FakeGame.ECHO);
        var proxy = new TestProxy(introduced(Views.raw(port, "AWAKE", game.endpoint())))) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var address : new String[] {"127.0.0.11", "127.0.0.12"}) {
        try (var player = from(address, "127.0.0.1")) {
          player.getOutputStream().write(HELLO);
          assertThat(player.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        }
      }
      assertThat(game.introductions())
          .satisfiesExactly(
              first -> assertThat(first).startsWith("TCP4 127.0.0.11 127.0.0.1 "),
              second -> assertThat(second).startsWith("TCP4 127.0.0.12 127.0.0.1 "));
    }
  }

  @Test
  void overVersionSixTheWholeAddressIsTold() throws Exception {
    try (var game = new HaproxyGame(scratch, FakeGame.ECHO);
        var proxy =
            new TestProxy(
                Map.of("OVERWINTER_PROXY_BIND", "::"),
                introduced(Views.raw(port, "AWAKE", game.endpoint())))) {
      proxy.waker().alwaysReady(game.endpoint());
      try (var six = from("::1", "::1");
          var four = from("127.0.0.9", "127.0.0.1")) {
        for (var player : new Socket[] {six, four}) {
          player.getOutputStream().write(HELLO);
          assertThat(player.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        }
        assertThat(six.getInetAddress()).isInstanceOf(Inet6Address.class);
        assertThat(game.introductions())
            .containsExactly(
                "TCP6 ::1 ::1 %d %d".formatted(six.getLocalPort(), port),
                // A socket for both families: a mapped address is told as what it is.
                "TCP4 127.0.0.9 127.0.0.1 %d %d".formatted(four.getLocalPort(), port));
      }
    }
  }

  @Test
  void aStatusAndALoginOfMinecraftAreIntroducedToo() throws Exception {
    try (var game =
            new HaproxyGame(
                scratch,
                (_, in, out) -> {
                  out.write(MinecraftClient.packet(0, MinecraftClient.string("{\"real\":1}")));
                  in.transferTo(out);
                });
        var proxy =
            new TestProxy(
                introduced(
                    Views.view(GameProtocol.MINECRAFT_JAVA, port, "AWAKE", game.endpoint())))) {
      proxy.waker().alwaysReady(game.endpoint());
      try (var list = new MinecraftClient(port)) {
        assertThat(list.status(1)).isEqualTo("{\"real\":1}");
      }
      try (var player = new MinecraftClient(port)) {
        var hello = login("Player");
        player.send(hello);
        assertThat(MinecraftClient.text(player.readPacket())).isEqualTo("{\"real\":1}");
        assertThat(player.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
      }
      assertThat(game.introductions())
          .hasSize(2)
          .allMatch(line -> line.startsWith("TCP4 127.0.0.1 "));
    }
  }

  @Test
  void whatIsSetWhileSomebodyWaitsHoldsForHim() throws Exception {
    try (var game = new HaproxyGame(scratch, FakeGame.ECHO);
        var proxy = new TestProxy(Views.raw(port, "ASLEEP", null));
        var player = from("127.0.0.9", "127.0.0.1")) {
      player.getOutputStream().write(HELLO);
      await().until(() -> proxy.proxy().waiting() == 1);
      proxy.tell(introduced(Views.raw(port, "AWAKE", game.endpoint())));
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      assertThat(player.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @Test
  void aGameThatWasNotSetUpForItHearsNothingOfIt() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(Views.raw(port, "AWAKE", game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      try (var player = from("127.0.0.9", "127.0.0.1")) {
        player.getOutputStream().write(HELLO);
        assertThat(player.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
      }
    }
  }

  private Socket from(String source, String destination) throws IOException {
    var socket =
        new Socket(InetAddress.ofLiteral(destination), port, InetAddress.ofLiteral(source), 0);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }
}
