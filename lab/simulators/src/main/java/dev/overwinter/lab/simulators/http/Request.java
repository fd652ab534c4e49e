package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.overwinter.lab.simulators.store.Json;
import java.util.Map;
import java.util.Optional;

/// One request, read whole.
///
/// @param path decoded, without the query
/// @param segments what stood at the places of the route's template, by name
/// @param query decoded; of a key given twice the last one counts
/// @param base scheme and host as the caller wrote them, for links
public record Request(
    String method,
    String path,
    Map<String, String> segments,
    Map<String, String> query,
    Map<String, String> headers,
    String body,
    String base) {

  public Request {
    segments = Map.copyOf(segments);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  Request at(Map<String, String> places) {
    return new Request(method, path, places, query, headers, body, base);
  }

  /// Returns a header by its lower-case name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Returns a query parameter; an empty one is absent.
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /// Returns what stood at a place of the template.
  public String segment(String name) {
    return segments.getOrDefault(name, "");
  }

  /// Returns a place of the template as a number; a text that is none finds nothing, like -1.
  public long number(String name) {
    try {
      return Long.parseLong(segment(name));
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  /// Returns the body as JSON, or a missing node when it is none.
  public JsonNode json() {
    try {
      var node = Json.MAPPER.readTree(body);
      return node instanceof NullNode ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }
}
