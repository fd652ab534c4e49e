package dev.overwinter.api.auth;

import dev.overwinter.api.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// The door of the older node agent's paths: `X-Node-Secret` must be this installation's node
/// secret. There is no default; as long as nobody has made one, the paths do not exist. Paths that
/// the dashboard uses as well are told apart by the header.
public final class AgentDoor extends OncePerRequestFilter {
  /// What carries the secret.
  public static final String HEADER = "X-Node-Secret";

  /// Who calls, in audit and timeline; owner of what is deployed.
  public static final String NAME = "node-agent";

  private static final Pattern OWN = Pattern.compile("/deploy|/servers/[^/]+/stats");
  private static final Pattern ONE = Pattern.compile("/servers/[^/]+");
  private static final Pattern SHARED = Pattern.compile("/servers/[^/]+/(?:wake|hibernate|logs)");

  private final byte @Nullable [] expected;
  private final ProblemWriter problems;

  AgentDoor(Optional<String> secret, ProblemWriter problems) {
    this.expected = secret.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
    this.problems = problems;
  }

  /// Whether a request is for the agent. No other site can make a browser send the header.
  static boolean isFor(HttpServletRequest request) {
    var path = request.getRequestURI();
    boolean shared = SHARED.matcher(path).matches() && request.getHeader(HEADER) != null;
    return shared
        || OWN.matcher(path).matches()
        || ("DELETE".equals(request.getMethod()) && ONE.matcher(path).matches());
  }

  /// Whether the older paths exist at all.
  public boolean exists() {
    return expected != null;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !isFor(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var secret = request.getHeader(HEADER);
    if (expected == null) {
      problems.write(response, HttpStatus.NOT_FOUND, "There is nothing here");
    } else if (secret == null) {
      problems.write(
          response, HttpStatus.UNPROCESSABLE_CONTENT, HEADER + ": missing (expected: the header)");
    } else if (!MessageDigest.isEqual(expected, secret.getBytes(StandardCharsets.UTF_8))) {
      problems.write(response, HttpStatus.FORBIDDEN, "Invalid node secret");
    } else {
      remember();
      chain.doFilter(request, response);
    }
  }

  private static void remember() {
    var actor = new Actor(NAME, NAME, true, false, 0, NAME, Instant.MAX);
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            actor, null, List.of(new SimpleGrantedAuthority("ROLE_ADMIN"))));
    SecurityContextHolder.setContext(context);
  }
}
