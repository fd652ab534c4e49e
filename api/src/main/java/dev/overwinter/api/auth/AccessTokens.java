package dev.overwinter.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.overwinter.api.ApiConfig;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Signs what a login is shown by for a quarter of an hour, and reads it back (JWT, ES256). Knows
/// nothing of logins that have ended: [Sessions] does.
@Component
class AccessTokens {
  private static final String ISSUER = "overwinter";
  private static final String SESSION = "sid";
  private static final String EPOCH = "epoch";

  private final SigningKeys keys;
  private final Duration life;
  private final Clock clock;

  AccessTokens(SigningKeys keys, ApiConfig config, Clock clock) {
    this.keys = keys;
    this.life = config.signIn().accessLife();
    this.clock = clock;
  }

  /// What a token says.
  ///
  /// @param subject the account's id
  /// @param session the login's id
  /// @param epoch the account's epoch when it was signed
  /// @param expires when it ends
  record Claims(String subject, String session, int epoch, Instant expires) {}

  /// A token and what it says.
  ///
  /// @param text what the client sends
  /// @param claims what it says
  record Signed(String text, Claims claims) {}

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it
  Signed sign(String subject, String session, int epoch) {
    var now = clock.instant();
    var claims = new Claims(subject, session, epoch, now.plus(life));
    var set =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(ISSUER)
            .jwtID(UUID.randomUUID().toString())
            .subject(subject)
            .claim(SESSION, session)
            .claim(EPOCH, epoch)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(claims.expires()))
            .build();
    var key = keys.current();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID())
            .build();
    var jwt = new SignedJWT(header, set);
    try {
      jwt.sign(new ECDSASigner(key));
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
      if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())) {
        return Optional.empty();
      }
      var key = keys.find(String.valueOf(jwt.getHeader().getKeyID()));
      if (key.isEmpty() || !jwt.verify(new ECDSAVerifier(key.get().toPublicJWK()))) {
        return Optional.empty();
      }
      return claims(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it
  private Optional<Claims> claims(JWTClaimsSet set) throws ParseException {
    @Nullable Date expires = set.getExpirationTime();
    @Nullable Integer epoch = set.getIntegerClaim(EPOCH);
    @Nullable String session = set.getStringClaim(SESSION);
    @Nullable String subject = set.getSubject();
    if (expires == null
        || epoch == null
        || session == null
        || subject == null
        || !ISSUER.equals(set.getIssuer())
        || !clock.instant().isBefore(expires.toInstant())) {
      return Optional.empty();
    }
    return Optional.of(new Claims(subject, session, epoch, expires.toInstant()));
  }
}
