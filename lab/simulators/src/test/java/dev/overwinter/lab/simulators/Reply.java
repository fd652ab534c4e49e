package dev.overwinter.lab.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.simulators.store.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came back.
record Reply(int status, Map<String, List<String>> headers, String text) {

  JsonNode json() {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("not JSON: " + text, notJson);
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }
}
