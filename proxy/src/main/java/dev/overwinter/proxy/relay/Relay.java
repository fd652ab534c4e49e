package dev.overwinter.proxy.relay;

import dev.overwinter.proxy.frontdoor.PacketChannel;
import dev.overwinter.proxy.frontdoor.ReadSizes;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// One player joined to one game. Each direction reads only while the other side takes what was
/// read, and ends on its own; when both have ended, or one has and nothing moves for a minute, both
/// connections are closed. Confined to the event loop that both sides share.
public final class Relay {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);
  private static final ChannelOption<Integer> KEEP_IDLE =
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);
  private static final int LINGER_SECONDS = 60;
  private static final int KEEP_ALIVE_SECONDS = 60;

  private final PacketChannel player;
  private final PacketChannel game;
  private final @Nullable Session session;
  private final ProxyMetrics metrics;
  private final Runnable ended;
  private long moved;
  private int halves = 2;
  private boolean over;
  private @Nullable Future<?> lingering;

  private Relay(
      PacketChannel player,
      PacketChannel game,
      @Nullable Session session,
      ProxyMetrics metrics,
      Runnable ended) {
    this.player = player;
    this.game = game;
    this.session = session;
    this.metrics = metrics;
    this.ended = ended;
  }

  /// Joins two connections; must be called on their event loop.
  ///
  /// @param received what the player has sent so far, in order; the game gets it first
  /// @param playerDone whether the player has already ended its direction
  /// @param session where the traffic is counted; null for a ping, which is nobody's session
  /// @param ended called once when both connections are closed
  public static void start(
      PacketChannel player,
      PacketChannel game,
      ByteBuf received,
      boolean playerDone,
      @Nullable Session session,
      ProxyMetrics metrics,
      Runnable ended) {
    var relay = new Relay(player, game, session, metrics, ended);
    if (session != null) {
      session.cutBy(() -> player.eventLoop().execute(relay::close));
    }
    prepare(player);
    prepare(game);
    if (session != null) {
      session.settledBy(relay::keepAlive);
    }
    game.pipeline().addLast(new RelayHandler(relay, game, player, false));
    // Last of the handlers: what a courtesy still filters comes before it.
    player.pipeline().addLast(new RelayHandler(relay, player, game, true));
    relay.moved(received.readableBytes(), true);
    var _ = game.writeAndFlush(received, game.voidPromise());
    if (!game.isActive() || !player.isActive()) {
      relay.close();
      return;
    }
    if (playerDone) {
      relay.ended(player, game);
    } else {
      player.config().setAutoRead(game.isWritable());
    }
    game.config().setAutoRead(true);
  }

  /// A player whose machine lost power must not keep a server awake for hours. Not done at once:
  /// four system calls are much for a connection that only looks in.
  private void keepAlive() {
    player.eventLoop().execute(this::keepAliveNow);
  }

  private void keepAliveNow() {
    if (over) {
      return;
    }
    for (var channel : List.of(player, game)) {
      channel.config().setKeepAlive(true);
      channel.config().setOption(KEEP_IDLE, KEEP_ALIVE_SECONDS);
    }
  }

  private static void prepare(PacketChannel channel) {
    var config = channel.config();
    config.setAllowHalfClosure(true);
    config.setWriteBufferWaterMark(WATER_MARK);
    ReadSizes.relaying(channel);
  }

  void moved(int bytes, boolean toGame) {
    moved += bytes;
    if (toGame) {
      metrics.bytesToServer(bytes);
    } else {
      metrics.bytesToPlayer(bytes);
    }
    if (session != null) {
      if (toGame) {
        session.toServer(bytes);
      } else {
        session.toPlayer(bytes);
      }
    }
  }

  /// One side will send no more: what it has sent goes out first, then the other side hears of it.
  void ended(PacketChannel from, PacketChannel to) {
    from.config().setAutoRead(false);
    halves--;
    if (to.flushed()) {
      handOn(to);
    } else {
      to.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(sent -> {
            if (sent.isSuccess()) {
              handOn(to);
            } else {
              close();
            }
          });
    }
    if (!over && lingering == null) {
      linger(moved);
    }
  }

  private void handOn(PacketChannel to) {
    if (halves == 0 || over) {
      close();
      return;
    }
    try {
      to.endOutput();
    } catch (IOException gone) {
      close();
    }
  }

  private void linger(long movedBefore) {
    lingering =
        player
            .eventLoop()
            .schedule(
                () -> {
                  if (moved == movedBefore) {
                    close();
                  } else {
                    linger(moved);
                  }
                },
                LINGER_SECONDS,
                TimeUnit.SECONDS);
  }

  /// Ends both sides, each after what was written to it.
  void close() {
    if (over) {
      return;
    }
    over = true;
    if (lingering != null) {
      // A timer that stayed would keep both connections in memory for its minute.
      lingering.cancel(false);
    }
    if (session != null) {
      session.end();
    }
    finish(player);
    finish(game);
    ended.run();
  }

  private static void finish(PacketChannel channel) {
    if (!channel.flushed() && channel.isActive() && !channel.isOutputShutdown()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      var _ = channel.close();
    }
  }
}
