package dev.overwinter.proxy.raw;

import dev.overwinter.catalogue.JoinRule;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// What is declared to be a join, held against bytes.
public final class Joins {
  private Joins() {}

  static Opening.Verdict judge(JoinRule rule, ByteBuf received) {
    var bytes = received.readableBytes();
    var prefix = rule.prefixHex().length() / 2;
    for (var i = 0; i < Math.min(bytes, prefix); i++) {
      if (received.getByte(received.readerIndex() + i) != prefix(rule, i)) {
        return Opening.Verdict.JUNK;
      }
    }
    return bytes >= prefix && bytes >= rule.minBytes()
        ? Opening.Verdict.JOIN
        : Opening.Verdict.MORE;
  }

  /// Whether a datagram is a join; it comes whole, so there is no more to wait for.
  public static boolean join(JoinRule rule, ByteBuffer datagram) {
    var prefix = rule.prefixHex().length() / 2;
    if (datagram.remaining() < Math.max(prefix, rule.minBytes())) {
      return false;
    }
    for (var i = 0; i < prefix; i++) {
      if (datagram.get(datagram.position() + i) != prefix(rule, i)) {
        return false;
      }
    }
    return true;
  }

  private static byte prefix(JoinRule rule, int index) {
    var hex = rule.prefixHex();
    return (byte)
        (Character.digit(hex.charAt(2 * index), 16) << 4
            | Character.digit(hex.charAt(2 * index + 1), 16));
  }
}
