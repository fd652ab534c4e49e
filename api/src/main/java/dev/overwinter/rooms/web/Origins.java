package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// Whether a page of another site makes a browser ask something with somebody's cookies. Browsers
/// name the page's origin with everything that may change something and with every socket; a
/// program that is no browser names none and has no cookies but its own.
@Component
class Origins {
  private final String own;

  Origins(ApiConfig config) {
    this.own = origin(config.nodes().publicUrl());
  }

  /// Whether it does.
  boolean foreign(HttpServletRequest request) {
    var origin = request.getHeader("Origin");
    if (origin == null) {
      var site = request.getHeader("Sec-Fetch-Site");
      return site != null && !site.equals("same-origin") && !site.equals("none");
    }
    var host = request.getHeader("Host");
    var asked = (request.isSecure() ? "https://" : "http://") + (host == null ? "" : host);
    return !origin(origin).equals(origin(asked)) && !origin(origin).equals(own);
  }

  private static String origin(String url) {
    try {
      var uri = new URI(url);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
      return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    } catch (URISyntaxException _) {
      return "no origin";
    }
  }
}
