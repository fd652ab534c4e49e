package dev.overwinter.api.auth;

import dev.overwinter.api.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds out who makes a request: by the bearer header, or else by the session cookie. A header
/// that is no good is refused at once; a cookie that is no good counts as nobody.
final class TokenFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";
  private static final String GUEST = "guest_";

  // Whoever comes here has nothing else to present, or something that has ended.
  private static final Set<String> ENTRANCES =
      Set.of(
          "/auth/login",
          "/auth/login/code",
          "/auth/passkey",
          "/auth/passkey/options",
          "/auth/refresh",
          "/auth/register");

  private static final String ME = "/auth/me";

  private final Sessions sessions;
  private final PlayerDoor players;
  private final Rates rates;
  private final AuditInterceptor audit;
  private final ProblemWriter problems;

  TokenFilter(
      Sessions sessions,
      PlayerDoor players,
      Rates rates,
      AuditInterceptor audit,
      ProblemWriter problems) {
    this.sessions = sessions;
    this.players = players;
    this.rates = rates;
    this.audit = audit;
    this.problems = problems;
  }

  /// Whether a request carries its own proof, which no other site can make a browser send.
  static boolean bearer(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  /// What a bearer header holds.
  static String secret(String header) {
    return header.substring(BEARER.length()).strip();
  }

  /// Guests of rooms have no account; their tokens are looked at where rooms are.
  private static boolean isGuests(HttpServletRequest request) {
    return secret(request.getHeader(HttpHeaders.AUTHORIZATION)).startsWith(GUEST)
        && (request.getRequestURI().startsWith("/api/rooms")
            || request.getRequestURI().startsWith("/api/guests"));
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var path = request.getRequestURI();
    if (SecurityConfig.METRICS.equals(path)) {
      return !bearer(request); // Prometheus must learn of an outage of PostgreSQL, too
    }
    // Proxies and nodes have secrets of their own; the rest must answer without PostgreSQL.
    return path.startsWith("/api/proxy/")
        || SecurityConfig.isNodes(path)
        || path.startsWith("/assets/")
        || path.startsWith("/webjars/")
        || path.startsWith("/actuator/")
        || ("POST".equals(request.getMethod()) && ENTRANCES.contains(path))
        || "/healthz".equals(path);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Actor> actor;
    try {
      actor = actor(request, response);
    } catch (DataAccessException | TransactionException _) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      problems.write(
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "The database cannot be reached, so nobody can be let in. Try again in 2 seconds.");
      return;
    }
    if (actor.isEmpty() && bearer(request) && !isGuests(request)) {
      var pause = rates.takeIfCounted("caller " + Callers.of(request.getRemoteAddr()));
      if (pause.isPresent()) {
        RateFilter.refuse(request, response, pause.get(), problems);
        return;
      }
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      problems.write(
          response,
          HttpStatus.UNAUTHORIZED,
          ME.equals(request.getRequestURI())
              ? inWordsOfPlayers(request)
              : "The token is not valid, has expired, or was revoked.");
      return;
    }
    if (actor.isPresent() && ApiKeys.isKey(actor.get())) {
      var needed = Scope.needed(request);
      if (needed.isEmpty() || !actor.get().scopes().contains(needed.get())) {
        refuseKey(actor.get(), needed, request, response);
        return;
      }
    }
    actor.ifPresent(TokenFilter::remember);
    chain.doFilter(request, response);
  }

  /// Why a token is not taken, as programs of the older universe know it.
  private String inWordsOfPlayers(HttpServletRequest request) {
    try {
      var text = secret(request.getHeader(HttpHeaders.AUTHORIZATION));
      return players.find(text) instanceof PlayerDoor.Out(var why)
          ? why
          : "Could not validate credentials";
    } catch (DataAccessException | TransactionException _) {
      return "Could not validate credentials";
    }
  }

  /// Held to its owner's budget first, and only attempts at a change are recorded: without the
  /// path, which may hold a secret.
  private void refuseKey(
      Actor actor, Optional<Scope> needed, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var pause = rates.takeIfCounted("account " + actor.accountId());
    if (pause.isPresent()) {
      RateFilter.refuse(request, response, pause.get(), problems);
      return;
    }
    if (!"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod())) {
      audit.write(
          request,
          actor.name(),
          request.getMethod() + " beyond the scopes",
          actor.tokenId(),
          HttpStatus.FORBIDDEN.value());
    }
    problems.write(response, HttpStatus.FORBIDDEN, refusal(needed));
  }

  private static String refusal(Optional<Scope> needed) {
    return needed
        .map(scope -> "This API key lacks the scope " + scope.id() + ".")
        .orElse("No API key may do this: log in.");
  }

  private Optional<Actor> actor(HttpServletRequest request, HttpServletResponse response) {
    if (bearer(request)) {
      var text = secret(request.getHeader(HttpHeaders.AUTHORIZATION));
      return text.startsWith(ApiKeys.PREFIX)
          ? sessions.key(text, request.getRemoteAddr())
          : sessions.actor(text);
    }
    return SessionCookie.read(request)
        .flatMap(sessions::actor)
        .or(() -> SessionCookie.refresh(request).flatMap(token -> renew(token, request, response)));
  }

  /// A browser's access token has ended: its login goes on, or is over.
  private Optional<Actor> renew(
      String refresh, HttpServletRequest request, HttpServletResponse response) {
    var session = sessions.refresh(refresh, true, Origin.of(request, ""));
    session.ifPresent(renewed -> SessionCookie.write(request, response, renewed));
    return session.map(Sessions.LoggedIn::actor);
  }

  private static void remember(Actor actor) {
    var roles =
        actor.admin()
            ? List.of(new SimpleGrantedAuthority("ROLE_ADMIN"))
            : List.<SimpleGrantedAuthority>of();
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(actor, null, roles));
    SecurityContextHolder.setContext(context);
  }
}
