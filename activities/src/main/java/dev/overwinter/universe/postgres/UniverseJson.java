package dev.overwinter.universe.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;

/// Values as columns of type jsonb hold them: as histories do.
final class UniverseJson {
  private static final ObjectMapper JSON = Payloads.mapper();

  private UniverseJson() {}

  static String of(Object value) {
    try {
      // The one character that JSON can carry and PostgreSQL cannot.
      return JSON.writeValueAsString(value).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("a row holds no " + type.getSimpleName(), broken);
    }
  }

  static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("a row holds no " + type.getType(), broken);
    }
  }
}
