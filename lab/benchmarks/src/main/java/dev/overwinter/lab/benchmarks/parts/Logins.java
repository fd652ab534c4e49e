package dev.overwinter.lab.benchmarks.parts;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The first bytes of a vanilla Minecraft client that joins.
public final class Logins {
  private static final int PROTOCOL = 767; // 1.21

  private Logins() {}

  /// Handshake with intent *login*, and login start, as a client sends them: in one segment.
  public static byte[] login(int port, String player) {
    try {
      var handshake = new ByteArrayOutputStream();
      var out = new DataOutputStream(handshake);
      out.writeByte(0);
      varInt(out, PROTOCOL);
      text(out, "127.0.0.1");
      out.writeShort(port);
      varInt(out, 2);
      var start = new ByteArrayOutputStream();
      out = new DataOutputStream(start);
      out.writeByte(0);
      text(out, player);
      out.writeLong(0);
      out.writeLong(player.hashCode());
      var both = new ByteArrayOutputStream();
      out = new DataOutputStream(both);
      for (var frame : new ByteArrayOutputStream[] {handshake, start}) {
        varInt(out, frame.size());
        frame.writeTo(out);
      }
      return both.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    varInt(out, bytes.length);
    out.write(bytes);
  }

  private static void varInt(DataOutputStream out, int value) throws IOException {
    var rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
