package dev.overwinter.sessions.web;

import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Unit;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the last heartbeat of each unit: one upsert, which does not wait for the disk when it says
/// nothing new, since the next one comes in seconds.
@Component
class Heartbeats {
  /// So many of one second can be told apart; a game sends one in a few seconds.
  private static final int MOST_OF_ONE_SECOND = 32;

  // The setting holds until the end of this one statement's transaction.
  private static final String TAKE =
      """
      WITH patience AS (SELECT set_config('synchronous_commit', :commit, true))
      INSERT INTO session_heartbeats AS h
             (unit, session_id, number, clients, reset_ready, heard_at, signed_at, signatures)
      SELECT :unit, :session, 1, :clients, :ready, clock_timestamp(), :at, ARRAY[:signature]
        FROM patience
      ON CONFLICT (unit) DO UPDATE SET
        number = h.number + 1, clients = excluded.clients, reset_ready = excluded.reset_ready,
        heard_at = excluded.heard_at, signed_at = excluded.signed_at,
        signatures = CASE WHEN excluded.signed_at > h.signed_at THEN excluded.signatures
                          ELSE h.signatures || excluded.signatures END
      WHERE excluded.signed_at > h.signed_at
         OR (excluded.signed_at = h.signed_at AND NOT h.signatures @> excluded.signatures
             AND cardinality(h.signatures) < :most)
      RETURNING number, heard_at
      """;

  private final JdbcClient sql;

  Heartbeats(JdbcClient sql) {
    this.sql = sql;
  }

  /// Takes a heartbeat, unless it was taken before or a later one was: nothing that comes late or
  /// twice can lower anything.
  ///
  /// @param signedAt seconds since 1970, by the game's clock
  /// @param lasting whether it has to survive a crash of PostgreSQL
  /// @return what was taken; empty when it was not
  Optional<HeartbeatFact> take(
      Unit unit,
      String sessionId,
      HeartbeatBody body,
      long signedAt,
      String signature,
      boolean lasting) {
    return sql.sql(TAKE)
        .param("commit", lasting ? "on" : "off")
        .param("unit", unit.text())
        .param("session", sessionId)
        .param("clients", body.clients())
        .param("ready", body.resetReady())
        .param("at", signedAt)
        .param("signature", signature)
        .param("most", MOST_OF_ONE_SECOND)
        .query((row, _) ->
            new HeartbeatFact(
                unit,
                row.getLong("number"),
                body.clients(),
                body.resetReady(),
                row.getObject("heard_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  /// Remembers what the workflow has taken.
  void told(HeartbeatFact fact) {
    sql.sql(
            """
            UPDATE session_heartbeats SET told_number = :number, told_clients = :clients
             WHERE unit = :unit AND (told_number IS NULL OR told_number < :number)
            """)
        .param("number", fact.number())
        .param("clients", fact.clients())
        .param("unit", fact.unit().text())
        .update();
  }
}
