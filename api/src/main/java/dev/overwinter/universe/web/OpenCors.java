package dev.overwinter.universe.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Which pages of others may call the older paths from a browser. These paths never look at
/// cookies, so any page may, and be told that credentials are fine, unless the operator says which.
/// Where cookies do count (logging in and out) credentials are not allowed.
final class OpenCors {
  private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

  private final Set<String> origins;

  OpenCors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  private boolean allows(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }

  static boolean isPreflight(HttpServletRequest request) {
    return "OPTIONS".equals(request.getMethod())
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /// Marks an answer for the page that asked; before anything is written.
  void mark(HttpServletRequest request, HttpServletResponse response, boolean credentials) {
    response.addHeader("Vary", "Origin");
    var origin = request.getHeader("Origin");
    if (origin != null && allows(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      if (credentials) {
        response.setHeader("Access-Control-Allow-Credentials", "true");
      }
    }
  }

  /// Answers a browser that asks first.
  void preflight(HttpServletRequest request, HttpServletResponse response, boolean credentials)
      throws IOException {
    mark(request, response, credentials);
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
