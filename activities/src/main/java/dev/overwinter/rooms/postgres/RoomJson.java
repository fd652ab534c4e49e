package dev.overwinter.rooms.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;

/// Values as columns hold them: as histories do.
final class RoomJson {
  private static final ObjectMapper JSON = Payloads.mapper();

  private RoomJson() {}

  static String of(Object value) {
    try {
      // The one character that JSON can carry and PostgreSQL cannot.
      return JSON.writeValueAsString(value).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("not written: " + value.getClass().getSimpleName());
    }
  }

  /// @throws IllegalStateException when it is none; its message and its causes hold nothing of it
  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException broken) {
      // Jackson's own message quotes what it could not read, and that may be a card.
      throw new IllegalStateException("a row holds no " + type.getSimpleName());
    }
  }
}
