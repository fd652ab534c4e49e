package dev.overwinter.notices.postgres;

import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import dev.overwinter.notices.http.Answer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The rows of hooks and deliveries as the lane of a server uses them. Thread-safe.
final class DeliveryRows {
  private static final int ENDED_KEPT = 100;
  private static final int ATTEMPTS_KEPT = 20;

  private final JdbcClient sql;
  private final TransactionOperations transaction;

  DeliveryRows(JdbcClient sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  List<String> waiting(String server) {
    return sql.sql(
            """
            select id from server_hooks
            where server_id = ? and state = 'ACTIVE' and due_at is not null order by id
            """)
        .param(server)
        .query((row, _) -> row.getString(1))
        .list();
  }

  /// What a hook has next; empty when nothing waits, or it is paused or gone.
  Optional<Due> next(String hook) {
    return sql.sql(
            """
            select h.format, h.url, h.secret, h.failed, coalesce(h.due_at, now()) as due_at, d.*
            from server_hooks h join lateral (
              select * from notice_deliveries
              where hook_id = h.id and state = 'WAITING' order by place limit 1) d on true
            where h.id = ? and h.state = 'ACTIVE'
            """)
        .param(hook)
        .query((row, _) -> due(row))
        .optional();
  }

  private static Due due(ResultSet row) throws SQLException {
    var news =
        new News(
            row.getString("server_id"),
            row.getString("key"),
            NewsKind.valueOf(row.getString("kind")),
            row.getTimestamp("at").toInstant(),
            row.getString("server_name"),
            row.getString("game"),
            row.getString("detail"));
    return new Due(
        row.getString("hook_id"),
        row.getString("id"),
        news,
        HookFormat.valueOf(row.getString("format")),
        row.getString("url"),
        row.getString("secret"),
        row.getInt("attempts"),
        row.getInt("failed"),
        row.getTimestamp("queued_at").toInstant(),
        row.getTimestamp("due_at").toInstant());
  }

  /// The receiver has it.
  void delivered(Due due, Answer answer, Instant at) {
    settle(due, answer, at, "DELIVERED", 0, null);
  }

  /// It is tried again at a moment.
  void failed(Due due, Answer answer, Instant at, Instant next) {
    settle(due, answer, at, "WAITING", due.failed() + 1, next);
  }

  /// It has waited too long.
  void givenUp(Due due) {
    transaction.executeWithoutResult(_ -> {
      lock(due.hook());
      end(due, "GIVEN_UP", due.attempts());
      tidy(due.hook());
      rest(due.hook(), due.failed(), null);
    });
  }

  /// The receiver wants nothing any more: what waits stays until somebody resumes the hook.
  void gone(Due due, Answer answer, Instant at) {
    transaction.executeWithoutResult(_ -> {
      lock(due.hook());
      attempt(due, answer, at);
      sql.sql(
              """
              update server_hooks set state = 'PAUSED', failed = failed + 1,
                reason = 'The receiver answers 410 Gone.' where id = ?
              """)
          .param(due.hook())
          .update();
    });
  }

  private void settle(
      Due due, Answer answer, Instant at, String state, int failed, @Nullable Instant next) {
    transaction.executeWithoutResult(_ -> {
      lock(due.hook());
      attempt(due, answer, at);
      if (!state.equals("WAITING")) {
        end(due, state, due.attempts() + 1);
        tidy(due.hook());
      }
      rest(due.hook(), failed, next);
    });
  }

  private void lock(String hook) {
    sql.sql("select id from server_hooks where id = ? for update")
        .param(hook)
        .query(String.class)
        .list();
  }

  private void attempt(Due due, Answer answer, Instant at) {
    // Somebody may have deleted the hook while it was told.
    sql.sql(
            """
            insert into notice_attempts (delivery_id, number, at, status, millis, said)
            select id, ?, ?, ?, ?, ? from notice_deliveries where id = ?
            on conflict do nothing
            """)
        .params(
            due.attempts() + 1,
            Timestamp.from(at),
            answer.status(),
            answer.took().toMillis(),
            answer.said(),
            due.delivery())
        .update();
    sql.sql("update notice_deliveries set attempts = ? where id = ?")
        .params(due.attempts() + 1, due.delivery())
        .update();
    sql.sql("delete from notice_attempts where delivery_id = ? and number <= ?")
        .params(due.delivery(), due.attempts() + 1 - ATTEMPTS_KEPT)
        .update();
  }

  private void end(Due due, String state, int attempts) {
    sql.sql(
            """
            update notice_deliveries set state = ?, attempts = ?, ended_at = now()
            where id = ? and state = 'WAITING'
            """)
        .params(state, attempts, due.delivery())
        .update();
  }

  private void tidy(String hook) {
    sql.sql(
            """
            delete from notice_deliveries where hook_id = ? and state <> 'WAITING' and place <= (
              select place from notice_deliveries where hook_id = ? and state <> 'WAITING'
              order by place desc offset ? limit 1)
            """)
        .params(hook, hook, ENDED_KEPT)
        .update();
  }

  /// Looked at after the lock, in a statement of its own: what others have written meanwhile
  /// counts.
  private void rest(String hook, int failed, @Nullable Instant next) {
    sql.sql(
            """
            update server_hooks set failed = ?, due_at = case when exists (
              select 1 from notice_deliveries where hook_id = ? and state = 'WAITING')
              then coalesce(?::timestamptz, now()) end
            where id = ?
            """)
        .param(failed)
        .param(hook)
        .param(next == null ? null : next.toString())
        .param(hook)
        .update();
  }

  /// Nothing waits for a hook: whoever looks for what is overdue need not look again.
  void nothingWaits(String hook) {
    transaction.executeWithoutResult(_ -> {
      lock(hook);
      sql.sql(
              """
              update server_hooks set due_at = null where id = ? and not exists (
                select 1 from notice_deliveries where hook_id = ? and state = 'WAITING')
              """)
          .params(hook, hook)
          .update();
    });
  }
}
