package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is told by one process to others and kept by none.
@Component
class RoomPassing {
  private static final int MOST = 2_000;

  private final JdbcClient sql;
  private final JsonMapper json;

  RoomPassing(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.json = json;
  }

  /// What another process has told.
  record Told(String process, String kind, MemberId by, Map<String, String> data) {
    Told {
      data = Map.copyOf(data);
    }
  }

  void tell(RoomId room, String process, String kind, MemberId by, Map<String, String> data) {
    var text = json.writeValueAsString(new Told(process, kind, by, data));
    if (text.length() > MOST) {
      return;
    }
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
  Optional<Told> read(String text, String self) {
    try {
      var told = json.readValue(text, Told.class);
      return told.process().equals(self) ? Optional.empty() : Optional.of(told);
    } catch (JacksonException _) {
      return Optional.empty(); // of a newer program
    }
  }
}
