package dev.overwinter.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/// Cookies of the dashboard: out of reach of scripts and, over TLS, of whatever else has this host
/// name. Cookies know no ports, and a game may speak HTTP on one of its own: browsers take one that
/// is called `__Host-…` from a TLS answer of this very host only, so that no other port and no
/// other host of the domain can plant one.
public final class HostCookie {
  private static final String PREFIX = "__Host-";

  private HostCookie() {}

  /// What a browser presents; nothing when it is empty.
  public static Optional<String> read(HttpServletRequest request, String name) {
    return Optional.ofNullable(WebUtils.getCookie(request, name(request, name)))
        .map(cookie -> cookie.getValue())
        .filter(value -> !value.isEmpty());
  }

  /// Gives one to a browser, or takes it away (empty, for no time).
  ///
  /// @param life null for as long as the browser runs
  /// @param sameSite `Strict`, or `Lax` for those that links of other sites bring along
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      @Nullable Duration life,
      String sameSite) {
    var cookie =
        ResponseCookie.from(name(request, name), value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite(sameSite)
            .path("/");
    if (life != null) {
      cookie.maxAge(life);
    }
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
  }

  private static String name(HttpServletRequest request, String name) {
    return request.isSecure() ? PREFIX + name : name;
  }
}
