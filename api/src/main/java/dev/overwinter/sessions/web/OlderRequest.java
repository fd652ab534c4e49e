package dev.overwinter.sessions.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request of the older contract with its body read.
///
/// Reads nothing through the container's own parameters: they would take the body for a form, and
/// decode the query that is signed as it was sent.
final class OlderRequest {
  /// Nothing that is sent here is larger.
  static final int MOST = 64 * 1024;

  private final HttpServletRequest request;
  private final String path;
  private final byte[] body;

  private OlderRequest(HttpServletRequest request, String path, byte[] body) {
    this.request = request;
    this.path = path;
    this.body = body;
  }

  /// Reads it.
  ///
  /// @return empty when the body is too large
  static Optional<OlderRequest> read(HttpServletRequest request, String path) throws IOException {
    if (request.getContentLengthLong() > MOST) {
      return Optional.empty();
    }
    var body = request.getInputStream().readNBytes(MOST + 1);
    return body.length > MOST
        ? Optional.empty()
        : Optional.of(new OlderRequest(request, path, body));
  }

  /// The path with its percent signs decoded; empty when it has some that stand for nothing.
  static Optional<String> path(HttpServletRequest request) {
    var raw = request.getRequestURI();
    if (raw.indexOf('%') < 0) {
      return Optional.of(raw);
    }
    try {
      // A plus is a plus in a path.
      var bytes =
          URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }

  byte[] body() {
    return body;
  }

  @Nullable String contentType() {
    return request.getContentType();
  }

  /// Of the one at the other end, or of whom a front that is believed names.
  String address() {
    return request.getRemoteAddr();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name)).map(String::strip);
  }

  /// A header under either of its spellings.
  private Optional<String> header(String name, String other) {
    return header(name).or(() -> header(other)).filter(text -> !text.isEmpty());
  }

  /// What of it is signed.
  SignedRequest signed() {
    return new SignedRequest(
        request.getMethod().toUpperCase(Locale.ROOT),
        path,
        query(),
        SignatureRules.hash(body),
        header("Request-Timestamp", "Request_Timestamp"),
        header("Request-Signature", "Request_Signature"));
  }

  private String query() {
    var query = request.getQueryString();
    return query == null ? "" : query;
  }

  /// A parameter of the query; of several the last one.
  Optional<String> parameter(String name) {
    Optional<String> found = Optional.empty();
    for (var pair : query().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
        found = Optional.of(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // a percent sign that stands for itself
    }
  }
}
