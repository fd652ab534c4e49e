package dev.overwinter.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// One line that the next page shows: how the form that was just sent has ended. Kept in a cookie
/// for a minute at most, so no session is needed; shown escaped, so its content is harmless.
///
/// @param good whether it went well
/// @param text for people
public record Notice(boolean good, String text) {
  private static final String COOKIE = "overwinter_notice";
  private static final int MOST = 600;

  /// It went well.
  public static Notice good(String text) {
    return new Notice(true, text);
  }

  /// It did not.
  public static Notice bad(String text) {
    return new Notice(false, text);
  }

  /// Leaves it for the next page.
  public void leave(HttpServletRequest request, HttpServletResponse response) {
    var kept = text.length() > MOST ? text.substring(0, MOST) : text;
    var value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(((good ? "+" : "-") + kept).getBytes(StandardCharsets.UTF_8));
    add(request, response, value, Duration.ofMinutes(1));
  }

  /// Takes what the page before has left.
  static Optional<Notice> take(HttpServletRequest request, HttpServletResponse response) {
    var cookie = HostCookie.read(request, COOKIE);
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    add(request, response, "", Duration.ZERO);
    try {
      var bytes = Base64.getUrlDecoder().decode(cookie.get());
      var text = new String(bytes, StandardCharsets.UTF_8);
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new Notice(text.charAt(0) == '+', text.substring(1)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static void add(
      HttpServletRequest request, HttpServletResponse response, String value, Duration life) {
    HostCookie.write(request, response, COOKIE, value, life, "Lax");
  }
}
