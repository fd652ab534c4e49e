package dev.overwinter.rooms.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What has happened in rooms, as it is kept: in order and without gaps but for the oldest.
@Component
class RoomEvents {
  /// A stream that has missed more is told the whole room anew.
  static final int MOST = 500;

  private static final ObjectMapper JSON = Payloads.mapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final JdbcClient sql;
  private final RoomMessages messages;

  RoomEvents(JdbcClient sql, RoomMessages messages) {
    this.sql = sql;
    this.messages = messages;
  }

  /// The room's last event; 0 when there is no room.
  long newest(RoomId room) {
    return sql.sql("SELECT seq FROM rooms WHERE id = ?")
        .param(room.text())
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /// What came after a place.
  List<RoomJson.Event> after(RoomId room, long seq, int most) {
    var events =
        sql.sql(
                """
                SELECT seq, at, type, by_member, data::text AS data FROM room_events
                 WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?
                """)
            .params(room.text(), seq, most)
            .query((row, _) ->
                new RoomJson.Event(
                    row.getLong("seq"),
                    row.getString("type"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("by_member"),
                    texts(row.getString("data")),
                    null))
            .list();
    return withTexts(room, events);
  }

  private static Map<String, String> texts(String data) {
    try {
      return JSON.readValue(data, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event's data cannot be read", e);
    }
  }

  private List<RoomJson.Event> withTexts(RoomId room, List<RoomJson.Event> events) {
    var said =
        events.stream()
            .filter(event -> event.is(RoomEvent.Type.SAID))
            .map(RoomEvents::message)
            .filter(Objects::nonNull)
            .toList();
    if (said.isEmpty()) {
      return events;
    }
    var texts = new HashMap<String, RoomMessages.Message>();
    messages.all(room, said).forEach(message -> texts.put(message.id(), message));
    return events.stream()
        .map(event ->
            event.is(RoomEvent.Type.SAID)
                ? new RoomJson.Event(
                    event.seq(),
                    event.type(),
                    event.at(),
                    event.by(),
                    event.data(),
                    texts.get(message(event)))
                : event)
        .toList();
  }

  private static @Nullable String message(RoomJson.Event event) {
    return event.data().get("message");
  }
}
