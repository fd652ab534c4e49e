package dev.overwinter.sessions.web;

import dev.overwinter.api.FieldFaults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer of the older contract: JSON, and when to ask again.
///
/// @param status HTTP status
/// @param body an object
/// @param retryAfter zero for no such header
/// @param about what the audit writes down; empty for nothing
record OlderAnswer(int status, Map<String, Object> body, Duration retryAfter, String about) {
  static final String NOT_FOUND = "Droplet not found in database.";

  /// What was asked for.
  static OlderAnswer ok(String... pairs) {
    var body = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      body.put(pairs[i], pairs[i + 1]);
    }
    return new OlderAnswer(200, body, Duration.ZERO, "");
  }

  /// A refusal in one line.
  static OlderAnswer no(int status, String detail) {
    return new OlderAnswer(status, Map.of("detail", detail), Duration.ZERO, "");
  }

  /// A refusal of fields.
  static OlderAnswer wrong(FieldFaults faults) {
    return new OlderAnswer(422, Map.of("detail", faults.list()), Duration.ZERO, "");
  }

  /// One shape, whatever the reason.
  static OlderAnswer notFound() {
    return no(404, NOT_FOUND);
  }

  /// The database or the control plane is away.
  static OlderAnswer away() {
    return no(503, "The platform does not answer. Nothing was lost; asking again is safe.")
        .after(Duration.ofSeconds(2));
  }

  OlderAnswer after(Duration pause) {
    return new OlderAnswer(status, body, pause, about);
  }

  OlderAnswer about(String what) {
    return new OlderAnswer(status, body, retryAfter, what);
  }
}
