package dev.overwinter.proxy.minecraft;

import io.netty.buffer.ByteBuf;

/// The first packet of a connection.
///
/// @param protocol the client's protocol version; pingers send -1
/// @param intent what comes next
/// @param wire the packet as it came
record Handshake(int protocol, Intent intent, ByteBuf wire) {
  private static final int ADDRESS_CHARS = 255 * 3; // proxies in front append what they know

  enum Intent {
    STATUS,
    LOGIN
  }

  static Handshake read(Frame frame) {
    var in = frame.body();
    if (Wire.readVarInt(in) != 0) {
      throw new MalformedPacket("handshake: another packet");
    }
    var protocol = Wire.readVarInt(in);
    Wire.readString(in, ADDRESS_CHARS);
    if (in.readableBytes() < Short.BYTES + 1) {
      throw new MalformedPacket("handshake: cut off");
    }
    in.readUnsignedShort();
    var intent =
        switch (Wire.readVarInt(in)) {
          case 1 -> Intent.STATUS;
          // 3 is a transfer from another server: a login for whoever receives it.
          case 2, 3 -> Intent.LOGIN;
          default -> throw new MalformedPacket("handshake: unknown intent");
        };
    if (in.isReadable()) {
      throw new MalformedPacket("handshake: too long");
    }
    return new Handshake(protocol, intent, frame.wire());
  }
}
