package dev.overwinter.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Signs the tokens of whoever may read the secrets directory, and reads them back (JWT, HS256,
/// with a key that exists nowhere else). What accounts present is [AccessTokens]'.
public final class TokenSigner {
  private static final String ISSUER = "overwinter";
  private static final String EPOCH = "epoch";

  /// Subject of tokens that were made from the secrets directory, without an account.
  static final String LOCAL = "local";

  private final byte[] key;
  private final Clock clock;

  /// Uses a key of at least 256 bits.
  public TokenSigner(byte[] key, Clock clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  /// A token and what it says.
  ///
  /// @param text what the client sends
  /// @param claims what it says
  public record Signed(String text, Claims claims) {}

  /// What a token says.
  ///
  /// @param id its own id
  /// @param subject the account's id, or `local`
  /// @param epoch the account's epoch when it was signed
  /// @param expires when it ends
  public record Claims(String id, String subject, int epoch, Instant expires) {}

  /// An admin's token that belongs to no account.
  public Signed local(Duration life) {
    return sign(LOCAL, 0, life);
  }

  private Signed sign(String subject, int epoch, Duration life) {
    var now = clock.instant();
    var claims = new Claims(UUID.randomUUID().toString(), subject, epoch, now.plus(life));
    var set =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .jwtID(claims.id())
            .subject(subject)
            .claim(EPOCH, epoch)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(claims.expires()))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
    try {
      jwt.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("token cannot be signed", e);
    }
    return new Signed(jwt.serialize(), claims);
  }

  /// What a token says; empty unless we signed it and it has not expired.
  Optional<Claims> read(String text) {
    try {
      var jwt = SignedJWT.parse(text);
      // The algorithm is ours to choose, never the token's.
      if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
          || !jwt.verify(new MACVerifier(key))) {
        return Optional.empty();
      }
      return claims(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  private Optional<Claims> claims(JWTClaimsSet set) throws ParseException {
    @Nullable Date expires = set.getExpirationTime();
    @Nullable Integer epoch = set.getIntegerClaim(EPOCH);
    @Nullable String id = set.getJWTID();
    @Nullable String subject = set.getSubject();
    if (expires == null
        || epoch == null
        || id == null
        || subject == null
        || !ISSUER.equals(set.getIssuer())
        || !clock.instant().isBefore(expires.toInstant())) {
      return Optional.empty();
    }
    return Optional.of(new Claims(id, subject, epoch, expires.toInstant()));
  }
}
