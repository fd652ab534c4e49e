package dev.overwinter.proxy.minecraft;

import io.netty.buffer.ByteBuf;

/// One packet as it came: at most a kilobyte, so a copy on the heap that nobody has to release.
///
/// @param wire every byte, length prefix included, for the game to get verbatim
/// @param bodyAt where the packet id begins
record Frame(ByteBuf wire, int bodyAt) {
  ByteBuf body() {
    return wire.slice(bodyAt, wire.readableBytes() - bodyAt);
  }
}
