package dev.overwinter.servers.web;

import dev.overwinter.api.access.Makers;
import dev.overwinter.notices.DeliveryRules;
import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.NewsKind;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// What the api writes about hooks. Whoever writes deliveries of one locks its row first, as the
/// worker does: places of a hook become visible in their order.
@Component
class HookOrders {
  /// Who may hear of the owner's credits owns the server, whoever hears of the rest may change it.
  private static final String MAY_STILL =
      Makers.mayStill(
          "h",
          "CASE WHEN 'LOW_CREDIT' = ANY(h.kinds) THEN '{settings,delete}'::text[]"
              + " ELSE '{settings}'::text[] END");

  private final JdbcClient sql;
  private final TransactionOperations transaction;

  HookOrders(JdbcClient sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  /// A new hook as it is kept.
  ///
  /// @param name for people
  /// @param format how it is told
  /// @param url sealed
  /// @param shown what people are shown of it
  /// @param secret sealed; empty when it needs none
  /// @param kinds what it is told of
  /// @param by name of the account
  record Kept(
      String name,
      HookFormat format,
      String url,
      String shown,
      String secret,
      Collection<NewsKind> kinds,
      String by) {}

  /// Makes a hook.
  ///
  /// @return its id; empty when the server has as many as it may have
  Optional<String> make(String serverId, Kept hook) {
    return within(() -> {
      // Two at once must not both find room for the last one.
      sql.sql("SELECT pg_advisory_xact_lock(hashtextextended('hooks ' || ?, 0))")
          .param(serverId)
          .query((_, _) -> true)
          .list();
      var id = UUID.randomUUID().toString();
      var made =
          sql.sql(
                  """
                  INSERT INTO server_hooks (id, server_id, name, format, url, shown, secret, kinds,
                                            state, reason, made_by, created_at)
                  SELECT ?, ?, ?, ?, ?, ?, ?, ?, 'ACTIVE', '', ?, now()
                   WHERE (SELECT count(*) FROM server_hooks WHERE server_id = ?) < ?
                  """)
              .params(
                  id,
                  serverId,
                  hook.name(),
                  hook.format().name(),
                  hook.url(),
                  hook.shown(),
                  hook.secret(),
                  names(hook.kinds()),
                  hook.by(),
                  serverId,
                  DeliveryRules.MOST_HOOKS)
              .update();
      return made == 1 ? Optional.of(id) : Optional.empty();
    });
  }

  /// Changes what it is called and told of.
  void change(String hook, String name, Collection<NewsKind> kinds) {
    sql.sql("UPDATE server_hooks SET name = ?, kinds = ? WHERE id = ?")
        .params(name, names(kinds), hook)
        .update();
  }

  /// Leads it elsewhere; whoever does so answers for it from then on.
  void lead(String hook, String url, String shown, String by) {
    sql.sql(
            """
            UPDATE server_hooks SET url = ?, shown = ?, made_by = ?, failed = 0,
                   due_at = CASE WHEN due_at IS NOT NULL THEN now() END
             WHERE id = ?
            """)
        .params(url, shown, by, hook)
        .update();
  }

  /// Replaces its secret.
  void sign(String hook, String secret) {
    sql.sql("UPDATE server_hooks SET secret = ? WHERE id = ?").params(secret, hook).update();
  }

  /// Nothing is sent any more, and nothing new is kept for it.
  void pause(String hook, String reason) {
    sql.sql("UPDATE server_hooks SET state = 'PAUSED', reason = ? WHERE id = ?")
        .params(reason, hook)
        .update();
  }

  /// What has waited is sent.
  ///
  /// @return whether whoever gave it its address may still
  boolean resume(String hook) {
    return sql.sql(
                """
                UPDATE server_hooks h SET state = 'ACTIVE', reason = '', failed = 0,
                       due_at = CASE WHEN EXISTS (SELECT 1 FROM notice_deliveries d
                                  WHERE d.hook_id = h.id AND d.state = 'WAITING') THEN now() END
                 WHERE id = ? AND
                """
                    + MAY_STILL)
            .param(hook)
            .update()
        > 0;
  }

  /// Removes it with all that waits for it.
  void delete(String hook) {
    sql.sql("DELETE FROM server_hooks WHERE id = ?").param(hook).update();
  }

  /// Says hello to a hook, behind what waits already, and at once.
  ///
  /// @return the delivery; empty when the hook is gone meanwhile
  Optional<String> test(ServerRow server, String hook, String by) {
    return within(() -> {
      if (!hurried(hook)) {
        return Optional.empty();
      }
      return sql.sql(
              """
              INSERT INTO notice_deliveries (hook_id, place, key, kind, at, server_id, server_name,
                                             game, detail, state, queued_at)
              VALUES (?, nextval('notice_places'), ?, 'TEST', now(), ?, ?, ?, ?, 'WAITING', now())
              RETURNING id
              """)
          .params(
              hook,
              "test/" + UUID.randomUUID(),
              server.id(),
              server.spec().name(),
              server.spec().template().id(),
              "a test by " + by)
          .query(String.class)
          .optional();
    });
  }

  /// Sends a delivery again, behind what waits already; one that waits is tried at once.
  ///
  /// @return whether there is such a delivery
  boolean resend(String hook, String delivery) {
    return within(() -> {
      var known =
          sql.sql("SELECT 1 FROM notice_deliveries WHERE id = ? AND hook_id = ?")
              .params(delivery, hook)
              .query(Integer.class)
              .optional();
      if (known.isEmpty() || !hurried(hook)) {
        return false;
      }
      sql.sql(
              """
              UPDATE notice_deliveries
                 SET state = 'WAITING', place = nextval('notice_places'), queued_at = now(),
                     ended_at = NULL
               WHERE id = ? AND hook_id = ? AND state <> 'WAITING'
              """)
          .params(delivery, hook)
          .update();
      return true;
    });
  }

  /// Locks it.
  private boolean hurried(String hook) {
    return sql.sql("UPDATE server_hooks SET due_at = now(), failed = 0 WHERE id = ?")
            .param(hook)
            .update()
        > 0;
  }

  /// Takes back those that lead where somebody wanted who may not want it any more.
  void revokeOf(String serverId, String madeBy) {
    sql.sql("DELETE FROM server_hooks h WHERE server_id = ? AND made_by = ? AND NOT " + MAY_STILL)
        .params(serverId, madeBy)
        .update();
  }

  /// The same for rights that end by other ways: an account is shut out, an admin is none any more.
  /// Only paused, since such a thing is taken back more often than not.
  @Scheduled(fixedDelay = 20_000, initialDelay = 20_000)
  void pauseOrphans() {
    sql.sql(
            """
            UPDATE server_hooks h SET state = 'PAUSED',
                   reason = 'Whoever gave it its address may not change this server any more.'
             WHERE state = 'ACTIVE' AND NOT
            """
                + MAY_STILL)
        .update();
  }

  private static String[] names(Collection<NewsKind> kinds) {
    return kinds.stream().sorted().map(NewsKind::name).toArray(String[]::new);
  }

  private <T> T within(Supplier<T> work) {
    var done = transaction.execute(_ -> work.get());
    if (done == null) {
      throw new IllegalStateException("a transaction without an answer");
    }
    return done;
  }
}
