package dev.overwinter.rooms.game;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// Chance that was drawn outside and is used up from the beginning, so that who decides stays a
/// pure function. Confined to one decision; never tells what is in it.
public final class Entropy {
  private static final int BLOCKS = 8;

  private final ByteBuffer drawn;

  private Entropy(ByteBuffer drawn) {
    this.drawn = drawn;
  }

  /// The bytes that a source for keys has drawn.
  public static Entropy of(byte[] drawn) {
    return new Entropy(ByteBuffer.wrap(drawn.clone()));
  }

  /// 256 bytes that follow from a secret of 32 drawn bytes and a number, and that nobody foretells
  /// who has not the secret: SHA-256 over both and a counter. A number is used once.
  ///
  /// @param secret hexadecimal digits
  static Entropy expanded(String secret, int number) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = ByteBuffer.allocate(BLOCKS * digest.getDigestLength());
      for (var block = 0; block < BLOCKS; block++) {
        digest.update(HexFormat.of().parseHex(secret));
        digest.update(ByteBuffer.allocate(8).putInt(number).putInt(block).flip());
        bytes.put(digest.digest());
      }
      return new Entropy(bytes.flip());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /// A number of 0 … bound - 1, each as likely as any other: a byte that would favour the low ones
  /// is thrown away.
  ///
  /// @param bound 1 to 256
  /// @throws IllegalStateException when too few bytes were drawn
  public int below(int bound) {
    if (bound < 1 || bound > 256) {
      throw new IllegalArgumentException("bound: " + bound + " (expected: 1..256)");
    }
    var fair = 256 - 256 % bound;
    int next;
    do {
      next = next();
    } while (next >= fair);
    return next % bound;
  }

  /// The same things in an order by chance, each order as likely as any other.
  public <T> List<T> shuffle(List<T> things) {
    var shuffled = new ArrayList<>(things);
    for (var last = shuffled.size() - 1; last > 0; last--) {
      Collections.swap(shuffled, last, below(last + 1));
    }
    return shuffled;
  }

  /// Hexadecimal digits.
  ///
  /// @param bytes two digits each
  public String hex(int bytes) {
    var text = new StringBuilder();
    for (var at = 0; at < bytes; at++) {
      HexFormat.of().toHexDigits(text, (byte) next());
    }
    return text.toString();
  }

  private int next() {
    if (!drawn.hasRemaining()) {
      throw new IllegalStateException("too little chance was drawn");
    }
    return drawn.get() & 0xff;
  }
}
