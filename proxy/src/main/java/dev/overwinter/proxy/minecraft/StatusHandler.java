package dev.overwinter.proxy.minecraft;

import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.frontdoor.PacketChannel;
import dev.overwinter.proxy.relay.Relay;
import dev.overwinter.proxy.relay.Upstream;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.traffic.Verdict;
import dev.overwinter.servers.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Answers a server-list ping: the game does while it is awake, the proxy otherwise. Nobody's
/// session either way, and nothing wakes.
final class StatusHandler extends SimpleChannelInboundHandler<Frame> {
  // Slow lists ask, think, and then measure the delay.
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int STATUS = 0x00;
  private static final int PING = 0x01;

  private final MinecraftDoor door;
  private final Guest guest;
  private final Handshake handshake;
  private final Queue<Frame> early = new ArrayDeque<>();
  private boolean calling;
  private boolean answered;

  StatusHandler(MinecraftDoor door, Guest guest, Handshake handshake) {
    this.door = door;
    this.guest = guest;
    this.handshake = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    guest.judge(Verdict.STATUS);
    guest.allow(TIME);
    door.doorway(guest).ifPresent(way -> way.awakeAt().ifPresent(at -> call(ctx, way.route(), at)));
  }

  private void call(ChannelHandlerContext ctx, Route route, Endpoint at) {
    calling = true;
    var player = (PacketChannel) ctx.channel();
    Upstream.connect(player, at, route.view().proxyProtocol(), (game, _) -> called(ctx, game));
  }

  private void called(ChannelHandlerContext ctx, @Nullable PacketChannel game) {
    calling = false;
    if (game == null) {
      while (ctx.channel().isActive() && !early.isEmpty()) {
        answer(ctx, early.remove());
      }
    } else if (!ctx.channel().isActive()) {
      Upstream.discard(game);
    } else {
      relay(ctx, game);
    }
  }

  private void relay(ChannelHandlerContext ctx, PacketChannel game) {
    var said = Unpooled.buffer().writeBytes(handshake.wire().slice());
    early.forEach(frame -> said.writeBytes(frame.wire().slice()));
    var player = (PacketChannel) ctx.channel();
    var frames = MinecraftDoor.frames(ctx);
    Relay.start(player, game, said, false, null, door.metrics(), () -> {});
    ctx.pipeline().remove(this);
    // Gives a half-received packet to the relay. The guest stays, with its deadline.
    ctx.pipeline().remove(frames);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
    if (calling) {
      if (early.size() >= 2) {
        throw new MalformedPacket("status: more than two packets");
      }
      early.add(frame);
    } else {
      answer(ctx, frame);
    }
  }

  private void answer(ChannelHandlerContext ctx, Frame frame) {
    var in = frame.body();
    switch (Wire.readVarInt(in)) {
      case STATUS -> status(ctx);
      case PING -> pong(ctx, in);
      default -> throw new MalformedPacket("status: unknown packet");
    }
  }

  private void status(ChannelHandlerContext ctx) {
    var way = door.doorway(guest);
    if (answered || way.isEmpty() || MinecraftDoor.silent(way.get().route())) {
      var _ = ctx.close();
      return;
    }
    answered = true;
    var route = way.get().route();
    door.metrics().pingAnswered(StatusText.label(route));
    var packet = Wire.writeVarInt(Unpooled.buffer(), STATUS);
    Wire.writeString(packet, StatusText.json(route, handshake.protocol()));
    var _ = ctx.writeAndFlush(Wire.frame(packet), ctx.voidPromise());
  }

  private static void pong(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() != Long.BYTES) {
      throw new MalformedPacket("ping: " + in.readableBytes() + " bytes");
    }
    var packet = Wire.writeVarInt(Unpooled.buffer(), PING).writeBytes(in);
    ctx.writeAndFlush(Wire.frame(packet)).addListener(ChannelFutureListener.CLOSE);
  }
}
