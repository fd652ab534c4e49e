package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.store.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// One answer.
///
/// @param type content type; empty for none
/// @param body empty for none
public record Answer(int status, String type, Map<String, String> headers, String body) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// Returns a JSON answer.
  public static Answer json(int status, JsonNode body) {
    try {
      var text = Json.MAPPER.writeValueAsString(body);
      return new Answer(status, "application/json; charset=utf-8", Map.of(), text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Returns an answer without a body.
  public static Answer empty(int status) {
    return new Answer(status, "", Map.of(), "");
  }

  /// Returns a page, as gateways send it.
  public static Answer page(int status, String title) {
    var html =
        "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
            .formatted(title, title);
    return new Answer(status, "text/html", Map.of(), html);
  }

  /// Returns a refusal in the form of the API.
  public static Answer refusal(Problem problem) {
    var body = Json.MAPPER.createObjectNode();
    body.put("id", problem.id());
    body.put("message", problem.message());
    body.put("request_id", UUID.randomUUID().toString());
    return json(problem.status(), body);
  }

  /// Returns the same with a header more.
  public Answer with(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Answer(status, type, more, body);
  }

  /// Returns the same status and headers with another body.
  Answer withBody(String other) {
    return new Answer(status, type, headers, other);
  }
}
