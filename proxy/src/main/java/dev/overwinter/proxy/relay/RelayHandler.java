package dev.overwinter.proxy.relay;

import dev.overwinter.proxy.frontdoor.PacketChannel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

/// One direction of a relay: reads here, writes there, and stops reading while there is full.
final class RelayHandler extends ChannelInboundHandlerAdapter {
  private final Relay relay;
  private final PacketChannel from;
  private final PacketChannel to;
  private final boolean toGame;
  private int read;

  RelayHandler(Relay relay, PacketChannel from, PacketChannel to, boolean toGame) {
    this.relay = relay;
    this.from = from;
    this.to = to;
    this.toGame = toGame;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes) || to.isOutputShutdown()) {
      ReferenceCountUtil.release(message);
      return;
    }
    read += bytes.readableBytes();
    var _ = to.write(bytes, to.voidPromise());
    if (!to.isWritable()) {
      from.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (read > 0) {
      relay.moved(read, toGame);
      read = 0;
      to.flush();
    }
    ctx.fireChannelReadComplete();
  }

  /// This side takes bytes again, so the other one may be read again.
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (from.isWritable() && !to.isInputShutdown()) {
      to.config().setAutoRead(true);
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      relay.ended(from, to);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    relay.close();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset by one side is the end of both; there is nobody to tell it to.
    relay.close();
  }
}
