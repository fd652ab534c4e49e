package dev.overwinter.lab.simulators.cloud;

import java.util.Set;
import java.util.regex.Pattern;

/// An IPv4 block that droplets take their addresses from.
///
/// @param first the block's own address as a number
/// @param bits length of the prefix, 8 to 30
public record Addresses(long first, int bits) {
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /// Reads `10.214.0.0/19`.
  ///
  /// @throws IllegalArgumentException when it is not a block of at least two usable addresses
  public static Addresses parse(String text) {
    var cidr = CIDR.matcher(text);
    if (!cidr.matches()) {
      throw new IllegalArgumentException(text + " (expected: a block as 10.214.0.0/19)");
    }
    long first = 0;
    for (int part = 1; part <= 4; part++) {
      int octet = Integer.parseInt(cidr.group(part));
      if (octet > 255) {
        throw new IllegalArgumentException(text + " (expected: parts up to 255)");
      }
      first = first * 256 + octet;
    }
    int bits = Integer.parseInt(cidr.group(5));
    if (bits < 8 || bits > 30 || first % (1L << (32 - bits)) != 0) {
      throw new IllegalArgumentException(
          text + " (expected: a prefix of 8 to 30 bits, at its own beginning)");
    }
    return new Addresses(first, bits);
  }

  /// Returns how many droplets fit: all but the network, the gateway and the broadcast address.
  public long capacity() {
    return (1L << (32 - bits)) - 3;
  }

  /// Returns the next free address after a place, going around.
  ///
  /// @param after number of addresses given so far
  /// @throws IllegalStateException when all are taken
  String next(long after, Set<String> taken) {
    for (long step = 0; step < capacity(); step++) {
      var candidate = text(first + 2 + (after + step) % capacity());
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no address left in " + this);
  }

  public String gateway() {
    return text(first + 1);
  }

  public String netmask() {
    return text((0xFFFFFFFFL << (32 - bits)) & 0xFFFFFFFFL);
  }

  /// Returns whether the block is the machine's own loopback, where any process can listen.
  public boolean isLoopback() {
    return first >>> 24 == 127;
  }

  @Override
  public String toString() {
    return text(first) + "/" + bits;
  }

  private static String text(long address) {
    return ((address >>> 24) & 255)
        + "."
        + ((address >>> 16) & 255)
        + "."
        + ((address >>> 8) & 255)
        + "."
        + (address & 255);
  }
}
