package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether a host has gone without a word, as all api processes together know it.
@Component
class RoomHosts {
  /// So long a host is waited for. A page that lost its network is back within seconds, what is
  /// left of a process that died is gone after 30 s, and when thousands come back at once the last
  /// of them takes a minute (`bench rooms`): longer than that is nobody's mistake, and people who
  /// sit before a table that nobody deals at wait no longer gladly.
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final JdbcClient sql;

  RoomHosts(JdbcClient sql) {
    this.sql = sql;
  }

  /// How much longer a host is to be waited for; empty while they are here, zero when another may
  /// follow. They count as having been here until their last socket went or the lease ran out of
  /// the process that held it, until the last thing that they did (a program needs no socket), and
  /// until they became host. Nobody has been away for longer than who is where has been told: not
  /// after a crash of PostgreSQL, which empties those tables, nor when every process began anew.
  Optional<Duration> waiting(RoomId room, MemberId host) {
    return sql.sql(
            """
            SELECT CASE WHEN EXISTS (
                     SELECT 1 FROM room_presence p JOIN api_processes a ON a.id = p.process
                      WHERE p.room = :room AND p.member = :host AND a.until > now()) THEN NULL
                   ELSE EXTRACT(EPOCH FROM now() - GREATEST(
                     COALESCE(
                       (SELECT min(began) FROM api_processes WHERE until > now()), now()),
                     (SELECT at FROM room_seen WHERE room = :room AND member = :host),
                     (SELECT max(COALESCE(a.until, now())) FROM room_presence p
                        LEFT JOIN api_processes a ON a.id = p.process
                       WHERE p.room = :room AND p.member = :host),
                     (SELECT at FROM room_events
                       WHERE room = :room AND (by_member = :host
                             OR (type = 'host' AND data ->> 'member' = :host))
                       ORDER BY seq DESC LIMIT 1)))
                   END::float8 AS away
            """)
        .param("room", room.text())
        .param("host", host.text())
        .query(Double.class)
        .optional()
        .map(away -> PATIENCE.minusMillis(Math.round(away * 1000)))
        .map(rest -> rest.isNegative() ? Duration.ZERO : rest);
  }
}
