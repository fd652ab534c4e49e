package dev.overwinter.sessions.web;

import java.util.Objects;
import java.util.Optional;

/// What a game has signed, as it came over the wire.
///
/// @param method in upper case
/// @param path with its percent signs decoded
/// @param query as it was sent, without the question mark; empty for none
/// @param bodyHash SHA-256 of the bytes of the body, in lower-case hex
/// @param timestamp the header as received; empty when it was not sent
/// @param signature the header as received; empty when it was not sent
record SignedRequest(
    String method,
    String path,
    String query,
    String bodyHash,
    Optional<String> timestamp,
    Optional<String> signature) {
  SignedRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(bodyHash, "bodyHash");
  }

  /// What the signature is of: five lines, the last without an end.
  String canonical() {
    return String.join("\n", method, path, query, timestamp.orElse(""), bodyHash);
  }
}
