package dev.overwinter.proxy.luanti;

import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.wake.Dialect;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Luanti, formerly Minetest. Its client first sends an empty reliable packet, which lists and
/// scanners send too, and then `TOSERVER_INIT` with its name, again and again: that is a join.
/// Numbers are big endian.
///
/// | part | form |
/// |---|---|
/// | header | u32 `4f457403`, u16 peer, u8 channel |
/// | reliable `03` | u16 number, then one of the others |
/// | original `01` | u16 command, its body |
/// | `TOSERVER_INIT` `0002` | u8 format, u16 compression, u16 oldest and u16 newest protocol, name |
public final class LuantiDialect implements Dialect {
  private static final int PROTOCOL = 0x4f457403;
  private static final int HEADER = 7;
  private static final int CHANNELS = 3;
  private static final int ORIGINAL = 1;
  private static final int RELIABLE = 3;
  private static final int INIT = 2;
  // Up to the length of the name.
  private static final int BEFORE_NAME = 1 + 2 + 7;
  private static final int LONGEST_NAME = 20;

  @Override
  public Word hear(ByteBuffer datagram, Doorway way) {
    var at = datagram.position();
    if (datagram.remaining() <= HEADER
        || datagram.getInt(at) != PROTOCOL
        || datagram.get(at + 6) < 0
        || datagram.get(at + 6) >= CHANNELS) {
      return Word.NOISE;
    }
    var body = at + HEADER;
    if (datagram.get(body) == RELIABLE) {
      body += 3;
    }
    var name = name(datagram, body);
    if (name.isEmpty()) {
      return Word.QUESTION;
    }
    return mayWake(way, name) ? Word.JOIN : Word.NOISE;
  }

  /// The name in an init packet that begins at `body`; empty when it is none.
  private static String name(ByteBuffer datagram, int body) {
    var name = body + BEFORE_NAME + Short.BYTES;
    if (datagram.limit() < name
        || datagram.get(body) != ORIGINAL
        || datagram.getShort(body + 1) != INIT) {
      return "";
    }
    var length = datagram.getShort(name - Short.BYTES);
    if (length < 1 || length > LONGEST_NAME || datagram.limit() < name + length) {
      return "";
    }
    var bytes = new byte[length];
    datagram.get(name, bytes);
    var text = new String(bytes, StandardCharsets.US_ASCII);
    return text.chars().allMatch(LuantiDialect::isAllowed) ? text : "";
  }

  private static boolean isAllowed(int c) {
    return c == '-' || c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  /// The names on a list are those who may *wake*: an awake server decides for itself.
  private static boolean mayWake(Doorway way, String name) {
    var allowed = way.route().view().allowed();
    return allowed.isEmpty()
        || way.route().awakeAt().isPresent()
        || allowed.stream().anyMatch(name::equalsIgnoreCase);
  }

  /// A sleeping server says nothing: a client that was answered would take it for awake.
  @Override
  public Answer answer(
      ByteBuffer question, InetSocketAddress from, Doorway way, ByteBuffer answer) {
    return Answer.NONE;
  }
}
