package dev.overwinter.servers.postgres;

import dev.overwinter.backups.Backup;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What others are told of backups.
final class BackupNews {
  private BackupNews() {}

  /// The news in what is recorded of a backup; empty while it goes on, or goes.
  static Optional<News> of(JdbcClient sql, Backup backup) {
    return switch (backup.state()) {
      case IN_PROGRESS, REMOVING -> Optional.empty();
      case COMPLETE -> of(sql, backup, NewsKind.BACKUP_MADE, size(backup));
      case FAILED -> failed(sql, backup);
    };
  }

  private static Optional<News> failed(JdbcClient sql, Backup backup) {
    // Nobody asked for it, and the next time that the server sleeps it is made.
    return backup.by().isEmpty() && backup.reason().startsWith("gave way")
        ? Optional.empty()
        : of(sql, backup, NewsKind.BACKUP_FAILED, backup.reason());
  }

  private static Optional<News> of(JdbcClient sql, Backup backup, NewsKind kind, String detail) {
    return sql.sql("select name, game from servers where id = ?")
        .param(backup.serverId())
        .query((row, _) ->
            new News(
                backup.serverId(),
                "backup/" + backup.id() + "/" + backup.state(),
                kind,
                at(sql),
                row.getString("name"),
                row.getString("game"),
                detail))
        .optional();
  }

  /// A backup says when it was begun, and news when something happened.
  private static Instant at(JdbcClient sql) {
    return sql.sql("select now()").query(java.sql.Timestamp.class).single().toInstant();
  }

  private static String size(Backup backup) {
    var archive = backup.archive();
    return archive == null ? "" : Math.max(1, archive.bytes() >> 20) + " MiB";
  }
}
