package dev.overwinter.lab.simulators.game;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a request to a server endpoint: HMAC-SHA256, as lower-case hex, over method,
/// decoded path, raw query, timestamp and the hex SHA-256 of the body, with a line feed between.
public final class Signature {

  private Signature() {}

  /// Returns the signature.
  ///
  /// @param path decoded
  /// @param query as on the wire, without the question mark; empty for none
  /// @param timestamp as it is sent
  public static String of(
      String key, String method, String path, String query, String timestamp, byte[] body) {
    var canonical =
        String.join(
            "\n", method.toUpperCase(Locale.ROOT), path, query, timestamp, hex(sha256(body)));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return hex(mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
