package dev.overwinter.api.auth.oidc;

import dev.overwinter.api.HostCookie;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps a journey in the traveller's browser for ten minutes: encrypted and authenticated, so that
/// nobody can read or change it, and any api process can go on with it.
@Component
class Journeys implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  private static final String COOKIE = "overwinter_journey";
  private static final String ARRIVED = Journeys.class.getName() + ".arrived";
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Providers providers;
  private final Seal seal;
  private final JsonMapper json;
  private final Clock clock;

  Journeys(Providers providers, Secrets secrets, JsonMapper json, Clock clock) {
    this.providers = providers;
    this.seal = new Seal(secrets.derived("journey"));
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest going,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (going == null) {
      write(request, response, "", Duration.ZERO);
      return;
    }
    var journey = Journey.of(going, clock.instant().plus(LIFE));
    write(request, response, seal.seal(COOKIE, json.writeValueAsString(journey)), LIFE);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return journey(request)
        .flatMap(journey -> providers.find(journey.provider()).map(journey::request))
        .orElse(null);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    var journey = journey(request);
    var going = loadAuthorizationRequest(request);
    if (journey.isEmpty() || going == null) {
      return null;
    }
    write(request, response, "", Duration.ZERO);
    request.setAttribute(ARRIVED, journey.get());
    return going;
  }

  /// The journey that has just come to its end.
  static Optional<Journey> arrived(HttpServletRequest request) {
    return request.getAttribute(ARRIVED) instanceof Journey journey
        ? Optional.of(journey)
        : Optional.empty();
  }

  /// The journey that comes back with this request: not another one, and not by another door.
  private Optional<Journey> journey(HttpServletRequest request) {
    var cookie = HostCookie.read(request, COOKIE).orElse("");
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    try {
      var journey = json.readValue(seal.open(COOKIE, cookie), Journey.class);
      boolean here =
          Seal.isSealed(cookie)
              && request.getRequestURI().equals("/auth/callback/" + journey.provider())
              && journey.state().equals(request.getParameter(OAuth2ParameterNames.STATE))
              && clock.instant().isBefore(journey.expires());
      return here ? Optional.of(journey) : Optional.empty();
    } catch (IllegalArgumentException | JacksonException _) {
      return Optional.empty();
    }
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String value, Duration life) {
    // It must come back with a link from another site.
    HostCookie.write(request, response, COOKIE, value, life, "Lax");
  }
}
