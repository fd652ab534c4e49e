package dev.overwinter.sessions.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/// Which pages of others may call the older paths from a browser: those that the operator named,
/// and whatever is served on the reader's own machine. Credentials are never allowed.
final class Cors {
  private static final Pattern HERE =
      Pattern.compile("https?://(?:localhost|127\\.0\\.0\\.1)(?::[0-9]{1,5})?");
  private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

  /// Named by an operator who means everybody.
  private static final String ANY = "*";

  private final Set<String> origins;

  Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  boolean allows(String origin) {
    return origins.contains(ANY) || origins.contains(origin) || HERE.matcher(origin).matches();
  }

  static boolean isPreflight(HttpServletRequest request) {
    return "OPTIONS".equals(request.getMethod())
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /// Marks an answer for the page that asked; before anything is written.
  void mark(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Vary", "Origin");
    var origin = request.getHeader("Origin");
    if (origin != null && allows(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
    }
  }

  /// Answers a browser that asks first.
  void preflight(HttpServletRequest request, HttpServletResponse response) throws IOException {
    mark(request, response);
    boolean allowed = allows(request.getHeader("Origin"));
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    response.setHeader("Access-Control-Max-Age", "600");
    var wanted = request.getHeader("Access-Control-Request-Headers");
    if (wanted != null) {
      response.setHeader("Access-Control-Allow-Headers", wanted);
    }
    response.setStatus(allowed ? HttpServletResponse.SC_OK : HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType("text/plain;charset=utf-8");
    response
        .getOutputStream()
        .write((allowed ? "OK" : "Disallowed CORS origin").getBytes(StandardCharsets.UTF_8));
  }
}
