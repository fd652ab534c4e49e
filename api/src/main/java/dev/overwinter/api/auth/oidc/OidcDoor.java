package dev.overwinter.api.auth.oidc;

import dev.overwinter.api.Notice;
import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.access.Invitations;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Arrivals;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FurtherDoor;
import dev.overwinter.api.auth.Identities;
import dev.overwinter.api.auth.Origin;
import dev.overwinter.api.auth.Paths;
import dev.overwinter.api.auth.SessionCookie;
import dev.overwinter.api.auth.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// The door for those who come back from a provider. Spring has checked state, code, PKCE and the
/// ID token (signature, issuer, audience, times, nonce) before [#arrived] is called.
@Component
class OidcDoor implements FurtherDoor {
  private static final Logger LOG = LoggerFactory.getLogger(OidcDoor.class);
  private static final Duration ASKED = Duration.ofMinutes(10);
  private static final int LONGEST = 300;
  private static final String INVITE = "/invite/";
  private static final String ACTION = "GET /auth/callback/{provider}";

  private final Providers providers;
  private final Departures departures;
  private final Journeys journeys;
  private final Arrivals arrivals;
  private final Invitations invitations;
  private final Sessions sessions;
  private final AuditInterceptor audit;
  private final ProblemWriter problems;
  private final Clock clock;

  OidcDoor(
      Providers providers,
      Departures departures,
      Journeys journeys,
      Arrivals arrivals,
      Invitations invitations,
      Sessions sessions,
      AuditInterceptor audit,
      ProblemWriter problems,
      Clock clock) {
    this.providers = providers;
    this.departures = departures;
    this.journeys = journeys;
    this.arrivals = arrivals;
    this.invitations = invitations;
    this.sessions = sessions;
    this.audit = audit;
    this.problems = problems;
    this.clock = clock;
  }

  @Override
  public void addTo(HttpSecurity http) {
    http.oauth2Login(login ->
        login
            .loginPage("/auth/login")
            .clientRegistrationRepository(providers)
            .authorizedClientRepository(new NoClients())
            .authorizationEndpoint(going ->
                going
                    .authorizationRequestResolver(departures)
                    .authorizationRequestRepository(journeys))
            .redirectionEndpoint(back -> back.baseUri("/auth/callback/*"))
            .successHandler(this::arrived)
            .failureHandler(this::refused));
  }

  private void arrived(
      HttpServletRequest request, HttpServletResponse response, Authentication proof)
      throws IOException {
    SecurityContextHolder.clearContext(); // it proves who they are, not what they may
    var journey = Journeys.arrived(request).orElseThrow();
    if (!(proof.getPrincipal() instanceof OidcUser user)) {
      throw new IllegalStateException("no ID token");
    }
    try {
      if (!arrivals.first(journey.state(), journey.expires())) {
        refuse(request, response, "Authentication failed");
        return;
      }
      var identity = identity(journey, user);
      end(request, response, journey, welcome(request, journey, identity, user));
    } catch (IllegalArgumentException e) {
      LOG.info("{} sends somebody whom nobody can be: {}", journey.provider(), e.getMessage());
      refuse(request, response, "Authentication failed");
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("nobody can be let in: {}", e.toString());
      response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      problems.answer(
          request,
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "The database cannot be reached, so nobody can be let in. Try again in 2 seconds.");
    }
  }

  private Arrivals.Outcome welcome(
      HttpServletRequest request, Journey journey, Identities.Identity identity, OidcUser user) {
    if (journey.link().isEmpty()) {
      var origin = Origin.of(request, journey.provider());
      return signIn(journey, identity, user, proves(journey, user) ? origin : origin.unproved());
    }
    boolean stillIn =
        sessions.visitor(request).map(Actor::accountId).filter(journey.link()::equals).isPresent();
    return stillIn
        ? arrivals.link(journey.link(), identity)
        : new Arrivals.Refused("You are not logged in any more. Log in and try again.");
  }

  /// A provider lets whom it knows through without a word: that is no proof of now.
  private boolean proves(Journey journey, OidcUser user) {
    var asked = user.getAuthenticatedAt();
    return asked == null ? journey.prompted() : asked.isAfter(clock.instant().minus(ASKED));
  }

  private Arrivals.Outcome signIn(
      Journey journey, Identities.Identity identity, OidcUser user, Origin origin) {
    return arrivals.signIn(identity, wish(user), account -> accept(journey, account), origin);
  }

  private Optional<String> accept(Journey journey, String account) {
    var next = Paths.local(journey.next(), "/");
    return next.startsWith(INVITE)
        ? invitations.accept(next.substring(INVITE.length()), account)
        : Optional.empty();
  }

  private void end(
      HttpServletRequest request,
      HttpServletResponse response,
      Journey journey,
      Arrivals.Outcome outcome)
      throws IOException {
    switch (outcome) {
      case Arrivals.In(var session, var server) -> {
        sessions.replace(request, session);
        SessionCookie.write(request, response, session);
        audit.write(request, session.actor().name(), ACTION, journey.provider(), 303);
        to(
            response,
            server.isEmpty() ? Paths.local(journey.next(), "/dashboard") : "/servers/" + server);
      }
      case Arrivals.Linked _ -> {
        audit.write(request, name(request), ACTION, "link " + journey.provider(), 303);
        Notice.good("Linked: from now on it opens your account, too.").leave(request, response);
        to(response, "/account");
      }
      case Arrivals.Refused(var why) -> {
        audit.write(request, "nobody", ACTION, journey.provider(), 403);
        problems.answer(request, response, HttpStatus.FORBIDDEN, why);
      }
    }
  }

  private String name(HttpServletRequest request) {
    return sessions.visitor(request).map(Actor::name).orElse("nobody");
  }

  private void refused(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    // A provider's own words are as long and as odd as it likes.
    var told = String.valueOf(why.getMessage()).replaceAll("[^\\x20-\\x7e]", "?");
    LOG.info(
        "{} was refused: {}",
        request.getRequestURI(),
        told.substring(0, Math.min(LONGEST, told.length())));
    refuse(request, response, "Authentication failed");
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, String why)
      throws IOException {
    problems.answer(request, response, HttpStatus.BAD_REQUEST, why);
  }

  private static void to(HttpServletResponse response, String path) {
    response.setStatus(HttpStatus.SEE_OTHER.value());
    response.setHeader(HttpHeaders.LOCATION, path);
  }

  private static Identities.Identity identity(Journey journey, OidcUser user) {
    var label = first(user.getEmail(), user.getPreferredUsername(), user.getFullName());
    return new Identities.Identity(
        user.getIssuer().toExternalForm(), user.getSubject(), journey.provider(), label);
  }

  private static String wish(OidcUser user) {
    return first(user.getPreferredUsername(), user.getFullName(), user.getEmail());
  }

  private static String first(@Nullable String... texts) {
    return Stream.of(texts).filter(text -> text != null && !text.isBlank()).findFirst().orElse("");
  }
}
