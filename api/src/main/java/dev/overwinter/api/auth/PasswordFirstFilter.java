package dev.overwinter.api.auth;

import dev.overwinter.api.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets somebody with a one-time password do nothing but choose their own.
final class PasswordFirstFilter extends OncePerRequestFilter {
  private static final Set<String> OPEN =
      Set.of(
          "/auth/password",
          "/auth/logout",
          "/auth/logout/everywhere",
          "/auth/login",
          "/auth/refresh",
          "/auth/me",
          "/api/me",
          "/.well-known/jwks.json",
          "/healthz",
          "/favicon.ico");

  private final ProblemWriter problems;

  PasswordFirstFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    var path = request.getRequestURI();
    boolean held =
        authentication != null
            && authentication.getPrincipal() instanceof Actor actor
            && actor.mustChange()
            && !OPEN.contains(path)
            && !path.startsWith("/assets/")
            && !path.startsWith("/webjars/");
    if (!held) {
      chain.doFilter(request, response);
    } else if (ProblemWriter.wantsPage(request)) {
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader("Location", "/auth/password");
    } else {
      problems.write(
          response,
          HttpStatus.FORBIDDEN,
          "The one-time password must be replaced first: POST /auth/password with"
              + " current_password and new_password.");
    }
  }
}
