package dev.overwinter.lab.benchmarks.rooms.play;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// An event as one client heard it.
///
/// @param type for example `said`
/// @param print the same for everybody who heard the same: of everything that all may know of it
/// @param frame as it came; missing where nobody asks for more than the print
/// @param nanos when it came, by [System#nanoTime()]
public record RoomEvent(long seq, String type, UUID print, JsonNode frame, long nanos) {

  private static final TypeReference<Map<String, String>> DATA = new TypeReference<>() {};

  static RoomEvent of(JsonNode frame, long nanos) {
    // What is there for this viewer alone is not part of what all heard.
    var all =
        "%s %s %s %s %s"
            .formatted(
                frame.path("seq"),
                frame.path("type").asText(),
                frame.path("by").asText(""),
                frame.path("at").asText(),
                new TreeMap<>(Answer.JSON.convertValue(frame.path("data"), DATA)));
    return new RoomEvent(
        frame.path("seq").longValue(),
        frame.path("type").asText(),
        UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)),
        frame,
        nanos);
  }

  /// The same without what it is made of.
  RoomEvent bare() {
    return new RoomEvent(seq, type, print, MissingNode.getInstance(), nanos);
  }

  /// One of its data; empty when it has none of that name.
  public String data(String name) {
    return frame.path("data").path(name).asText("");
  }

  @Override
  public String toString() {
    return seq + " " + type;
  }
}
