package dev.overwinter.rooms.web;

import dev.overwinter.api.TemporalCalls;
import dev.overwinter.rooms.RoomId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request of the older forms. Confined to its thread.
///
/// @param parts what stands in the path where its route has a name
record OlderAsk(
    HttpServletRequest request,
    HttpServletResponse response,
    Map<String, String> parts,
    JsonMapper json) {
  /// Nothing that is sent here is larger.
  private static final int MOST = 64 * 1024;

  /// A pair of the query.
  record Pair(String name, String value) {}

  String part(String name) {
    return parts.getOrDefault(name, "");
  }

  /// The room that the path names; whatever can be none is one that is not there.
  Optional<RoomId> room() {
    return RoomId.parse(part("room"));
  }

  String address() {
    return request.getRemoteAddr();
  }

  /// A client's own key.
  Optional<String> key() {
    var key = request.getHeader(TemporalCalls.KEY);
    if (key != null && !key.matches(RoomCommands.KEY)) {
      throw wrong("Idempotency-Key " + RoomCommands.KEY_WORDS);
    }
    return Optional.ofNullable(key);
  }

  /// The query in its order, decoded.
  List<Pair> query() {
    var pairs = new ArrayList<Pair>();
    var text = request.getQueryString();
    for (var pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      pairs.add(
          new Pair(
              decoded(equals < 0 ? pair : pair.substring(0, equals)),
              equals < 0 ? "" : decoded(pair.substring(equals + 1))));
    }
    return pairs;
  }

  List<String> all(String name) {
    return query().stream().filter(pair -> pair.name().equals(name)).map(Pair::value).toList();
  }

  Optional<String> one(String name) {
    return all(name).stream().findFirst();
  }

  static String decoded(String text) {
    try {
      var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf('\0') < 0) { // which PostgreSQL has no place for
        return decoded;
      }
    } catch (IllegalArgumentException _) {
      // The same complaint.
    }
    throw wrong("the address cannot be read");
  }

  static OlderAnswer.Thrown wrong(String error) {
    return new OlderAnswer.Thrown(OlderAnswer.no(400, error));
  }

  /// The body, an object.
  JsonNode body() {
    byte[] bytes;
    try {
      bytes = request.getInputStream().readNBytes(MOST + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.length > MOST) {
      throw new OlderAnswer.Thrown(OlderAnswer.no(413, "body too large"));
    }
    try {
      var read = json.readTree(bytes);
      if (read != null && read.isObject()) {
        return read;
      }
    } catch (JacksonException _) {
      // The same complaint as for what is no object.
    }
    throw wrong("the body must be a JSON object");
  }
}
