package dev.overwinter.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.overwinter.api.Secrets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Signs what programs of the older universe present, and reads it back: JWT, HS256, and no claims
/// but `sub` (the player's number), `exp` (a day) and `jti`, which is the login. So it ends with
/// the login, everywhere and for good, whatever it says itself. Signed with a key of its own.
@Component
class PlayerTokens {
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Set<String> CLAIMS = Set.of("sub", "exp", "jti");

  private final byte[] key;
  private final Clock clock;

  PlayerTokens(Secrets secrets, Clock clock) {
    this.key = secrets.derived("player tokens");
    this.clock = clock;
  }

  /// A token.
  ///
  /// @param text what the client sends
  /// @param expires when it ends, if its login does not end before
  record Signed(String text, Instant expires) {}

  /// What a token says that we signed and that has not expired.
  ///
  /// @param player the player's number; null when there is none in it
  /// @param login the login
  record Claims(@Nullable Long player, String login) {}

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it
  Signed sign(long player, String login) {
    var expires = clock.instant().plus(LIFE);
    var set =
        new JWTClaimsSet.Builder()
            .subject(String.valueOf(player))
            .expirationTime(Date.from(expires))
            .jwtID(login)
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
    try {
      jwt.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("token cannot be signed", e);
    }
    return new Signed(jwt.serialize(), expires);
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

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it
  private Optional<Claims> claims(JWTClaimsSet set) {
    @Nullable Date expires = set.getExpirationTime();
    @Nullable String login = set.getJWTID();
    if (expires == null
        || login == null
        || !CLAIMS.containsAll(set.getClaims().keySet())
        || !clock.instant().isBefore(expires.toInstant())) {
      return Optional.empty();
    }
    return Optional.of(new Claims(number(set.getSubject()), login));
  }

  private static @Nullable Long number(@Nullable String subject) {
    return subject != null && subject.matches("[0-9]{1,18}") ? Long.valueOf(subject) : null;
  }
}
