package dev.overwinter.lab.benchmarks.sessions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests as games do. Safe for use by many threads.
final class Signing {
  private static final HexFormat HEX = HexFormat.of();

  private Signing() {}

  /// The signature of a POST.
  ///
  /// @param at seconds since 1970
  static String of(String secret, String path, String query, long at, byte[] body) {
    try {
      var hash = HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      var canonical = "POST\n%s\n%s\n%d\n%s".formatted(path, query, at, hash);
      return HEX.formatHex(mac.doFinal(bytes(canonical)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
