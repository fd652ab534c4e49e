package dev.overwinter.universe.web;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What players were told: notifications of what happened, messages that somebody wrote.
@Component
class MessageReads {
  private final JdbcClient sql;
  private final JsonMapper json;

  MessageReads(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.json = json;
  }

  /// One of them.
  ///
  /// @param id of it
  /// @param folder notification, message or circular
  /// @param type what it is about
  /// @param sender null when nobody wrote it
  /// @param senderName for people; null when nobody wrote it
  /// @param payload of it; a message has `subject` and `body`
  /// @param priority info, normal, warning or critical
  /// @param createdAt when
  /// @param readAt null while it is new
  record Message(
      long id,
      String folder,
      String type,
      @Nullable Long sender,
      @Nullable String senderName,
      JsonNode payload,
      String priority,
      Instant createdAt,
      @Nullable Instant readAt) {}

  /// Newest first.
  ///
  /// @param folder empty for all
  List<Message> of(long player, String folder, int most, int skip) {
    return sql.sql(
            """
            SELECT m.*, s.username FROM universe_messages m
              LEFT JOIN universe_players s ON s.id = m.sender
             WHERE m.player = :player AND (:folder = '' OR m.folder = :folder)
             ORDER BY m.id DESC LIMIT :most OFFSET :skip
            """)
        .param("player", player)
        .param("folder", folder)
        .param("most", most)
        .param("skip", skip)
        .query((row, _) ->
            new Message(
                row.getLong("id"),
                row.getString("folder"),
                row.getString("type"),
                Fields.number(row, "sender"),
                row.getString("username"),
                json.readTree(row.getString("payload")),
                row.getString("priority"),
                Objects.requireNonNull(Fields.instant(row, "created_at")),
                Fields.instant(row, "read_at")))
        .list();
  }

  /// How many are new.
  int unread(long player) {
    return sql.sql("SELECT count(*) FROM universe_messages WHERE player = ? AND read_at IS NULL")
        .param(player)
        .query(Integer.class)
        .single();
  }
}
