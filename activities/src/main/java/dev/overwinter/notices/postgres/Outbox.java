package dev.overwinter.notices.postgres;

import dev.overwinter.notices.DeliveryRules;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Writes what hooks are to be told, in the transaction of what happened: both are there or neither
/// is. To be called last in it, since it locks rows of hooks. Thread-safe.
public final class Outbox {
  private final JdbcClient sql;
  private final NewsBell bell;

  /// @param bell told after the commit
  public Outbox(JdbcClient sql, NewsBell bell) {
    this.sql = sql;
    this.bell = bell;
  }

  /// For every hook of the server that wants to hear it. Said again, it is written once; a hook
  /// that is paused hears nothing of it.
  public void add(News news) {
    var hooks =
        sql.sql(
                """
                select id from server_hooks
                where server_id = ? and state = 'ACTIVE' and ? = any(kinds) order by id for update
                """)
            .params(news.server(), news.kind().name())
            .query((row, _) -> row.getString(1))
            .list();
    queue(news, hooks);
  }

  /// Credits of an account end: told to the hooks of all its servers, by the row of each.
  ///
  /// @param number of the account's notice
  public void lowCredit(String account, long number, Instant at, String text) {
    record Wanted(String hook, String server, String name, String game) {}
    var wanted =
        sql.sql(
                """
                select h.id, s.id as server, s.name, s.game
                from server_hooks h join servers s on s.id = h.server_id
                where s.owner = ? and s.state <> 'DELETED' and h.state = 'ACTIVE'
                  and 'LOW_CREDIT' = any(h.kinds)
                order by h.id for update of h
                """)
            .param(account)
            .query((row, _) ->
                new Wanted(
                    row.getString("id"),
                    row.getString("server"),
                    row.getString("name"),
                    row.getString("game")))
            .list();
    for (var hook : wanted) {
      var news =
          new News(
              hook.server(),
              "credit/" + account + "/" + number,
              NewsKind.LOW_CREDIT,
              at,
              hook.name(),
              hook.game(),
              text);
      queue(news, List.of(hook.hook()));
    }
  }

  private void queue(News news, List<String> hooks) {
    for (var hook : hooks) {
      sql.sql(
              """
              insert into notice_deliveries (hook_id, place, key, kind, at, server_id, server_name,
                                             game, detail, state, queued_at)
              values (?, nextval('notice_places'), ?, ?, ?, ?, ?, ?, ?, 'WAITING', now())
              on conflict (hook_id, key) do nothing
              """)
          .params(
              hook,
              news.key(),
              news.kind().name(),
              news.at().atOffset(ZoneOffset.UTC),
              news.server(),
              news.name(),
              news.game(),
              news.detail())
          .update();
      dropOldest(hook);
      sql.sql("update server_hooks set due_at = coalesce(due_at, now()) where id = ?")
          .param(hook)
          .update();
    }
    if (!hooks.isEmpty()) {
      ringAfterCommit(news.server());
    }
  }

  private void dropOldest(String hook) {
    sql.sql(
            """
            update notice_deliveries set state = 'DROPPED', ended_at = now()
            where hook_id = ? and state = 'WAITING' and place <= (
              select place from notice_deliveries where hook_id = ? and state = 'WAITING'
              order by place desc offset ? limit 1)
            """)
        .params(hook, hook, DeliveryRules.MOST_WAITING)
        .update();
  }

  private void ringAfterCommit(String server) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            bell.ring(server);
          }
        });
  }
}
