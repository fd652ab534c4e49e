package dev.overwinter.notices.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Shows that a request is ours and when it was made: `t=<seconds since 1970>,v1=<HMAC-SHA256 in
/// hex>` of `<seconds>.<body>`, by the hook's secret as text.
public final class Signature {
  private Signature() {}

  /// Signs.
  public static String of(String secret, Instant at, String body) {
    var seconds = at.getEpochSecond();
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "t="
          + seconds
          + ",v1="
          + HexFormat.of()
              .formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
