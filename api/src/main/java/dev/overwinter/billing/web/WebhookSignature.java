package dev.overwinter.billing.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature `t=<seconds>,v1=<hex>[,v1=…]` of an event: HMAC-SHA256 over `<seconds>.<body>`.
/// Several `v1` come while a secret is being replaced; other schemes are ignored.
final class WebhookSignature {
  /// How old or new an event may say that it is.
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int MOST = 1_000;
  private static final String SCHEME = "v1";

  private WebhookSignature() {}

  /// Whether somebody who knows the secret signed this body a moment ago.
  static boolean isOf(byte[] body, String header, String secret, Instant now) {
    if (header.length() > MOST || secret.isEmpty()) {
      return false;
    }
    var at = "";
    List<String> signatures = new ArrayList<>();
    for (var part : header.split(",", -1)) {
      var pair = part.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals("t")) {
        at = pair[1];
      } else if (pair.length == 2 && pair[0].equals(SCHEME)) {
        signatures.add(pair[1]);
      }
    }
    if (!at.matches("\\d{1,11}") || isFar(Long.parseLong(at), now)) {
      return false;
    }
    var expected = hmac(at, body, secret);
    // Not the first that fits: how long this takes must tell nothing.
    var fits = false;
    for (var signature : signatures) {
      fits |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII));
    }
    return fits;
  }

  private static boolean isFar(long seconds, Instant now) {
    return Duration.between(Instant.ofEpochSecond(seconds), now).abs().compareTo(TOLERANCE) > 0;
  }

  /// A header that [#isOf] accepts.
  static String sign(byte[] body, String secret, Instant now) {
    var at = String.valueOf(now.getEpochSecond());
    return "t="
        + at
        + ","
        + SCHEME
        + "="
        + new String(hmac(at, body, secret), StandardCharsets.US_ASCII);
  }

  private static byte[] hmac(String at, byte[] body, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((at + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body)).getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
