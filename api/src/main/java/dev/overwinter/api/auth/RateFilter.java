package dev.overwinter.api.auth;

import dev.overwinter.api.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets nobody ask too often: accounts by account, strangers by address. Making accounts has a
/// tighter budget. Programs of the house (proxies, nodes, the operator's own token) are not held.
final class RateFilter extends OncePerRequestFilter {
  private final Rates rates;
  private final ProblemWriter problems;
  private final Predicate<HttpServletRequest> held;

  RateFilter(Rates rates, ProblemWriter problems, Predicate<HttpServletRequest> held) {
    this.rates = rates;
    this.problems = problems;
    this.held = held;
  }

  /// What is answered before anybody knows who asks.
  static boolean isJourney(HttpServletRequest request) {
    var path = request.getRequestURI();
    return path.startsWith("/auth/login/") || path.startsWith("/auth/callback/");
  }

  /// Everything but the programs of the house, and what costs nothing.
  static boolean isHeld(HttpServletRequest request) {
    var path = request.getRequestURI();
    return !(path.startsWith("/api/proxy/")
        || SecurityConfig.isNodes(path)
        || AgentDoor.isFor(request)
        || path.startsWith("/api/rooms") // commands of a game are faster, and counted there
        || path.startsWith("/assets/")
        || path.startsWith("/webjars/")
        || path.startsWith("/swagger-ui/")
        || path.startsWith("/actuator/")
        || "/healthz".equals(path));
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !held.test(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var pause = pause(request);
    if (pause.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    refuse(request, response, pause.get(), problems);
  }

  static void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      Duration pause,
      ProblemWriter problems)
      throws IOException {
    long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    problems.answer(
        request,
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "Rate limit exceeded. Try again in " + seconds + " s.");
  }

  private Optional<Duration> pause(HttpServletRequest request) {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    var actor =
        authentication != null && authentication.getPrincipal() instanceof Actor known
            ? known
            : null;
    if (actor != null && actor.isLocal()) {
      return Optional.empty();
    }
    var caller = Callers.of(request.getRemoteAddr());
    try {
      var path = request.getRequestURI();
      boolean makes =
          "POST".equals(request.getMethod())
              && (path.equals("/auth/register") || path.endsWith("/register"));
      var tight = makes ? rates.take(rates.accounts(), caller) : Optional.<Duration>empty();
      return tight.isPresent()
          ? tight
          : rates.take(
              rates.usual(), actor == null ? "caller " + caller : "account " + actor.accountId());
    } catch (DataAccessException | TransactionException _) {
      return Optional.empty(); // whatever needs the database says so itself
    }
  }
}
