package dev.overwinter.proxy.minecraft;

import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.traffic.Verdict;
import dev.overwinter.proxy.wake.Wording;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Recognises the pings of clients before 1.7, and of newer ones that try everything: `FE`, `FE
/// 01`, `FE 01 FA …`. Anything else passes, and this handler goes.
///
/// `FE 01` is also how a packet of 254 bytes begins, so nothing is decided before the third byte,
/// or a moment of silence.
final class LegacyPingHandler extends ByteToMessageDecoder {
  private static final int FIRST = 0xfe;
  private static final int SECOND = 0x01;
  private static final int THIRD = 0xfa;
  private static final int SILENCE_MILLIS = 400;
  private static final int LONGEST_LINE = 250;

  private final MinecraftDoor door;
  private final Guest guest;
  private @Nullable ScheduledFuture<?> silence;
  private boolean answered;

  LegacyPingHandler(MinecraftDoor door, Guest guest) {
    this.door = door;
    this.guest = guest;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    var at = in.readerIndex();
    if (answered) {
      in.skipBytes(in.readableBytes()); // the rest of the same ping
    } else if (in.getUnsignedByte(at) != FIRST) {
      ctx.pipeline().remove(this);
    } else if (in.readableBytes() >= 3) {
      if (in.getUnsignedByte(at + 1) == SECOND && in.getUnsignedByte(at + 2) == THIRD) {
        answer(ctx, in, true);
      } else {
        ctx.pipeline().remove(this);
      }
    } else if (silence == null) {
      silence = ctx.executor().schedule(() -> silent(ctx), SILENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void silent(ChannelHandlerContext ctx) {
    var in = internalBuffer();
    if (!ctx.isRemoved() && !answered) {
      answer(ctx, in, in.readableBytes() == 2);
    }
  }

  private void answer(ChannelHandlerContext ctx, ByteBuf in, boolean fields) {
    answered = true;
    in.skipBytes(in.readableBytes());
    guest.judge(Verdict.LEGACY_PING);
    var way = door.doorway(guest);
    if (way.isEmpty() || MinecraftDoor.silent(way.get().route())) {
      var _ = ctx.close();
      return;
    }
    var route = way.get().route();
    door.metrics().pingAnswered(StatusText.label(route));
    ctx.writeAndFlush(reply(text(route, fields))).addListener(ChannelFutureListener.CLOSE);
  }

  private static ByteBuf reply(String text) {
    return Unpooled.buffer()
        .writeByte(0xff)
        .writeShort(text.length())
        .writeBytes(text.getBytes(StandardCharsets.UTF_16BE));
  }

  private static String text(Route route, boolean fields) {
    var motd = line(Wording.line(route));
    var max = route.view().maxPlayers();
    return fields
        ? String.join("\0", "\u00a71", "127", StatusText.VERSION, motd, "0", String.valueOf(max))
        : motd.replace("\u00a7", "") + "\u00a70\u00a7" + max;
  }

  private static String line(String motd) {
    var flat = motd.replace('\0', ' ').replace('\n', ' ');
    return flat.substring(0, Math.min(flat.length(), LONGEST_LINE));
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (silence != null) {
      silence.cancel(false);
    }
  }
}
