package dev.overwinter.notices;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which IP addresses are everybody's: a hook must not make the platform knock at its own doors, at
/// its neighbours', or at a cloud's metadata service. By the bytes alone, since names were resolved
/// outside.
public final class Addresses {
  /// Networks that are not public, as first bytes and prefix length. After the registries of IANA.
  private static final int[][] V4 = {
    {0, 0, 0, 0, 8}, // this network
    {10, 0, 0, 0, 8},
    {100, 64, 0, 0, 10}, // behind a provider's NAT
    {127, 0, 0, 0, 8},
    {169, 254, 0, 0, 16}, // link-local, where clouds answer for their machines
    {172, 16, 0, 0, 12},
    {192, 0, 0, 0, 24},
    {192, 0, 2, 0, 24},
    {192, 88, 99, 0, 24},
    {192, 168, 0, 0, 16},
    {198, 18, 0, 0, 15},
    {198, 51, 100, 0, 24},
    {203, 0, 113, 0, 24},
    {224, 0, 0, 0, 3}, // multicast, reserved, broadcast
  };

  private Addresses() {}

  /// Whether an address of 4 or 16 bytes is one of the public internet. An IPv6 address that only
  /// carries an IPv4 one is as public as that.
  public static boolean isPublic(byte[] address) {
    return switch (address.length) {
      case 4 -> isPublicV4(address);
      case 16 -> isPublicV6(address);
      default -> false;
    };
  }

  private static boolean isPublicV4(byte[] address) {
    for (var network : V4) {
      if (isIn(address, network)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(byte[] address, int[] network) {
    var bits = network[4];
    for (var at = 0; at < 4 && bits > 0; at++, bits -= 8) {
      var mask = bits >= 8 ? 0xff : 0xff & (0xff << (8 - bits));
      if (((address[at] ^ network[at]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPublicV6(byte[] address) {
    // Mapped (::ffff:0:0/96), and what a NAT64 makes of one (64:ff9b::/96).
    if (isZero(address, 0, 10) && unsigned(address, 10) == 0xffff) {
      return isPublicV4(part(address, 12));
    }
    if (unsigned(address, 0) == 0x64 && unsigned(address, 2) == 0xff9b && isZero(address, 4, 12)) {
      return isPublicV4(part(address, 12));
    }
    // 6to4 carries an IPv4 address, too.
    if (unsigned(address, 0) == 0x2002) {
      return isPublicV4(part(address, 2));
    }
    // Only 2000::/3 is given out; of it, Teredo and what is reserved for protocols (2001::/23) and
    // what is for books (2001:db8::/32, 3fff::/20) are nobody's.
    boolean given = (address[0] & 0xe0) == 0x20;
    boolean protocols = unsigned(address, 0) == 0x2001 && (address[2] & 0xfe) == 0;
    boolean books =
        (unsigned(address, 0) == 0x2001 && unsigned(address, 2) == 0x0db8)
            || (unsigned(address, 0) == 0x3fff && (address[2] & 0xf0) == 0);
    return given && !protocols && !books;
  }

  private static boolean isZero(byte[] address, int from, int to) {
    for (var at = from; at < to; at++) {
      if (address[at] != 0) {
        return false;
      }
    }
    return true;
  }

  private static int unsigned(byte[] address, int at) {
    return (address[at] & 0xff) << 8 | (address[at + 1] & 0xff);
  }

  private static byte[] part(byte[] address, int from) {
    return new byte[] {address[from], address[from + 1], address[from + 2], address[from + 3]};
  }

  /// The bytes of an address in text, IPv6 without its brackets; empty for a name. Of IPv4 only the
  /// usual form of four decimal numbers is one.
  public static Optional<byte[]> literal(String host) {
    return Optional.ofNullable(host.contains(":") ? v6(host) : v4(host));
  }

  private static byte @Nullable [] v4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    var address = new byte[4];
    for (var at = 0; at < 4; at++) {
      var part = parts[at];
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        return null;
      }
      address[at] = (byte) Integer.parseInt(part);
    }
    return address;
  }

  private static byte @Nullable [] v6(String text) {
    var halves = text.split("::", -1);
    if (halves.length > 2) {
      return null;
    }
    var head = groups(halves[0], halves.length == 1);
    var tail = halves.length == 2 ? groups(halves[1], true) : new byte[0];
    if (head == null || tail == null) {
      return null;
    }
    var length = head.length + tail.length;
    if (halves.length == 2 ? length > 14 : length != 16) {
      return null;
    }
    var address = new byte[16];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  private static byte @Nullable [] groups(String text, boolean ends) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    var parts = text.split(":", -1);
    var last = parts[parts.length - 1];
    var four = ends && last.contains(".") ? v4(last) : new byte[0];
    if (four == null || parts.length > 8) {
      return null;
    }
    var groups = four.length == 0 ? parts.length : parts.length - 1;
    var bytes = new byte[2 * groups + four.length];
    for (var at = 0; at < groups; at++) {
      if (!parts[at].matches("[0-9a-fA-F]{1,4}")) {
        return null;
      }
      var group = Integer.parseInt(parts[at], 16);
      bytes[2 * at] = (byte) (group >> 8);
      bytes[2 * at + 1] = (byte) group;
    }
    System.arraycopy(four, 0, bytes, 2 * groups, four.length);
    return bytes;
  }
}
