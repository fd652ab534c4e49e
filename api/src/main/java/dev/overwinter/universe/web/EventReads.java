package dev.overwinter.universe.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What happened to players, in the order in which it became true. Cursors of a player have no
/// gaps: who has seen one has missed nothing before it.
@Component
class EventReads {
  private final JdbcClient sql;
  private final JsonMapper json;

  EventReads(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.json = json;
  }

  /// What happened.
  ///
  /// @param cursor what to ask after next time
  /// @param type of it
  /// @param payload the rest of it
  /// @param at when it happened, which may be before anybody could write it down
  record Event(long cursor, String type, JsonNode payload, Instant at) {

    /// As sockets tell it.
    ObjectNode message() {
      var message = (ObjectNode) payload.deepCopy();
      message.put("type", type);
      message.put("cursor", cursor);
      return message;
    }
  }

  /// Of a player, after a cursor.
  List<Event> after(long player, long cursor, int most) {
    return sql.sql(
            """
            SELECT cursor, type, payload, at FROM universe_events
             WHERE player = ? AND cursor > ? ORDER BY cursor LIMIT ?
            """)
        .params(player, cursor, most)
        .query((row, _) ->
            new Event(
                row.getLong("cursor"),
                row.getString("type"),
                json.readTree(row.getString("payload")),
                row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// Where somebody goes on who has seen a cursor.
  ///
  /// @param cursor to go on after: the newest one, for who has seen none or one that never was
  /// @param missed whether not all that followed what was seen is kept
  record Kept(long cursor, boolean missed) {}

  /// @param cursor what has been seen; below 0 for who wants to know from now on
  Kept kept(long player, long cursor) {
    if (cursor < 0) {
      return new Kept(newest(player), false);
    }
    // Old ones are tidied away by their age, which is not their order: so they are counted. All
    // that is counted here is sent next.
    return sql.sql(
            """
            SELECT last,
                   (SELECT count(*) FROM universe_events e
                     WHERE e.player = c.player AND e.cursor > :seen AND e.cursor <= c.last) AS kept
              FROM (SELECT CAST(:player AS bigint) AS player,
                           coalesce((SELECT last FROM universe_cursors WHERE player = :player), 0)
                             AS last) c
            """)
        .param("player", player)
        .param("seen", cursor)
        .query((row, _) -> {
          long newest = row.getLong("last");
          // Beyond the newest is what another universe, or one before a backup, has told.
          return cursor > newest
              ? new Kept(newest, true)
              : new Kept(cursor, row.getLong("kept") < newest - cursor);
        })
        .single();
  }

  /// The newest cursor of a player; 0 before the first.
  long newest(long player) {
    return sql.sql("SELECT last FROM universe_cursors WHERE player = ?")
        .param(player)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }
}
