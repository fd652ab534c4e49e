package dev.overwinter.api.auth.development;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes whoever types a name for that person, for this one request.
final class TypedName extends OncePerRequestFilter {
  static final String NAME = "name";
  static final String NEW_PERSON = "new_person";
  private static final int LONGEST = 64;
  private static final int LETTERS = 6;

  private final SecureRandom random = new SecureRandom();

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"POST".equals(request.getMethod())
        || !SignInPage.AUTHORIZE.equals(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    name(request).ifPresent(TypedName::remember);
    chain.doFilter(request, response);
  }

  private Optional<String> name(HttpServletRequest request) {
    var typed = request.getParameter(NAME);
    var name = typed == null ? "" : typed.strip();
    if (name.isEmpty()
        || name.length() > LONGEST
        || name.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    // Letters that the page after it shows: whoever types them, too, is the same person again.
    return Optional.of(
        request.getParameter(NEW_PERSON) == null
            ? name
            : name + "-" + HexFormat.of().toHexDigits(random.nextLong(), LETTERS));
  }

  private static void remember(String name) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(name, null, List.of()));
    SecurityContextHolder.setContext(context);
  }
}
