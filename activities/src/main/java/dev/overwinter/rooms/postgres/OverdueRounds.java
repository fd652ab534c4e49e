package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.RoomId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rounds that should have ended and have not: their room's workflow is gone, or has never heard
/// that they began, because a worker and Temporal died between the commit and the telling of it.
/// While nothing is late it costs one question to one index. Thread-safe.
public final class OverdueRounds {
  private final JdbcClient sql;

  OverdueRounds(JdbcClient sql) {
    this.sql = sql;
  }

  /// Their rooms, the longest overdue first.
  ///
  /// @throws org.springframework.dao.DataAccessException while PostgreSQL is away
  public List<RoomId> before(Instant moment, int most) {
    return sql.sql("select id from rooms where round_ends_at < ? order by round_ends_at limit ?")
        .params(Timestamp.from(moment), most)
        .query((row, _) -> new RoomId(row.getString(1)))
        .list();
  }
}
