package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.frontdoor.PacketChannel;
import dev.overwinter.proxy.relay.Relay;
import dev.overwinter.proxy.relay.Upstream;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.traffic.ProxyMetrics.Hold;
import dev.overwinter.proxy.traffic.Verdict;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.WakeOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Holds a joiner until its game accepts it: understands nothing any more, keeps at most 64 KiB,
/// ends at once when the client leaves, and gives up after the hold time of the server.
///
/// It does read on, up to its bound: a client's leaving can be seen only by reading. Confined to
/// the channel's event loop, except [#admitted], [#refused] and [#dismiss]; one per connection.
public final class HeldConnection extends ChannelInboundHandlerAdapter implements Joiner {
  /// All that strangers are told of a failed start: its reason may quote the game's log.
  public static final String FAILED = "Could not start. Its owner sees why.";

  /// Told to whoever comes when too many of its address, or of all, play already.
  public static final String CROWDED = "Too many players are connected already. Try again later.";

  /// A client's patience is 30 s without a byte.
  static final Duration REASSURE_EVERY = Duration.ofSeconds(10);

  // An unread socket parks 128 KB in the kernel by default and 25 KB with this (measured).
  private static final int SMALL_KERNEL_BUFFER = 16 * 1024;
  private static final int LARGE_KERNEL_BUFFER = 1024 * 1024;
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration LEAST_ADVICE = Duration.ofSeconds(5);

  private final Holds holds;
  private final Doorway doorway;
  private final Route route;
  private final Guest guest;
  private final Courtesy courtesy;
  private final HeldBytes bytes;
  private final Entrance entrance;
  private final long sinceNanos = System.nanoTime();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable ScheduledFuture<?> reassurance;
  private boolean admitted;
  private boolean shrunk;
  private boolean clientEnded;
  private boolean over;

  HeldConnection(
      Holds holds,
      Doorway doorway,
      Guest guest,
      Courtesy courtesy,
      HeldBytes bytes,
      Entrance entrance) {
    this.holds = holds;
    this.doorway = doorway;
    this.route = doorway.route();
    this.guest = guest;
    this.courtesy = courtesy;
    this.bytes = bytes;
    this.entrance = entrance;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    guest.stopClock();
    holds.began(this);
    if (route.awakeAt().isPresent()) {
      // The answer is a moment away; a request that was sent whole and ended may wait for it.
      channel(ctx).config().setAllowHalfClosure(courtesy.mayEndFirst());
    }
    entrance.join(this);
    if (!admitted) {
      waitFor(ctx);
    }
  }

  /// Most joiners of a server with players are admitted at once and need no clock.
  private void waitFor(ChannelHandlerContext ctx) {
    if (over || deadline != null) {
      return;
    }
    var holdFor = courtesy.patience(Duration.ofSeconds(route.view().holdSeconds()));
    var loop = ctx.channel().eventLoop();
    deadline = loop.schedule(this::late, holdFor.toMillis(), TimeUnit.MILLISECONDS);
    var every = REASSURE_EVERY.toMillis();
    reassurance =
        loop.scheduleAtFixedRate(
            () -> courtesy.reassure(ctx.channel()), every, every, TimeUnit.MILLISECONDS);
    if (route.awakeAt().isEmpty()) {
      channel(ctx).config().setReceiveBufferSize(SMALL_KERNEL_BUFFER);
      shrunk = true;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!over && message instanceof ByteBuf read) {
        bytes.add(read);
        if (bytes.full()) {
          ctx.channel().config().setAutoRead(false);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      clientEnded = true;
      ctx.channel().config().setAutoRead(false);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(Hold.GONE);
    ctx.fireChannelInactive();
  }

  @Override
  public void admitted(Endpoint at) {
    onLoop(ctx -> {
      if (!guest.play()) {
        // There was room when it came, and others were faster.
        holds.metrics().connection(Verdict.TOO_MANY_PLAYERS);
        turnAway(ctx, Hold.REFUSED, CROWDED);
        return;
      }
      admitted = true;
      var introduced = now().view().proxyProtocol();
      Upstream.connect(
          channel(ctx),
          doorway.behind(at),
          introduced,
          (game, problem) -> arrived(ctx, at, game, problem));
    });
  }

  @Override
  public void refused(WakeOutcome.Refused refusal) {
    onLoop(ctx -> turnAway(ctx, Hold.REFUSED, explain(refusal)));
  }

  @Override
  public void dismiss(String reason) {
    onLoop(ctx -> turnAway(ctx, Hold.TIMEOUT, reason));
  }

  private void arrived(
      ChannelHandlerContext ctx,
      Endpoint at,
      @Nullable PacketChannel game,
      @Nullable Throwable problem) {
    if (game == null) {
      if (!over) {
        entrance.unreachable(this, at, problem instanceof ConnectTimeoutException);
        waitFor(ctx);
      }
    } else if (over) {
      Upstream.discard(game);
    } else {
      relay(ctx, game);
    }
  }

  private void relay(ChannelHandlerContext ctx, PacketChannel game) {
    var player = channel(ctx);
    finish(Hold.RELAYED);
    entrance.connected();
    if (shrunk) {
      player.config().setReceiveBufferSize(LARGE_KERNEL_BUFFER);
    }
    guest.relayed();
    var pipeline = ctx.pipeline();
    pipeline.remove(guest);
    pipeline.remove(this);
    Relay.start(
        player,
        game,
        bytes.all(),
        clientEnded,
        holds.sessions().begin(route.id()),
        holds.metrics(),
        () -> {
          guest.left();
          entrance.leave(this);
        });
  }

  private void late() {
    var ctx = context;
    if (!over && ctx != null) {
      turnAway(ctx, Hold.TIMEOUT, kickMessage());
    }
  }

  private String kickMessage() {
    var now = now();
    var advice = now.estimate();
    var seconds = (advice.compareTo(LEAST_ADVICE) < 0 ? LEAST_ADVICE : advice).toSeconds();
    // Not a format string: its author is not to be trusted with one.
    return now.view().kickMessage().replace("%s", String.valueOf(seconds));
  }

  /// What is set may have changed while this one waited.
  private Route now() {
    return holds.routes().table().server(route.id()).orElse(route);
  }

  private static String explain(WakeOutcome.Refused refusal) {
    var why = refusal.refusal() == Refusal.FAILED ? FAILED : refusal.reason();
    return refusal.retryAfter().isPositive()
        ? why + " (try again in " + refusal.retryAfter().toSeconds() + " s)"
        : why;
  }

  private void turnAway(ChannelHandlerContext ctx, Hold outcome, String reason) {
    if (end(outcome)) {
      guest.allow(FAREWELL); // in case its connection takes nothing any more
      courtesy.turnAway(ctx.channel(), reason);
    }
  }

  private boolean end(Hold outcome) {
    if (over) {
      return false;
    }
    finish(outcome);
    entrance.leave(this);
    return true;
  }

  private void finish(Hold outcome) {
    over = true;
    cancel(deadline);
    cancel(reassurance);
    bytes.close();
    holds.ended(this);
    holds.metrics().held(outcome, Duration.ofNanos(System.nanoTime() - sinceNanos));
  }

  private void onLoop(java.util.function.Consumer<ChannelHandlerContext> step) {
    var ctx = context;
    if (ctx == null) {
      return;
    }
    var loop = ctx.channel().eventLoop();
    Runnable unlessOver =
        () -> {
          if (!over) {
            step.accept(ctx);
          }
        };
    if (loop.inEventLoop()) {
      unlessOver.run();
    } else {
      loop.execute(unlessOver);
    }
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private static PacketChannel channel(ChannelHandlerContext ctx) {
    return (PacketChannel) ctx.channel();
  }
}
