package dev.overwinter.rooms.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of the older forms.
///
/// @param status of HTTP
/// @param body a JSON value; bytes of another type; null for none
/// @param type of the body
record OlderAnswer(int status, @Nullable Object body, String type) {
  private static final String JSON = "application/json";

  static OlderAnswer json(int status, Object body) {
    return new OlderAnswer(status, body, JSON);
  }

  static OlderAnswer ok(Object body) {
    return json(200, body);
  }

  static OlderAnswer none() {
    return new OlderAnswer(204, null, JSON);
  }

  static OlderAnswer bare(int status) {
    return json(status, Map.of());
  }

  static OlderAnswer no(int status, String error) {
    return json(status, Map.of("error", error));
  }

  static OlderAnswer html(String text) {
    return new OlderAnswer(200, text.getBytes(StandardCharsets.UTF_8), "text/html;charset=utf-8");
  }

  static OlderAnswer png(byte[] bytes) {
    return new OlderAnswer(200, bytes, "image/png");
  }

  /// On its way to the client, where going on makes no sense.
  static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OlderAnswer answer;

    Thrown(OlderAnswer answer) {
      super(String.valueOf(answer.status()), null, false, false);
      this.answer = answer;
    }

    OlderAnswer answer() {
      return answer;
    }
  }
}
