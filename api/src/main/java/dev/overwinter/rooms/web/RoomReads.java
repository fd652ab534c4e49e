package dev.overwinter.rooms.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What is kept of rooms. Only here a state is opened; it goes no further than to
/// [dev.overwinter.rooms.RoomViews].
@Component
class RoomReads {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final JdbcClient sql;
  private final RoomKeys keys;

  RoomReads(JdbcClient sql, RoomKeys keys) {
    this.sql = sql;
    this.keys = keys;
  }

  /// What everybody may know of a room.
  ///
  /// @param over why it is over; null while it is open
  /// @param members how many
  /// @param roundEndsAt null while none is under way
  record Door(
      RoomId id,
      String name,
      String game,
      long seq,
      @Nullable String over,
      @Nullable String host,
      int members,
      @Nullable Instant roundEndsAt,
      Instant createdAt,
      Instant activeAt) {}

  private static final String DOOR =
      """
      SELECT r.id, r.name, r.game, r.seq, r.over, r.host, r.members, r.created_at, r.active_at,
             CASE WHEN r.round_ends_at > now() THEN r.round_ends_at END AS round_ends_at
        FROM rooms r
      """;

  Optional<Door> door(RoomId room) {
    return doors("WHERE r.id = ?", room.text()).stream().findFirst();
  }

  /// The rooms of somebody, the liveliest first.
  List<Door> of(String holder, int most) {
    return doors(
        """
          JOIN room_members m ON m.room = r.id WHERE m.holder = ? AND r.over IS NULL
         ORDER BY r.active_at DESC, r.id LIMIT ?
        """,
        holder,
        most);
  }

  /// All rooms in the order of their ids, a page of them.
  ///
  /// @param after the last one of the page before; empty for the first
  List<Door> all(String after, int most) {
    return doors("WHERE r.id > ? ORDER BY r.id LIMIT ?", after, most);
  }

  /// How many are open.
  long open() {
    return sql.sql("SELECT count(*) FROM rooms WHERE over IS NULL").query(Long.class).single();
  }

  private List<Door> doors(String which, Object... values) {
    return sql.sql(DOOR + which)
        .params(values)
        .query((row, _) -> {
          var ends = row.getObject("round_ends_at", OffsetDateTime.class);
          return new Door(
              new RoomId(row.getString("id")),
              row.getString("name"),
              row.getString("game"),
              row.getLong("seq"),
              row.getString("over"),
              row.getString("host"),
              row.getInt("members"),
              ends == null ? null : ends.toInstant(),
              row.getObject("created_at", OffsetDateTime.class).toInstant(),
              row.getObject("active_at", OffsetDateTime.class).toInstant());
        })
        .list();
  }

  /// All that a room is, hidden things included.
  Optional<RoomState> state(RoomId room) {
    return sql.sql("SELECT state FROM rooms WHERE id = ?")
        .param(room.text())
        .query(String.class)
        .optional()
        .map(sealed -> read(keys.open(room.text(), sealed), RoomState.class));
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      e.clearLocation(); // its message would quote what is hidden
      throw new IllegalStateException(
          "a room's " + type.getSimpleName() + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /// What who asks something of a room must know of it.
  ///
  /// @param over why it is over; null while it is open
  /// @param member which member they are; null when they are none
  record Place(long seq, @Nullable String over, @Nullable String host, @Nullable MemberId member) {}

  /// Where somebody stands in a room; empty when there is none.
  Optional<Place> place(RoomId room, String holder) {
    return sql.sql(
            """
            SELECT r.seq, r.over, r.host, m.member FROM rooms r
              LEFT JOIN room_members m ON m.room = r.id AND m.holder = ? WHERE r.id = ? LIMIT 1
            """)
        .params(holder, room.text())
        .query((row, _) -> {
          var member = row.getString("member");
          return new Place(
              row.getLong("seq"),
              row.getString("over"),
              row.getString("host"),
              member == null ? null : new MemberId(member));
        })
        .optional();
  }

  /// What was answered to a request that changed something; empty when none did, or long ago.
  Optional<RoomAnswer.Done> answer(RoomId room, String request) {
    return sql.sql("SELECT answer FROM room_requests WHERE room = ? AND request = ?")
        .params(room.text(), request)
        .query(String.class)
        .optional()
        .map(text -> read(text, RoomAnswer.Done.class));
  }

  /// Whether whoever knows a room's id may deal there: the oldest form has made it, or is about to.
  boolean common(RoomId room) {
    return !sql.sql("SELECT 1 FROM room_readme WHERE room = ?")
        .param(room.text())
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// What a member is called.
  Optional<String> name(RoomId room, MemberId member) {
    return sql.sql("SELECT name FROM room_members WHERE room = ? AND member = ?")
        .params(room.text(), member.text())
        .query(String.class)
        .optional();
  }

  /// Which member somebody is in a room; empty when they are none.
  Optional<MemberId> member(RoomId room, String holder) {
    return sql.sql("SELECT member FROM room_members WHERE room = ? AND holder = ?")
        .params(room.text(), holder)
        .query(String.class)
        .optional()
        .map(MemberId::new);
  }
}
