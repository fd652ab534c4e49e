package dev.overwinter.notices.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Servers for whose hooks something should have been tried and was not: nobody has told their
/// lane, because a worker died between a commit and the telling of it, or Temporal was away. While
/// nothing is late it costs one question to one index. Thread-safe.
public final class OverdueNotices {
  private final JdbcClient sql;

  /// Those in a database.
  public OverdueNotices(JdbcClient sql) {
    this.sql = sql;
  }

  /// The longest overdue first.
  ///
  /// @param but others than these
  public List<String> before(Instant moment, int most, Collection<String> but) {
    return sql.sql(
            """
            select server_id from server_hooks
            where state = 'ACTIVE' and due_at < ? and server_id <> all(?)
            group by server_id order by min(due_at) limit ?
            """)
        .params(Timestamp.from(moment), but.toArray(String[]::new), most)
        .query((row, _) -> row.getString(1))
        .list();
  }
}
