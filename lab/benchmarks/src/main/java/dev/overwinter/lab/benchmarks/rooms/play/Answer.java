package dev.overwinter.lab.benchmarks.rooms.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;

/// What an api answered.
///
/// @param text the body as it came
public record Answer(int status, String text, HttpHeaders headers) {
  static final ObjectMapper JSON = new ObjectMapper();

  /// Whether it is done.
  public boolean ok() {
    return status / 100 == 2;
  }

  /// The body; a missing node when it is no JSON.
  public JsonNode body() {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  /// For messages of tests that failed.
  @Override
  public String toString() {
    return status + " " + text;
  }
}
