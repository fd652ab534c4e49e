package dev.overwinter.proxy.minecraft;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Takes a client's answers to our questions out of what it sends. A client answers in the order it
/// was asked, and was asked before the game could say anything, so once the last answer is in, this
/// handler is in nobody's way and removes itself.
final class AnswerFilter extends ByteToMessageDecoder {
  static final int FIRST_ID = 0x4f57_0000;

  private static final int IDS = 0x1_0000;
  private static final int ANSWER = 0x02;
  private static final int PREFIX_BYTES = 3;
  private static final int LONGEST = 4 * 1024;

  private int expected = 1;

  /// One more question was asked.
  void expect() {
    expected++;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    var start = in.readerIndex();
    var length = length(in);
    if (length < 0 || in.readableBytes() < length) {
      in.readerIndex(start);
      return;
    }
    if (ours(in.slice(in.readerIndex(), length))) {
      in.skipBytes(length);
      if (--expected == 0) {
        ctx.pipeline().remove(this);
      }
    } else {
      var whole = in.readerIndex() - start + length;
      in.readerIndex(start);
      out.add(in.readRetainedSlice(whole));
    }
  }

  private static boolean ours(ByteBuf packet) {
    if (Wire.readVarInt(packet) != ANSWER) {
      return false;
    }
    var id = Wire.readVarInt(packet);
    return id >= FIRST_ID && id < FIRST_ID + IDS;
  }

  private static int length(ByteBuf in) {
    var value = 0;
    for (var i = 0; i < PREFIX_BYTES && in.isReadable(); i++) {
      var b = in.readByte();
      value |= (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (value == 0 || value > LONGEST) {
          throw new MalformedPacket("answer: " + value + " bytes");
        }
        return value;
      }
      if (i == PREFIX_BYTES - 1) {
        throw new MalformedPacket("answer: length of more than 3 bytes");
      }
    }
    return -1;
  }
}
