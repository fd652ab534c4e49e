package dev.overwinter.proxy.minecraft;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts the first packets of a connection. When it is removed, bytes that it has not cut go to the
/// next handler, so nothing that came in one segment is ever lost.
final class FrameDecoder extends ByteToMessageDecoder {
  /// A handshake with the longest address and the forwarding data of a proxy in front.
  static final int HANDSHAKE_LIMIT = 1024;

  /// A login start with the signed key of 1.19.
  static final int LOGIN_LIMIT = 1200;

  private static final int PREFIX_BYTES = 3;

  private int limit = HANDSHAKE_LIMIT;

  void limit(int bytes) {
    limit = bytes;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    var start = in.readerIndex();
    var length = prefix(in);
    if (length < 0 || in.readableBytes() < length) {
      in.readerIndex(start);
      return;
    }
    var bodyAt = in.readerIndex() - start;
    var wire = Unpooled.buffer(bodyAt + length);
    in.readerIndex(start).readBytes(wire, bodyAt + length);
    out.add(new Frame(wire, bodyAt));
  }

  /// The length, or -1 while its last byte has not come.
  private int prefix(ByteBuf in) {
    var value = 0;
    for (var i = 0; i < PREFIX_BYTES && in.isReadable(); i++) {
      var b = in.readByte();
      value |= (b & 0x7f) << (7 * i);
      if (value > limit) {
        break;
      }
      if (b >= 0) {
        return checked(value);
      }
      if (i == PREFIX_BYTES - 1) {
        throw new MalformedPacket("length: more than 3 bytes");
      }
    }
    if (value > limit) {
      throw new MalformedPacket("length: over " + limit);
    }
    return -1;
  }

  private static int checked(int length) {
    if (length == 0) {
      throw new MalformedPacket("length: 0");
    }
    return length;
  }
}
