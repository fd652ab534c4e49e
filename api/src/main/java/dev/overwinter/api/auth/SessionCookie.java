package dev.overwinter.api.auth;

import dev.overwinter.api.HostCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A login as a browser keeps it: out of reach of scripts and of other sites' forms. Secure when
/// the request has come by TLS, also to the front that the operator named.
public final class SessionCookie {
  private static final String ACCESS = "access_token";
  private static final String REFRESH = "refresh_token";

  private SessionCookie() {}

  /// What a browser presents.
  public static Optional<String> read(HttpServletRequest request) {
    return HostCookie.read(request, ACCESS);
  }

  /// What renews it.
  static Optional<String> refresh(HttpServletRequest request) {
    return HostCookie.read(request, REFRESH);
  }

  /// Gives it to a browser.
  public static void write(
      HttpServletRequest request, HttpServletResponse response, Sessions.LoggedIn session) {
    // Both as long as the login: what the access token itself says ends it earlier.
    var life = Duration.between(Instant.now(), session.expires());
    add(request, response, ACCESS, session.access(), life);
    if (!session.refresh().isEmpty()) { // else another tab has been given it
      add(request, response, REFRESH, session.refresh(), life);
    }
  }

  /// Takes it away.
  public static void clear(HttpServletRequest request, HttpServletResponse response) {
    add(request, response, ACCESS, "", Duration.ZERO);
    add(request, response, REFRESH, "", Duration.ZERO);
  }

  private static void add(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      Duration life) {
    HostCookie.write(request, response, name, value, life, "Lax");
  }
}
