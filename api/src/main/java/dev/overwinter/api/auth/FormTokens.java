package dev.overwinter.api.auth;

import dev.overwinter.api.HostCookie;
import dev.overwinter.api.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/// Proves that a form comes from this dashboard: its token is a keyed hash of the login (before a
/// login: of a visit cookie), so nothing is stored, every tab has a token that works, and a token
/// dies with its session.
@Component
final class FormTokens implements CsrfTokenRepository {
  private static final String VISIT = "overwinter_visit";
  private static final String PARAMETER = "_csrf";
  private static final String HEADER = "X-CSRF-TOKEN";

  private final SecretKeySpec key;

  FormTokens(Secrets secrets) {
    this.key = new SecretKeySpec(secrets.tokenKey(), "HmacSHA256");
  }

  /// A token whose visit cookie has still to be set.
  private record NewVisit(String visit, String token) implements CsrfToken {
    private static final long serialVersionUID = 1L;

    @Override
    public String getHeaderName() {
      return HEADER;
    }

    @Override
    public String getParameterName() {
      return PARAMETER;
    }

    @Override
    public String getToken() {
      return token;
    }
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    var known = loadToken(request);
    if (known != null) {
      return known;
    }
    var visit = Secrets.random();
    return new NewVisit(visit, of(visit(visit)));
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    if (token instanceof NewVisit(var visit, var _)) {
      HostCookie.write(request, response, VISIT, visit, null, "Lax");
    }
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return login()
        .or(() -> HostCookie.read(request, VISIT).map(FormTokens::visit))
        .map(seed -> new DefaultCsrfToken(HEADER, PARAMETER, of(seed)))
        .orElse(null);
  }

  /// The login that [TokenFilter] has found to last: what a cookie says about itself may have been
  /// planted.
  private static Optional<String> login() {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Actor actor
        ? Optional.of("login:" + actor.tokenId())
        : Optional.empty();
  }

  private static String visit(String cookie) {
    return "visit:" + cookie;
  }

  private String of(String seed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var hash = mac.doFinal(("form:" + seed).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
