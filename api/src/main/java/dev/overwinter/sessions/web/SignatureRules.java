package dev.overwinter.sessions.web;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Whether a game has signed a request, and when: pure functions of the request, the secrets and
/// the time.
final class SignatureRules {
  /// As Python reads a whole number, since signers of the older system were checked by it.
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(?:_[0-9]+)*");

  private static final int LONGEST_NUMBER = 40;

  private SignatureRules() {}

  /// Why a request is not taken, in the order in which that is looked at.
  enum Fault {
    /// A header is missing, the time is no whole number, or no secret fits.
    INVALID,
    /// It was signed too long ago, or by a clock that is ahead.
    STALE
  }

  /// What is wrong before any secret is tried; empty when nothing is.
  ///
  /// @param skew how far the clocks may be apart; exactly that is not too far
  static Optional<Fault> fault(SignedRequest request, Instant now, Duration skew) {
    if (request.timestamp().isEmpty() || request.signature().isEmpty()) {
      return Optional.of(Fault.INVALID);
    }
    var at = seconds(request.timestamp().get());
    if (at.isEmpty()) {
      return Optional.of(Fault.INVALID);
    }
    var apart = at.get().subtract(BigInteger.valueOf(now.getEpochSecond())).abs();
    return apart.compareTo(BigInteger.valueOf(skew.toSeconds())) > 0
        ? Optional.of(Fault.STALE)
        : Optional.empty();
  }

  /// When it was signed, in seconds since 1970. Only for a request without a fault.
  static long signedAt(SignedRequest request) {
    return request.timestamp().flatMap(SignatureRules::seconds).orElseThrow().longValueExact();
  }

  /// Whether one of the secrets fits. All of them are tried, each in the same time, so that nobody
  /// learns from the clock which one was nearly right.
  static boolean fits(SignedRequest request, Collection<String> secrets) {
    var given = request.signature().orElse("").getBytes(StandardCharsets.UTF_8);
    var canonical = request.canonical();
    boolean fits = false;
    for (var secret : secrets) {
      var expected = sign(secret, canonical).getBytes(StandardCharsets.US_ASCII);
      fits |= MessageDigest.isEqual(expected, given);
    }
    return fits;
  }

  /// HMAC-SHA256 in lower-case hex.
  ///
  /// @param secret not empty
  static String sign(String secret, String canonical) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// SHA-256 of a body in lower-case hex.
  static String hash(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<BigInteger> seconds(String text) {
    var digits = text.strip();
    return digits.length() <= LONGEST_NUMBER && WHOLE.matcher(digits).matches()
        ? Optional.of(new BigInteger(digits.replace("_", "")))
        : Optional.empty();
  }
}
