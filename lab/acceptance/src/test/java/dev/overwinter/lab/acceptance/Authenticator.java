package dev.overwinter.lab.acceptance;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/// An app on somebody's phone that shows six digits.
final class Authenticator {
  private Authenticator() {}

  /// @param secret as a page shows it, with spaces
  static String code(String secret) {
    try {
      return new TimeBasedOneTimePasswordGenerator()
          .generateOneTimePasswordString(
              new SecretKeySpec(new Base32().decode(secret.replace(" ", "")), "HmacSHA1"),
              Instant.now());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
