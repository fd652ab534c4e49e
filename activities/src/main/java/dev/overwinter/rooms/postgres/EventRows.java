package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `room_events`.
final class EventRows {
  private EventRows() {}

  /// Adds events; belongs into a transaction that holds the room's lock.
  static void add(JdbcClient sql, RoomId room, List<RoomEvent> events) {
    sql.sql(
            """
            insert into room_events (room, seq, at, type, by_member, data)
            select :room, seq::bigint, at::timestamptz, type, by_member, data::jsonb
            from unnest(:seqs::text[], :ats::text[], :types::text[], :bys::text[], :datas::text[])
              as event (seq, at, type, by_member, data)
            """)
        .param("room", room.text())
        .param("seqs", each(events, event -> Long.toString(event.seq())))
        .param("ats", each(events, event -> event.at().toString()))
        .param("types", each(events, event -> event.type().name().toLowerCase(Locale.ROOT)))
        .param("bys", each(events, EventRows::by))
        .param("datas", each(events, event -> RoomJson.of(event.data())))
        .update();
  }

  private static @Nullable String by(RoomEvent event) {
    var by = event.by();
    return by == null ? null : by.text();
  }

  private static String[] each(
      List<RoomEvent> events, Function<RoomEvent, @Nullable String> column) {
    return events.stream().map(column).toArray(String[]::new);
  }
}
