package dev.overwinter.sessions.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads addresses of machines.
final class Addresses {
  private static final Pattern FORM = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

  private Addresses() {}

  /// An IPv4 address as it is usually written; empty for anything else.
  static Optional<String> ipv4(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return InetAddress.ofLiteral(text) instanceof Inet4Address address
          ? Optional.of(address.getHostAddress())
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
