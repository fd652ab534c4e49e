package dev.overwinter.rooms.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.overwinter.rooms.RoomId;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What is said in rooms. A text is written here before its room gives it a place; without one it
/// is a draft that nobody reads.
@Component
class RoomMessages {
  private final JdbcClient sql;
  private final Clock clock;

  RoomMessages(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Something said.
  ///
  /// @param seq its place among the room's events
  /// @param round the number of the round that was under way or before it; 0 before the first
  /// @param reactions who has put an emoji below it
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Message(
      String id,
      long seq,
      String author,
      String body,
      Instant at,
      int round,
      SortedMap<String, List<String>> reactions) {}

  /// Writes a text that has no place yet. Safe to repeat.
  ///
  /// @throws org.springframework.dao.DataIntegrityViolationException when there is no such room
  void draft(RoomId room, String id, String author, String body) {
    sql.sql(
            """
            INSERT INTO room_messages (room, id, author, body, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (room, id) DO NOTHING
            """)
        .params(room.text(), id, author, body, RoomGuests.utc(clock.instant()))
        .update();
  }

  /// Forgets one that was not given a place.
  void drop(RoomId room, String id) {
    sql.sql("DELETE FROM room_messages WHERE room = ? AND id = ? AND seq IS NULL")
        .params(room.text(), id)
        .update();
  }

  Optional<Message> find(RoomId room, String id) {
    return messages("room = ? AND id = ? AND seq IS NOT NULL", room.text(), id).stream()
        .findFirst();
  }

  /// Those of these that have a place.
  List<Message> all(RoomId room, List<String> ids) {
    return messages(
        "room = ? AND id = ANY (?) AND seq IS NOT NULL", room.text(), ids.toArray(String[]::new));
  }

  /// What was said before a place, the newest last.
  ///
  /// @param before null for the newest
  List<Message> page(RoomId room, @Nullable Long before, int most) {
    return messages(
            "room = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            room.text(),
            before == null ? Long.MAX_VALUE : before,
            most)
        .reversed();
  }

  /// What was said since the round under way began.
  List<Message> ofRound(RoomId room, int round, int most) {
    return messages(
            "room = ? AND round >= ? AND seq IS NOT NULL ORDER BY seq DESC LIMIT ?",
            room.text(),
            round,
            most)
        .reversed();
  }

  private List<Message> messages(String which, Object... values) {
    var found =
        sql.sql(
                "SELECT room, id, seq, author, body, at, coalesce(round, 0) AS round"
                    + " FROM room_messages WHERE "
                    + which)
            .params(values)
            .query((row, _) ->
                new Message(
                    row.getString("id"),
                    row.getLong("seq"),
                    row.getString("author"),
                    row.getString("body"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getInt("round"),
                    new TreeMap<>()))
            .list();
    if (!found.isEmpty()) {
      react((String) values[0], found);
    }
    return found;
  }

  private void react(String room, List<Message> messages) {
    Map<String, Message> byId = new HashMap<>();
    messages.forEach(message -> byId.put(message.id(), message));
    sql.sql(
            """
            SELECT message, emoji, member FROM room_reactions
             WHERE room = ? AND message = ANY (?) ORDER BY message, emoji, member
            """)
        .params(room, byId.keySet().toArray(String[]::new))
        .query(row -> {
          var message = byId.get(row.getString("message"));
          if (message != null) {
            message
                .reactions()
                .computeIfAbsent(row.getString("emoji"), _ -> new ArrayList<>())
                .add(row.getString("member"));
          }
        });
  }
}
