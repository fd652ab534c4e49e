package dev.overwinter.proxy.relay;

import dev.overwinter.proxy.frontdoor.PacketChannel;
import dev.overwinter.proxy.frontdoor.ReadSizes;
import dev.overwinter.proxy.frontdoor.Sockets;
import dev.overwinter.servers.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Opens connections to games. A connection is built directly: a bootstrap copies its options for
/// every one.
public final class Upstream {
  private static final int CONNECT_MILLIS = 2_000;

  private Upstream() {}

  /// Connects within two seconds, on the event loop of the player's connection, and calls `then`
  /// there with the channel, which does not read yet, or with what went wrong.
  ///
  /// @param introduced whether the game expects to be told first who comes; that is then written
  ///   and goes out with the first bytes
  public static void connect(
      PacketChannel player,
      Endpoint at,
      boolean introduced,
      BiConsumer<@Nullable PacketChannel, @Nullable Throwable> then) {
    connect(
        player.eventLoop(),
        at,
        (game, problem) -> {
          if (game != null && introduced) {
            Introduction.write(player, game);
          }
          then.accept(game, problem);
        });
  }

  private static void connect(
      EventLoop loop, Endpoint at, BiConsumer<@Nullable PacketChannel, @Nullable Throwable> then) {
    var literal = literal(at.host());
    if (literal != null) {
      connect(loop, new InetSocketAddress(literal, at.port()), then);
      return;
    }
    // A name is looked up by the system, which blocks: never on an event loop.
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              var address = new InetSocketAddress(at.host(), at.port());
              loop.execute(() -> connect(loop, address, then));
            });
  }

  private static void connect(
      EventLoop loop,
      InetSocketAddress address,
      BiConsumer<@Nullable PacketChannel, @Nullable Throwable> then) {
    var channel = Sockets.socket(address);
    var config = channel.config();
    config.setAutoRead(false);
    config.setAllowHalfClosure(true);
    config.setConnectTimeoutMillis(CONNECT_MILLIS);
    config.setRecvByteBufAllocator(ReadSizes.INSTANCE);
    var _ = loop.register(channel);
    channel
        .connect(address)
        .addListener((ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            then.accept(channel, null);
          } else {
            var _ = channel.close();
            then.accept(null, connected.cause());
          }
        });
  }

  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// Closes a connection that nobody wants any more.
  public static void discard(Channel channel) {
    var _ = channel.close();
  }
}
