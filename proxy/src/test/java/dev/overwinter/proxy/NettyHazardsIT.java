package dev.overwinter.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.proxy.frontdoor.Sockets;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The ways in which transports of this Netty line were measured to lose bytes or to spin. Whatever
/// [Sockets] chooses has to pass.
class NettyHazardsIT {
  private static final int LARGE = 10 * 1024 * 1024;
  private static final byte[] DATA = data();

  private final int port = FakeGame.freePort();

  private static byte[] data() {
    var bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /// Hazard 1: a game that sends much and closes at once.
  @RepeatedTest(9)
  @Tag("P-08")
  void aLargeReplyFollowedByACloseArrivesWhole() throws Exception {
    try (var game =
            new FakeGame((_, in, out) -> {
              in.readNBytes(5);
              out.write(DATA);
            });
        var proxy = relaying(game);
        var player = proxy.connect(port)) {
      player.getOutputStream().write("hello".getBytes(UTF_8));
      assertThat(sum(player.getInputStream().readAllBytes())).isEqualTo(sum(DATA));
    }
  }

  /// Hazard 2: a client that ends its direction and waits for a large reply.
  @RepeatedTest(9)
  @Tag("P-08")
  void aHalfClosedClientGetsTheWholeReply() throws Exception {
    try (var game =
            new FakeGame((_, in, out) -> {
              in.readAllBytes();
              out.write(DATA);
            });
        var proxy = relaying(game);
        var player = proxy.connect(port)) {
      player.getOutputStream().write("hello".getBytes(UTF_8));
      player.shutdownOutput();
      assertThat(sum(slowly(player))).isEqualTo(sum(DATA));
      assertThat(game.accepted()).isEqualTo(1);
      await().until(() -> proxy.proxy().sessions().count() == 0);
    }
  }

  /// The same in the other direction: the game ends first and still listens.
  @RepeatedTest(3)
  @Tag("P-08")
  void aHalfClosedGameGetsEverythingThatThePlayerStillSends() throws Exception {
    var got = new java.util.concurrent.CompletableFuture<byte[]>();
    try (var game =
            new FakeGame((socket, in, out) -> {
              out.write(1);
              socket.shutdownOutput();
              got.complete(in.readAllBytes());
            });
        var proxy = relaying(game);
        var player = proxy.connect(port)) {
      player.getOutputStream().write(7);
      assertThat(player.getInputStream().readAllBytes()).containsExactly(1);
      player.getOutputStream().write(DATA);
      player.shutdownOutput();
      var all = got.get();
      assertThat(all).hasSize(LARGE + 1);
      assertThat(sum(Arrays.copyOfRange(all, 1, all.length))).isEqualTo(sum(DATA));
    }
  }

  /// Hazard 3: a reset while nothing is read must neither spin nor linger.
  @Test
  void aResetDuringAHoldCostsNoProcessorTime() throws Exception {
    try (var proxy = new TestProxy(Views.asleep(port))) {
      for (var i = 0; i < 20; i++) {
        var player = new MinecraftClient(port).send(MinecraftClient.login("P" + i));
        TestProxy.reset(player.socket());
      }
      await().until(() -> proxy.proxy().waiting() == 0);
      assertLittleProcessorTime();
    }
  }

  /// Hazard 3 again, where reading has stopped because the hold is full.
  @Test
  void aResetOfAClientThatIsNotReadCostsNoProcessorTime() throws Exception {
    try (var proxy = new TestProxy(Views.holding(Views.asleep(port), 8))) {
      var player = new MinecraftClient(port).send(MinecraftClient.login("Flood"));
      player.send(new byte[80 * 1024]);
      await().until(() -> proxy.proxy().heldBytes() >= 64 * 1024);
      TestProxy.reset(player.socket());
      assertLittleProcessorTime();
      await().atMost(Duration.ofSeconds(12)).until(() -> proxy.proxy().waiting() == 0);
    }
  }

  /// Hazard 3 in a relay: one side resets while the other is blocked.
  @Test
  void aResetDuringARelayEndsBothSides() throws Exception {
    try (var game =
            new FakeGame((_, in, out) -> {
              in.read();
              while (true) {
                out.write(DATA);
              }
            });
        var proxy = relaying(game);
        var player = proxy.connect(port)) {
      player.getOutputStream().write(1);
      player.getInputStream().readNBytes(1024 * 1024);
      TestProxy.reset(player);
      await().atMost(Duration.ofSeconds(5)).until(() -> proxy.proxy().sessions().count() == 0);
      assertLittleProcessorTime();
    }
  }

  /// Hazard 4: bytes and the end arrive together while a hold is full; the game gets what was kept
  /// and what waited in the kernel, in order.
  @Test
  void whatWaitedInTheKernelDuringAFullHoldArrivesToo() throws Exception {
    var got = new java.util.concurrent.CompletableFuture<byte[]>();
    try (var game = new FakeGame((_, in, _) -> got.complete(in.readAllBytes()));
        var proxy = new TestProxy(Views.raw(port, "ASLEEP", null));
        var player = proxy.connect(port)) {
      var sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  player.getOutputStream().write(DATA, 0, 1024 * 1024);
                  player.shutdownOutput();
                } catch (IOException e) {
                  got.completeExceptionally(e);
                }
              });
      await().until(() -> proxy.proxy().heldBytes() >= 64 * 1024);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      assertThat(sum(got.get())).isEqualTo(sum(Arrays.copyOf(DATA, 1024 * 1024)));
      sender.join();
    }
  }

  /// Hazard 5: native libraries that do not resolve for every release are not needed.
  @Test
  void noNativeTransportIsLoaded() {
    var socket = Sockets.socket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    assertThat(socket).isInstanceOf(NioSocketChannel.class);
    assertThat(System.getProperty("java.class.path"))
        .doesNotContain("native-epoll")
        .doesNotContain("io_uring");
  }

  private TestProxy relaying(FakeGame game) throws IOException {
    var proxy = new TestProxy(Views.raw(port, "AWAKE", game.endpoint()));
    proxy.waker().alwaysReady(game.endpoint());
    return proxy;
  }

  private static void assertLittleProcessorTime() {
    var threads = ManagementFactory.getThreadMXBean();
    var before = packetThreads(threads);
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    var used = packetThreads(threads) - before;
    assertThat(Duration.ofNanos(used)).isLessThan(Duration.ofMillis(200));
  }

  private static long packetThreads(java.lang.management.ThreadMXBean threads) {
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith("packets"))
        .mapToLong(info -> Math.max(0, threads.getThreadCpuTime(info.getThreadId())))
        .sum();
  }

  private static byte[] slowly(Socket player) throws IOException {
    player.setReceiveBufferSize(32 * 1024);
    var all = new java.io.ByteArrayOutputStream();
    var chunk = new byte[8 * 1024];
    for (int n; (n = player.getInputStream().read(chunk)) >= 0; ) {
      all.write(chunk, 0, n);
    }
    return all.toByteArray();
  }

  private static String sum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return bytes.length + " bytes, " + Long.toHexString(crc.getValue());
  }
}
