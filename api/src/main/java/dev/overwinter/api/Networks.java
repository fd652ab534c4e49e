package dev.overwinter.api;

import java.net.InetAddress;
import java.util.Optional;

/// Addresses and networks as people write them.
public final class Networks {
  private Networks() {}

  /// An address or a network, always with a prefix length; empty for anything else, and for the
  /// whole world.
  public static Optional<String> canonical(String text) {
    int slash = text.indexOf('/');
    try {
      var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int most = 8 * address.getAddress().length;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      return bits > 0 && bits <= most
          ? Optional.of(address.getHostAddress() + "/" + bits)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
