package dev.overwinter.servers.docker;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Counts and sums what passes.
final class Sum {
  private final MessageDigest digest;
  private long bytes;

  Sum() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void add(byte[] some, int offset, int length) {
    digest.update(some, offset, length);
    bytes += length;
  }

  /// Lower-case hexadecimal; to be asked once, at the end.
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  long bytes() {
    return bytes;
  }
}
