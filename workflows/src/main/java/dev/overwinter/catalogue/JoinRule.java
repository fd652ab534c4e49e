package dev.overwinter.catalogue;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// What counts as somebody who wants to play, on a port whose protocol the proxy does not know.
///
/// @param minBytes how many bytes the first payload has at least; a datagram, or what a connection
///   has sent so far
/// @param prefixHex what it begins with, in hexadecimal; empty when it may begin with anything
public record JoinRule(int minBytes, String prefixHex) {
  private static final int MOST_BYTES = 1024;
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){0,32}");

  /// Any payload at all.
  public static final JoinRule ANYTHING = new JoinRule(1, "");

  public JoinRule {
    Objects.requireNonNull(prefixHex, "prefixHex");
    prefixHex = prefixHex.toLowerCase(Locale.ROOT);
    if (minBytes < 1 || minBytes > MOST_BYTES) {
      throw new IllegalArgumentException("minBytes: " + minBytes + " (expected: 1..1024)");
    }
    if (!HEX.matcher(prefixHex).matches()) {
      throw new IllegalArgumentException(
          "prefixHex: " + prefixHex + " (expected: up to 32 bytes in hexadecimal)");
    }
  }
}
