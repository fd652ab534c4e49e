package dev.overwinter.proxy.minecraft;

import java.io.Serial;

/// Bytes that no Minecraft client sends. Without a stack trace: strangers decide how often it is
/// thrown.
final class MalformedPacket extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  MalformedPacket(String message) {
    super(message, null, false, false);
  }
}
