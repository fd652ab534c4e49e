package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.RoomId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rooms in which something should have happened by itself (a round's end, a turn's, retirement)
/// and has not: their workflow is gone, or has never heard of the step before, because a worker and
/// Temporal died between its commit and the telling of it. While nothing is late it costs one
/// question to one index. Thread-safe.
public final class OverdueRooms {
  private final JdbcClient sql;

  OverdueRooms(JdbcClient sql) {
    this.sql = sql;
  }

  /// The longest overdue first.
  ///
  /// @param but others than these, so that rooms which nobody can open do not stand before all
  ///   others
  /// @throws org.springframework.dao.DataAccessException while PostgreSQL is away
  public List<RoomId> before(Instant moment, int most, Collection<RoomId> but) {
    var ids = but.stream().map(RoomId::text).toArray(String[]::new);
    return sql.sql("select id from rooms where due_at < ? and id <> all(?) order by due_at limit ?")
        .params(Timestamp.from(moment), ids, most)
        .query((row, _) -> new RoomId(row.getString(1)))
        .list();
  }
}
