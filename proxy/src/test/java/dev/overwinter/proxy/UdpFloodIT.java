package dev.overwinter.proxy;

import static dev.overwinter.proxy.Datagrams.bedrockJoin;
import static dev.overwinter.proxy.Datagrams.bedrockPing;
import static dev.overwinter.proxy.Datagrams.luantiInit;
import static dev.overwinter.proxy.Datagrams.satisfactoryPoll;
import static dev.overwinter.proxy.Datagrams.sourceInfo;
import static dev.overwinter.proxy.Datagrams.sourcePlayers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Datagrams from more addresses than anybody could remember. Each has a socket of its own on
/// 127/8, which to the proxy is what a forged sender is.
@Tag("P-13")
class UdpFloodIT {
  private static final int MILLION = 1_000_000;
  private static final int AT_ONCE = 200;
  private static final Map<String, String> ENV =
      Map.of("OVERWINTER_PROXY_LIMIT_LOOPBACK", "true", "OVERWINTER_PROXY_UDP_UNANSWERED", "3s");

  private final int port;

  UdpFloodIT() throws IOException {
    port = UdpGame.freePort();
  }

  /// What a flood sent, and what it earned.
  private record Flood(long in, long out) {}

  @Test
  void aMillionForgedJoinsWakeOnceAndAreForgotten() throws Exception {
    try (var proxy = new TestProxy(ENV, Views.view(GameProtocol.RAW_UDP, port, "ASLEEP", null))) {
      flood(proxy, 10_000, 0, _ -> new byte[64]); // what grows once has grown
      var before = heapUsed();
      var flood = flood(proxy, MILLION, 10_000, _ -> new byte[64]);
      assertThat(flood.out()).isZero();
      assertThat(heapUsed() - before).isLessThan(32 * 1024 * 1024);
      assertThat(proxy.proxy().waiting()).isBetween(1, 256);
      assertThat(proxy.proxy().heldBytes()).isLessThan(256 * 64 + 1);
      assertThat(proxy.waker().words()).containsExactly("wake");
      assertThat(seen(proxy)).isGreaterThan(MILLION * 99L / 100);
      await().until(() -> proxy.proxy().waiting() == 0);
      assertThat(proxy.proxy().heldBytes()).isZero();
      // A player is heard as ever.
      try (var game = new UdpGame(UdpGame.ECHO);
          var player = new UdpClient(port)) {
        proxy.waker().answer(FakeWaker.ready(game.endpoint()));
        proxy.waker().alwaysReady(game.endpoint());
        await().until(() -> player.send("me").receive(Duration.ofMillis(200)).isPresent());
      }
    }
  }

  @Test
  void forgedSendersOfAnAwakeGameTakeFewPlaces() throws Exception {
    try (var game = new UdpGame(UdpGame.SILENCE);
        var proxy =
            new TestProxy(ENV, Views.view(GameProtocol.BEDROCK, port, "AWAKE", game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      var join = bedrockJoin();
      var ping = bedrockPing();
      var flood = flood(proxy, 50_000, 0, i -> i % 2 == 0 ? join : ping);
      assertThat(flood.out()).isZero();
      assertThat(proxy.proxy().sessions().count()).isBetween(1, 256);
      assertThat(proxy.waker().words()).containsExactly("left", "wake");
      assertThat(openDescriptors()).isLessThan(5_000);
      await().until(() -> proxy.proxy().sessions().count() == 0);
      assertThat(proxy.waker().words()).containsExactly("left", "wake", "left");
    }
  }

  @Test
  void nobodyEarnsMoreThanItSentFromAnAwakeGameEither() throws Exception {
    var pong = new byte[150];
    try (var game = new UdpGame(_ -> Optional.of(pong));
        var proxy =
            new TestProxy(ENV, Views.view(GameProtocol.BEDROCK, port, "AWAKE", game.endpoint()))) {
      var ping = bedrockPing();
      var flood = flood(proxy, 20_000, 0, _ -> ping);
      System.out.printf("awake: %d bytes in, %d out%n", flood.in(), flood.out());
      assertThat(flood.out()).isPositive().isLessThanOrEqualTo(flood.in());
      assertThat(proxy.waker().words()).containsExactly("left");
    }
  }

  @Test
  void forgedSendersWhomTheGameAnswersTakeNoMoreThanTheServersPlaces() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxy(ENV, twoDoors(game));
        var player = new UdpClient(port);
        var newcomer = new UdpClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      for (var i = 0; i < 12; i++) {
        assertThat(player.send("I play").text()).isEqualTo("I play");
        assertThat(player.receive(Duration.ofMillis(500))).isEmpty();
      }
      for (var i = 0; i < 150; i++) {
        try (var forged = new UdpClient(port + i % 2, address(i))) {
          assertThat(forged.send("let me in").text()).isEqualTo("let me in");
          assertThat(forged.send("I go on").text()).isEqualTo("I go on");
        }
      }
      await().until(() -> proxy.proxy().sessions().count() <= 80);
      assertThat(proxy.proxy().sessions().count()).isGreaterThan(70);
      assertThat(newcomer.send("me too").text()).isEqualTo("me too");
      assertThat(player.send("still here").text()).isEqualTo("still here");
      assertThat(newcomer.send("me too").text()).isEqualTo("me too");
      // Who played all along is the same to the game. It may count fewer: the system gives the port
      // of a session that has ended to another one.
      assertThat(game.senders()).isLessThanOrEqualTo(152);
    }
  }

  private RouteView twoDoors(UdpGame game) {
    var inside = game.endpoint().port();
    return Views.doors(
        "AWAKE",
        game.endpoint(),
        Views.door(GameProtocol.RAW_UDP, port, inside),
        Views.door(GameProtocol.RAW_UDP, port + 1, inside));
  }

  @Test
  void whoJoinsAnAwakeGameEarnsNoMoreThanItSentEither() throws Exception {
    var pong = new byte[150];
    var ping = Arrays.copyOf(bedrockPing(), 25);
    var pings = 200;
    try (var game = new UdpGame(_ -> Optional.of(pong));
        var proxy =
            new TestProxy(ENV, Views.view(GameProtocol.BEDROCK, port, "AWAKE", game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      var in = 0L;
      var out = 0L;
      for (var i = 0; i < 50; i++) {
        try (var forged = new UdpClient(port, address(i))) {
          out += forged.send(bedrockJoin()).receive().length;
          in += bedrockJoin().length + (long) pings * ping.length;
          for (var j = 0; j < pings; j++) {
            forged.send(ping);
          }
          for (var heard = pong(forged); heard > 0; heard = pong(forged)) {
            out += heard;
          }
        }
      }
      System.out.printf("joined: %d bytes in, %d out%n", in, out);
      assertThat(out).isGreaterThan(50L * pong.length).isLessThanOrEqualTo(in);
    }
  }

  private static int pong(UdpClient client) throws IOException {
    return client.receive(Duration.ofMillis(50)).map(bytes -> bytes.length).orElse(0);
  }

  @Test
  void nobodyEarnsMoreThanItSent() throws Exception {
    nobodyEarnsMore(GameProtocol.BEDROCK, List.of(bedrockPing()));
    nobodyEarnsMore(GameProtocol.SATISFACTORY, List.of(satisfactoryPoll()));
    nobodyEarnsMore(GameProtocol.SOURCE, List.of(sourceInfo(), sourcePlayers()));
    nobodyEarnsMore(GameProtocol.LUANTI, List.of(luantiInit("singer")));
  }

  private void nobodyEarnsMore(GameProtocol protocol, List<byte[]> questions) throws IOException {
    try (var proxy = new TestProxy(ENV, Views.view(protocol, port, "ASLEEP", null))) {
      var flood = flood(proxy, 20_000, 0, i -> questions.get(i % questions.size()));
      System.out.printf("%s: %d bytes in, %d out%n", protocol, flood.in(), flood.out());
      assertThat(flood.out()).isLessThanOrEqualTo(flood.in());
      if (protocol != GameProtocol.LUANTI) {
        assertThat(flood.out()).isPositive();
        assertThat(proxy.waker().words()).isEmpty();
      }
    }
  }

  /// Sends one datagram from each of so many addresses, no faster than the proxy hears them.
  private Flood flood(TestProxy proxy, int senders, int first, IntFunction<byte[]> said)
      throws IOException {
    var in = 0L;
    var out = 0L;
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var before = seen(proxy);
    for (var i = 0; i < senders; i += AT_ONCE) {
      var sockets = new ArrayList<DatagramChannel>();
      for (var j = i; j < i + AT_ONCE; j++) {
        var socket = DatagramChannel.open();
        socket.bind(new InetSocketAddress(address(first + j), 0)).configureBlocking(false);
        in += send(socket, said.apply(j), to);
        sockets.add(socket);
      }
      var all = before + i + AT_ONCE;
      var until = System.nanoTime() + Duration.ofMillis(500).toNanos();
      while (seen(proxy) < all && System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      before -= Math.max(0, all - seen(proxy)); // lost in the kernel, if any
      for (var socket : sockets) {
        out += heard(socket);
        socket.close();
      }
    }
    return new Flood(in, out);
  }

  /// A million conversations are more than a kernel remembers that tracks them: it drops a few,
  /// which the proxy never sees.
  private static int send(DatagramChannel socket, byte[] said, InetSocketAddress to)
      throws IOException {
    try {
      return socket.send(ByteBuffer.wrap(said), to);
    } catch (SocketException e) {
      if (UdpClient.isRefusedByKernel(e)) {
        return 0;
      }
      throw e;
    }
  }

  private static long heard(DatagramChannel socket) throws IOException {
    var buffer = ByteBuffer.allocate(2048);
    var bytes = 0L;
    while (socket.receive(buffer) != null) {
      bytes += buffer.position();
      buffer.clear();
    }
    return bytes;
  }

  private static InetAddress address(int number) throws UnknownHostException {
    var n = number + 256; // 127.0.0.x is what others use
    return InetAddress.getByAddress(new byte[] {127, (byte) (n >> 16), (byte) (n >> 8), (byte) n});
  }

  /// Each datagram of an unknown sender is judged once.
  private static long seen(TestProxy proxy) {
    var sum = 0.0;
    for (var verdict : List.of("datagrams", "rate_limited", "full", "junk", "too_many_players")) {
      sum += proxy.metric("overwinter.proxy.connections", "verdict", verdict);
    }
    return (long) sum + (long) proxy.metric("overwinter.proxy.connections", "verdict", "status");
  }

  private static long heapUsed() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long openDescriptors() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
