package dev.overwinter.sessions.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;

/// Values as columns of type jsonb hold them: as histories do.
final class SessionJson {
  private static final ObjectMapper JSON = Payloads.mapper();

  private SessionJson() {}

  static String of(Object value) {
    try {
      // The one character that JSON can carry and PostgreSQL cannot.
      return JSON.writeValueAsString(value).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
