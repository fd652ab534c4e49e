package dev.overwinter.universe.web;

import dev.overwinter.api.FieldFaults;
import dev.overwinter.api.TemporalCalls;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request of an older path. Its parts are read when they are asked for, so that who may not is
/// refused before anything is looked at. Confined to the request's thread.
final class OlderCall {
  /// Nothing that is sent here is larger.
  private static final int MOST = 64 * 1024;

  /// Nobody pages further where anybody may ask: rows that are skipped are read all the same.
  static final int FARTHEST = 100_000;

  private final HttpServletRequest request;
  private final Map<String, String> path;
  private final JsonMapper json;
  private long player;
  private @Nullable JsonNode body;

  OlderCall(HttpServletRequest request, Map<String, String> path, JsonMapper json) {
    this.request = request;
    this.path = path;
    this.json = json;
  }

  /// Who asks, once the door has let them in; 0 for nobody.
  long player() {
    return player;
  }

  void seat(long number) {
    player = number;
  }

  /// What makes a repeated order the same one; empty when the client does not know it.
  ///
  /// @throws OlderRefusal 422 for a key that is no key: an order without one would be carried out
  ///   with each repetition, and the client believes that it is not
  Optional<String> idempotencyKey() {
    var key = request.getHeader(TemporalCalls.KEY);
    if (key != null && !key.matches(PlanetsController.KEY)) {
      throw wrong(
          new FieldFaults()
              .add(
                  "string_pattern_mismatch",
                  List.of("header", TemporalCalls.KEY),
                  "String should match pattern '" + PlanetsController.KEY + "'",
                  key,
                  Map.of("pattern", PlanetsController.KEY)));
    }
    return Optional.ofNullable(key);
  }

  /// Whether nothing tells a repetition from another order.
  boolean isUnkeyedOrder() {
    return !Set.of("GET", "HEAD").contains(request.getMethod())
        && request.getHeader(TemporalCalls.KEY) == null;
  }

  /// A part of the path.
  String part(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /// A number of the path.
  long number(String name) {
    return whole("path", name, part(name), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// A number of the query.
  int number(String name, int usual, int least, int most) {
    return parameter(name).map(text -> (int) whole("query", name, text, least, most)).orElse(usual);
  }

  /// A number of the query that has to be there.
  int number(String name, int least) {
    return parameter(name)
        .map(text -> (int) whole("query", name, text, least, Integer.MAX_VALUE))
        .orElseThrow(() -> wrong(FieldFaults.missingParameter(name)));
  }

  /// A text of the query.
  String text(String name, String usual) {
    return parameter(name).orElse(usual);
  }

  private Optional<String> parameter(String name) {
    var query = request.getQueryString();
    Optional<String> found = Optional.empty();
    for (var pair : query == null ? new String[0] : query.split("&", -1)) {
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

  private static long whole(String place, String name, String text, long least, long most) {
    if (!text.strip().matches("[+-]?[0-9]{1,18}")) {
      throw wrong(
          new FieldFaults()
              .add(
                  "int_parsing",
                  List.of(place, name),
                  "Input should be a valid integer, unable to parse string as an integer",
                  text));
    }
    long value = Long.parseLong(text.strip());
    if (value < least) {
      throw wrong(
          new FieldFaults()
              .add(
                  "greater_than_equal",
                  List.of(place, name),
                  "Input should be greater than or equal to " + least,
                  text,
                  Map.of("ge", least)));
    }
    if (value > most) {
      throw wrong(
          new FieldFaults()
              .add(
                  "less_than_equal",
                  List.of(place, name),
                  "Input should be less than or equal to " + most,
                  text,
                  Map.of("le", most)));
    }
    return value;
  }

  /// The body, an object.
  JsonNode body() {
    if (body == null) {
      body = read();
    }
    return body;
  }

  private JsonNode read() {
    byte[] bytes;
    try {
      bytes = request.getInputStream().readNBytes(MOST + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.length > MOST) {
      throw OlderRefusal.of(413, "The body is too large (expected: <= " + MOST + " bytes)");
    }
    if (bytes.length == 0) {
      throw wrong(new FieldFaults().add("missing", List.of("body"), "Field required", null));
    }
    try {
      var read = json.readTree(bytes);
      if (!read.isObject()) {
        throw wrong(
            new FieldFaults()
                .add(
                    "dict_type",
                    List.of("body"),
                    "Input should be a valid dictionary",
                    json.convertValue(read, Object.class)));
      }
      return read;
    } catch (JacksonException e) {
      var where = e.getLocation();
      throw wrong(FieldFaults.malformed(where == null ? 0 : Math.max(0, where.getByteOffset())));
    }
  }

  /// A text of the body; empty when it is missing, null, empty or no text.
  Optional<String> word(String name) {
    return Optional.of(body().path(name))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /// A whole number of the body, written as one or as text, as the older system takes it.
  ///
  /// @return empty when it is missing, or no whole number
  Optional<Long> whole(String name) {
    var node = body().path(name);
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Optional.of(node.longValue());
    }
    return node.isString() && node.stringValue().strip().matches("[+-]?[0-9]{1,18}")
        ? Optional.of(Long.parseLong(node.stringValue().strip()))
        : Optional.empty();
  }

  /// Whether the body has such a field that is not null.
  boolean has(String name) {
    return !body().path(name).isMissingNode() && !body().path(name).isNull();
  }

  private static OlderRefusal wrong(FieldFaults faults) {
    return new OlderRefusal(OlderReply.no(422, faults.list()));
  }
}
