package dev.overwinter.proxy.terraria;

import dev.overwinter.proxy.wake.Courtesy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Terraria shows a reason for a refusal; while somebody waits it needs no reassurance that is
/// known of.
final class TerrariaCourtesy implements Courtesy {
  private static final int DISCONNECT = 2;
  private static final int LITERAL = 0;
  // One byte of length is enough for so much.
  private static final int LONGEST = 127;

  @Override
  public Duration patience(Duration holdFor) {
    return holdFor;
  }

  @Override
  public void reassure(Channel channel) {}

  @Override
  public void turnAway(Channel channel, String reason) {
    channel.writeAndFlush(disconnect(reason)).addListener(ChannelFutureListener.CLOSE);
  }

  /// Message 2: u16 length of all, little endian; the kind of text; a text with its length.
  static ByteBuf disconnect(String reason) {
    var all = reason.getBytes(StandardCharsets.UTF_8);
    var text = all.length <= LONGEST ? all : cut(reason);
    return Unpooled.buffer()
        .writeShortLE(5 + text.length)
        .writeByte(DISCONNECT)
        .writeByte(LITERAL)
        .writeByte(text.length)
        .writeBytes(text);
  }

  /// Whole characters only.
  private static byte[] cut(String reason) {
    var ascii = reason.replaceAll("[^\\x20-\\x7e]", "?").getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(ascii, Math.min(ascii.length, LONGEST));
  }

  @Override
  public boolean mayEndFirst() {
    return false;
  }
}
