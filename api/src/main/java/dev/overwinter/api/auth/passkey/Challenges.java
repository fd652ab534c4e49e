package dev.overwinter.api.auth.passkey;

import dev.overwinter.api.HostCookie;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.Arrivals;
import dev.overwinter.durable.Seal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps a challenge in the browser while its owner's device is asked, sealed, for five minutes.
/// Each is good for one answer, wherever that arrives.
@Component
class Challenges {
  private static final String COOKIE = "overwinter_passkey";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final Seal seal;
  private final JsonMapper json;
  private final Arrivals arrivals;
  private final Clock clock;

  private record Kept(String purpose, String challenge, Instant until) {}

  Challenges(Secrets secrets, JsonMapper json, Arrivals arrivals, Clock clock) {
    this.seal = new Seal(secrets.derived("passkey"));
    this.json = json;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  void keep(
      String purpose, Bytes challenge, HttpServletRequest request, HttpServletResponse response) {
    var kept = new Kept(purpose, challenge.toBase64UrlString(), clock.instant().plus(LIFE));
    write(request, response, seal.seal(COOKIE, json.writeValueAsString(kept)), LIFE);
  }

  /// The challenge that was kept for a purpose; nobody gets it a second time.
  Optional<Bytes> take(String purpose, HttpServletRequest request, HttpServletResponse response) {
    var cookie = HostCookie.read(request, COOKIE).orElse("");
    if (!Seal.isSealed(cookie)) {
      return Optional.empty();
    }
    write(request, response, "", Duration.ZERO);
    try {
      var kept = json.readValue(seal.open(COOKIE, cookie), Kept.class);
      boolean good =
          kept.purpose().equals(purpose)
              && clock.instant().isBefore(kept.until())
              && arrivals.first("passkey " + kept.challenge(), kept.until());
      return good ? Optional.of(Bytes.fromBase64(kept.challenge())) : Optional.empty();
    } catch (IllegalArgumentException | JacksonException _) {
      return Optional.empty();
    }
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String value, Duration life) {
    HostCookie.write(request, response, COOKIE, value, life, "Strict");
  }
}
