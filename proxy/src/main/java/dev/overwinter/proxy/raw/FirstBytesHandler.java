package dev.overwinter.proxy.raw;

import dev.overwinter.catalogue.Transport;
import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.traffic.Verdict;
import dev.overwinter.proxy.wake.Courtesy;
import dev.overwinter.proxy.wake.HeldConnection;
import dev.overwinter.proxy.wake.Holds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Function;

/// Waits for the first payload until it is known to be a player's: whoever only connects, as port
/// scanners do, wakes nothing. The guest's deadline ends a beginning that goes nowhere.
public final class FirstBytesHandler extends ChannelInboundHandlerAdapter {
  // More than any opening is long; a read brings 2 KiB at most.
  private static final int LONGEST = 4 * 1024;

  private final Routes routes;
  private final Holds holds;
  private final Guest guest;
  private final Function<Doorway, Opening> opening;
  private final Courtesy courtesy;
  private final ByteBuf received = Unpooled.buffer(0);

  /// @param opening how a player is recognised at a door
  /// @param courtesy how it is spoken to
  public FirstBytesHandler(
      Routes routes,
      Holds holds,
      Guest guest,
      Function<Doorway, Opening> opening,
      Courtesy courtesy) {
    this.routes = routes;
    this.holds = holds;
    this.guest = guest;
    this.opening = opening;
    this.courtesy = courtesy;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      received.writeBytes((ByteBuf) message);
    } finally {
      ReferenceCountUtil.release(message);
    }
    var way = routes.table().port(Transport.TCP, guest.port());
    if (way.isEmpty()) {
      refuse(ctx, Verdict.NO_ROUTE);
      return;
    }
    switch (opening.apply(way.get()).judge(received)) {
      case JOIN -> join(ctx, way.get());
      case JUNK -> refuse(ctx, Verdict.JUNK);
      case MORE -> {
        if (received.readableBytes() > LONGEST) {
          refuse(ctx, Verdict.JUNK);
        }
      }
    }
  }

  private void join(ChannelHandlerContext ctx, Doorway way) {
    if (!guest.mayLogIn()) {
      turnAway(ctx, Verdict.RATE_LIMITED, "Too many attempts. Wait a moment.");
    } else if (!guest.mayPlay()) {
      turnAway(ctx, Verdict.TOO_MANY_PLAYERS, HeldConnection.CROWDED);
    } else {
      guest.judge(Verdict.RAW);
      ctx.pipeline().replace(this, "held", holds.hold(way, guest, courtesy, received));
    }
  }

  private void turnAway(ChannelHandlerContext ctx, Verdict verdict, String reason) {
    guest.judge(verdict);
    courtesy.turnAway(ctx.channel(), reason);
  }

  private void refuse(ChannelHandlerContext ctx, Verdict verdict) {
    guest.judge(verdict);
    var _ = ctx.close();
  }
}
