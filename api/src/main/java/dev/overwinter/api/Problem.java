package dev.overwinter.api;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// A refusal on its way to the caller as `application/problem+json`. The detail is written for
/// people: it never holds the text of an exception.
public final class Problem extends ErrorResponseException {
  private static final long serialVersionUID = 1L;

  private Problem(HttpStatus status) {
    super(status);
  }

  /// A refusal.
  ///
  /// @param detail what is wrong and what was expected
  public static Problem of(HttpStatus status, String detail) {
    var problem = new Problem(status);
    problem.setDetail(detail);
    return problem;
  }

  /// A refusal of some fields.
  ///
  /// @param wrong field to what was expected
  public static Problem invalid(Map<String, String> wrong) {
    var sorted = new TreeMap<>(wrong);
    var detail =
        sorted.entrySet().stream()
            .map(field -> field.getKey() + ": " + field.getValue())
            .collect(Collectors.joining("; "));
    var problem = of(HttpStatus.UNPROCESSABLE_CONTENT, detail);
    var errors =
        sorted.entrySet().stream()
            .map(field -> Map.of("field", field.getKey(), "expected", field.getValue()))
            .toList();
    problem.getBody().setProperty("errors", errors);
    return problem;
  }

  /// The one answer about a server that is not there or belongs to somebody else.
  public static Problem serverNotFound() {
    return of(HttpStatus.NOT_FOUND, "Server not found");
  }

  /// Adds a word that programs can switch on.
  public Problem code(String code) {
    getBody().setProperty("code", code);
    setType(URI.create("urn:overwinter:problem:" + code.toLowerCase(java.util.Locale.ROOT)));
    return this;
  }

  /// Whether it bears that word.
  public boolean is(String code) {
    return is(getBody(), code);
  }

  static boolean is(ProblemDetail problem, String code) {
    var properties = problem.getProperties();
    return properties != null && code.equals(properties.get("code"));
  }

  /// Says when asking again makes sense.
  public Problem retryAfter(Duration pause) {
    if (pause.isPositive()) {
      getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds(pause)));
      getBody().setProperty("retry_after_seconds", seconds(pause));
    }
    return this;
  }

  private static long seconds(Duration pause) {
    return Math.max(1, pause.plusMillis(999).toSeconds());
  }
}
