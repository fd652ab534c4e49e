package dev.overwinter.proxy.minecraft;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// The protocol's primitive types.
final class Wire {
  private static final int INT_BYTES = 5;

  private Wire() {}

  /// Reads a VarInt: seven bits a byte, low ones first, at most five bytes.
  ///
  /// @throws MalformedPacket when it does not end
  static int readVarInt(ByteBuf in) {
    var value = 0;
    for (var i = 0; i < INT_BYTES; i++) {
      if (!in.isReadable()) {
        throw new MalformedPacket("number: cut off");
      }
      var b = in.readByte();
      value |= (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedPacket("number: longer than 5 bytes");
  }

  static ByteBuf writeVarInt(ByteBuf out, int value) {
    var rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return out.writeByte(rest);
  }

  /// Reads a string of at most `longest` characters.
  static String readString(ByteBuf in, int longest) {
    var bytes = readVarInt(in);
    if (bytes < 0 || bytes > longest * 4 || bytes > in.readableBytes()) {
      throw new MalformedPacket("string: " + bytes + " bytes");
    }
    var text = in.readString(bytes, StandardCharsets.UTF_8);
    if (text.length() > longest) {
      throw new MalformedPacket("string: " + text.length() + " characters");
    }
    return text;
  }

  static ByteBuf writeString(ByteBuf out, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return writeVarInt(out, bytes.length).writeBytes(bytes);
  }

  /// Puts the length in front of a packet.
  static ByteBuf frame(ByteBuf packet) {
    var out = Unpooled.buffer(packet.readableBytes() + 3);
    return writeVarInt(out, packet.readableBytes()).writeBytes(packet);
  }
}
