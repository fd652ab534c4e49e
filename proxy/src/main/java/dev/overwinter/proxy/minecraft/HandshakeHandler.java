package dev.overwinter.proxy.minecraft;

import dev.overwinter.proxy.frontdoor.Guest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/// Waits for the handshake and gives way to the phase that it asks for.
final class HandshakeHandler extends SimpleChannelInboundHandler<Frame> {
  private final MinecraftDoor door;
  private final Guest guest;

  HandshakeHandler(MinecraftDoor door, Guest guest) {
    this.door = door;
    this.guest = guest;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
    var handshake = Handshake.read(frame);
    var next =
        switch (handshake.intent()) {
          case STATUS -> new StatusHandler(door, guest, handshake);
          case LOGIN -> {
            MinecraftDoor.frames(ctx).limit(FrameDecoder.LOGIN_LIMIT);
            yield new LoginHandler(door, guest, handshake);
          }
        };
    ctx.pipeline().replace(this, MinecraftDoor.PHASE, next);
  }
}
