package dev.overwinter.universe.web;

import java.util.LinkedHashMap;
import java.util.Map;

/// An answer of the older universe's paths.
///
/// @param status HTTP status
/// @param body what is written as JSON
/// @param headers beside the usual ones
record OlderReply(int status, Object body, Map<String, String> headers) {

  /// What was asked for.
  static OlderReply ok(Object body) {
    return new OlderReply(200, body, Map.of());
  }

  /// A refusal.
  ///
  /// @param detail a text, or a list of faults
  static OlderReply no(int status, Object detail) {
    return new OlderReply(status, Map.of("detail", detail), Map.of());
  }

  /// Nobody answers behind us.
  static OlderReply away(String detail) {
    return no(503, detail).with("Retry-After", "2");
  }

  OlderReply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new OlderReply(status, body, more);
  }
}
