package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is told by one process to others and kept by none. PostgreSQL commits one notification
/// after the other, so all that a room's members do within a tenth of a second goes as one, and of
/// each only the latest: nobody sees where a cursor was before.
@Component
class RoomPassing {
  static final Duration EVERY = Duration.ofMillis(100);

  /// Of what one notification takes, which is less than 8,000 bytes.
  private static final int MOST = 6_000;

  private final JdbcClient sql;
  private final JsonMapper json;
  private final Map<RoomId, Map<Mark, String>> waiting = new ConcurrentHashMap<>();

  RoomPassing(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.json = json;
  }

  private record Mark(String kind, MemberId by) {}

  /// What a member did.
  record Told(String kind, MemberId by, Map<String, String> data) {
    Told {
      data = Map.copyOf(data);
    }
  }

  /// What another process has told.
  record Batch(String process, List<Told> all) {
    Batch {
      all = List.copyOf(all);
    }
  }

  /// Tells it soon. Does not wait.
  void tell(RoomId room, String process, String kind, MemberId by, Map<String, String> data) {
    var text = json.writeValueAsString(new Told(kind, by, data));
    waiting.compute(
        room,
        (_, before) -> {
          var all = before == null ? new LinkedHashMap<Mark, String>() : before;
          if (before == null) {
            Later.in(EVERY, () -> flush(room, process));
          }
          all.put(new Mark(kind, by), text);
          return all;
        });
  }

  private void flush(RoomId room, String process) {
    var all = Objects.requireNonNullElse(waiting.remove(room), Map.<Mark, String>of());
    var some = new ArrayList<String>();
    int length = 0;
    for (var one : all.values()) {
      if (length + one.length() > MOST && !some.isEmpty()) {
        send(room, process, some);
        some.clear();
        length = 0;
      }
      some.add(one);
      length += one.length() + 1;
    }
    if (!some.isEmpty()) {
      send(room, process, some);
    }
  }

  private void send(RoomId room, String process, List<String> some) {
    var text =
        "{\"process\":%s,\"all\":[%s]}"
            .formatted(json.writeValueAsString(process), String.join(",", some));
    try {
      sql.sql("SELECT pg_notify('room_ephemeral', ?)")
          .param(room.text() + " " + text)
          .query()
          .listOfRows();
    } catch (DataAccessException | TransactionException _) {
      return; // it is worth nothing a second later
    }
  }

  /// What was told, unless this process itself did.
  List<Told> read(String text, String self) {
    try {
      var told = json.readValue(text, Batch.class);
      return told.process().equals(self) ? List.of() : told.all();
    } catch (JacksonException _) {
      return List.of(); // of a newer program
    }
  }
}
