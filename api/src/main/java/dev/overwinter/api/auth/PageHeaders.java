package dev.overwinter.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/// What every answer tells a browser that it may not do.
public final class PageHeaders {
  // No inline script, no inline style, nothing from another host.
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private PageHeaders() {}

  /// Adds them to the answers of a chain.
  public static void addTo(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .addHeaderWriter(PageHeaders::contentPolicy)
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(
            policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=()"));
  }

  /// The API docs are a foreign program that styles itself; it gets that and nothing more.
  private static void contentPolicy(HttpServletRequest request, HttpServletResponse response) {
    boolean docs = request.getRequestURI().startsWith("/swagger-ui/");
    response.setHeader(
        "Content-Security-Policy",
        docs
            ? CONTENT_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
            : CONTENT_POLICY);
  }
}
