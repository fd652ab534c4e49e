package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.auth.FurtherDoor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets admins open payloads from Temporal's UI: that one page of another origin may ask with an
/// admin's cookies, and no other. A body of JSON cannot be sent to another origin before this door
/// was asked, so that it needs no form's token. Before the door of rooms, which is wide open.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CodecDoor implements FurtherDoor {
  static final String DECODE = "/api/rooms/codec/decode";

  private final @Nullable String ui;

  CodecDoor(ApiConfig config) {
    ui = config.temporalUi() == null ? null : origin(URI.create(config.temporalUi()));
  }

  private static String origin(URI url) {
    var port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port;
  }

  @Override
  public void addTo(HttpSecurity http) {
    http.authorizeHttpRequests(doors -> doors.requestMatchers(DECODE).hasRole("ADMIN"))
        .csrf(forms -> forms.ignoringRequestMatchers(request -> isHere(request) && isJson(request)))
        .addFilterBefore(new Cors(), CsrfFilter.class);
  }

  private static boolean isHere(HttpServletRequest request) {
    return DECODE.equals(request.getRequestURI());
  }

  private static boolean isJson(HttpServletRequest request) {
    var type = request.getContentType();
    return type != null && type.startsWith(MediaType.APPLICATION_JSON_VALUE);
  }

  private final class Cors extends OncePerRequestFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !isHere(request);
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      response.addHeader("Vary", "Origin");
      var origin = request.getHeader("Origin");
      boolean known = origin != null && origin.equals(ui);
      if (known) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Credentials", "true");
      }
      if (!"OPTIONS".equals(request.getMethod())) {
        chain.doFilter(request, response);
        return;
      }
      if (known) {
        response.setHeader("Access-Control-Allow-Methods", "POST");
        response.setHeader(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Namespace");
        response.setHeader("Access-Control-Max-Age", "600");
      }
      response.setStatus(
          known ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_FORBIDDEN);
    }
  }
}
