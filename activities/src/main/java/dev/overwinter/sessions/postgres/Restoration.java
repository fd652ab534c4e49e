package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.SessionView;
import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes anew what was recorded when a session was admitted, where a session speaks that the
/// tables do not know: they were restored from an older copy, while its workflow went on.
///
/// Its price counts against the spend cap again, its tag is nobody else's, and its request is
/// counted and finds it. What its game signs with cannot be written anew, since the workflow never
/// had it: such a game falls silent, and its session ends as any silent one does. Every method
/// belongs into a transaction.
final class Restoration {
  private final JdbcClient sql;
  private final SessionPrices prices;

  Restoration(JdbcClient sql) {
    this.sql = sql;
    prices = new SessionPrices(sql);
  }

  /// The row of this view was not there before. Of one that was never admitted nothing else is
  /// known either.
  void write(SessionView view) {
    if (view.state() instanceof SessionState.Refused) {
      return;
    }
    var id = view.spec().id().text();
    var since = Timestamp.from(view.createdAt());
    sql.sql("update sessions set micros_per_hour = ? where id = ?")
        .params(prices.microsPerHour(view.spec()), id)
        .update();
    sql.sql(
            """
            insert into session_tags (tag, session_id, reserved_at) values (?, ?, ?)
            on conflict do nothing
            """)
        .params(view.spec().tag().text(), id, since)
        .update();
    var lease = view.lease();
    if (lease != null) {
      write(view, lease, since);
    }
  }

  private void write(SessionView view, Lease lease, Timestamp since) {
    sql.sql(
            """
            insert into session_requests (owner, idempotency_key, session_id, tag, requester, at)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            lease.owner(),
            lease.idempotencyKey(),
            view.spec().id().text(),
            view.spec().tag().text(),
            lease.requester(),
            since)
        .update();
  }
}
