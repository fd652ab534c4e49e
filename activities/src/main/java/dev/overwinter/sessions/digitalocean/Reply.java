package dev.overwinter.sessions.digitalocean;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// An answer as it came.
///
/// @param status of HTTP
/// @param json its body; empty when that is not JSON. Nothing of it is ever shown to people
/// @param limits what its headers say
record Reply(int status, Optional<JsonNode> json, Limits limits) {

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /// The provider's own words in lower case, to tell refusals apart; empty when there are none.
  String message() {
    return json.map(body -> body.path("message").asText(""))
        .orElse("")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
