package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All that the api reads about copies of worlds and about what lies on lost nodes.
@Component
class ServerBackups {
  private static final int SHOWN = 100;

  private final JdbcClient sql;

  ServerBackups(JdbcClient sql) {
    this.sql = sql;
  }

  /// One copy of a world, or the attempt at one.
  ///
  /// @param id unique within its server
  /// @param state IN_PROGRESS, COMPLETE, FAILED, or REMOVING once somebody wants it gone
  /// @param why ASLEEP when it was made because the server had fallen asleep, SCHEDULED when a
  ///   schedule asked for it, ASKED otherwise
  /// @param askedBy who asked; empty when nobody did
  /// @param node which node wrote it
  /// @param at since when the world was at rest: what happened later is not in it
  /// @param endedAt when it was complete or had failed; null while it is in progress
  /// @param codec how it is packed, for example `tar.zst`; empty unless it is complete
  /// @param sha256 of the archive; likewise
  /// @param bytes of the archive; 0 likewise
  /// @param worldBytes of the files in it; 0 likewise
  /// @param reason why it failed; empty otherwise
  /// @param locked whether nothing and nobody removes it while its server exists
  record Json(
      String id,
      String state,
      String why,
      @JsonProperty("asked_by") String askedBy,
      String node,
      Instant at,
      @JsonProperty("ended_at") @Nullable Instant endedAt,
      String codec,
      String sha256,
      long bytes,
      @JsonProperty("world_bytes") long worldBytes,
      String reason,
      boolean locked) {

    /// Its size for people; empty unless it is complete. Public, since templates call it.
    public String size() {
      if (bytes == 0) {
        return "";
      }
      return bytes < 1 << 20
          ? Math.max(1, bytes >> 10) + " KiB"
          : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /// What people read beside its time. Public, since templates call it.
    public String words() {
      return switch (state) {
        case "COMPLETE" ->
            switch (why) {
              case "ASKED" -> "asked by " + askedBy;
              case "SCHEDULED" -> "by a schedule of " + askedBy;
              default -> "when it fell asleep";
            };
        case "FAILED" -> reason;
        case "REMOVING" -> "being removed";
        default -> "being written";
      };
    }
  }

  /// The newest of a server, newest first.
  List<Json> of(String serverId) {
    return sql.sql(
            "SELECT * FROM server_backups WHERE server_id = ? ORDER BY at DESC, backup_id DESC"
                + " LIMIT "
                + SHOWN)
        .param(serverId)
        .query((row, _) -> backup(row))
        .list();
  }

  /// One that is complete, and where its archive lies.
  ///
  /// @param storedAs the server whose archive it is in the store: another one's when this server
  ///   was recovered from what that one left
  record Complete(Json backup, String storedAs) {}

  /// One that is complete.
  Optional<Complete> complete(String serverId, String backup) {
    return sql.sql(
            "SELECT *, coalesce(nullif(stored_as, ''), server_id) AS lies_at FROM server_backups"
                + " WHERE server_id = ? AND backup_id = ? AND state = 'COMPLETE'")
        .params(serverId, backup)
        .query((row, _) -> new Complete(backup(row), row.getString("lies_at")))
        .optional();
  }

  /// Whether there is one of that name, complete or not.
  boolean has(String serverId, String backup) {
    return !sql.sql("SELECT 1 FROM server_backups WHERE server_id = ? AND backup_id = ?")
        .params(serverId, backup)
        .query(Integer.class)
        .list()
        .isEmpty();
  }

  private static Json backup(ResultSet row) throws SQLException {
    var ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Json(
        row.getString("backup_id"),
        row.getString("state"),
        row.getString("why"),
        row.getString("asked_by"),
        row.getString("node"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant(),
        row.getString("codec"),
        row.getString("sha256"),
        row.getLong("bytes"),
        row.getLong("world_bytes"),
        row.getString("reason"),
        row.getBoolean("locked"));
  }

  /// What became of a server's last restore.
  ///
  /// @param note one line for people; empty before there was one
  /// @param former the id of the backup that its world came from while the one from before is kept;
  ///   empty otherwise
  /// @param since when the two changed places; null otherwise
  /// @param provenAt when the restored world was ready for players first; null before
  record Restored(
      String note,
      String former,
      @Nullable Instant since,
      @JsonProperty("proven_at") @Nullable Instant provenAt) {}

  /// What became of the last restore of a server.
  Restored restored(String serverId) {
    return sql.sql(
            """
            SELECT coalesce(worlds ->> 'note', '') AS note,
                   coalesce(worlds -> 'former' ->> 'from', '') AS former,
                   (worlds -> 'former' ->> 'since')::timestamptz AS since,
                   (worlds -> 'former' ->> 'provenAt')::timestamptz AS proven_at
              FROM servers WHERE id = ?
            """)
        .param(serverId)
        .query((row, _) ->
            new Restored(
                row.getString("note"),
                row.getString("former"),
                instant(row, "since"),
                instant(row, "proven_at")))
        .optional()
        .orElse(new Restored("", "", null, null));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /// What a server has left on a node that was lost.
  ///
  /// @param node which node
  /// @param since when the server was moved away
  record Left(String node, Instant since) {}

  /// What a server has left behind, oldest first.
  List<Left> left(String serverId) {
    return sql.sql("SELECT node, since FROM stranded WHERE server_id = ? ORDER BY since")
        .param(serverId)
        .query((row, _) ->
            new Left(
                row.getString("node"), row.getObject("since", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// The offer to restart a server on another node.
  ///
  /// @param node the lost one
  /// @param since when it was given up
  /// @param backup the newest backup; null when there is none, and therefore no offer
  /// @param mayRun whether its game may still run there, so that whoever takes the offer must know
  ///   that it does not
  record Offer(String node, Instant since, @Nullable Json backup, boolean mayRun) {}

  /// Empty while its node answers.
  Optional<Offer> offer(ServerRow server) {
    if (server.state().equals("RELOCATING")
        || server.state().equals("RESTORING")
        || server.state().equals("DELETING")) {
      return Optional.empty();
    }
    return sql.sql("SELECT state_since FROM nodes WHERE id = ? AND state IN ('LOST', 'RETIRED')")
        .param(server.place())
        .query((row, _) -> row.getObject("state_since", OffsetDateTime.class).toInstant())
        .optional()
        .map(since -> new Offer(server.place(), since, newest(server.id()), mayRun(server)));
  }

  private @Nullable Json newest(String serverId) {
    return of(serverId).stream()
        .filter(backup -> backup.state().equals("COMPLETE"))
        .findFirst()
        .orElse(null);
  }

  private static boolean mayRun(ServerRow server) {
    return switch (server.state()) {
      case "WAKING", "AWAKE", "HIBERNATING", "FAILED" -> true;
      default -> false;
    };
  }
}
