package dev.overwinter.api.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// What counts as one caller: an IPv4 address, or the /64 of an IPv6 address, since every home has
/// 2^64 of those.
final class Callers {
  private static final int LONGEST = 64;

  private Callers() {}

  static String of(String address) {
    try {
      var ip = InetAddress.ofLiteral(address);
      if (!(ip instanceof Inet6Address)) {
        return ip.getHostAddress(); // also of an IPv4 address that is written as IPv6
      }
      var network = Arrays.copyOf(Arrays.copyOf(ip.getAddress(), 8), 16);
      return InetAddress.getByAddress(network).getHostAddress() + "/64";
    } catch (IllegalArgumentException | UnknownHostException _) {
      // Whatever a front calls its client.
      return address.substring(0, Math.min(LONGEST, address.length()));
    }
  }
}
