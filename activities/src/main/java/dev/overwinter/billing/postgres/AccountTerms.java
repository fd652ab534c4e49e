package dev.overwinter.billing.postgres;

import dev.overwinter.billing.FreeTimes;
import dev.overwinter.billing.FreeTimes.Change;
import dev.overwinter.billing.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who pays, and since when. Settings are compared with what the ledger has, and what differs is
/// dated a minute ahead: [FreeTimes#AHEAD]. Within the caller's transaction.
final class AccountTerms {
  /// Stands for all accounts.
  private static final String EVERYBODY = "";

  // Several workers may start at once.
  private static final long LOCK = 0x6c6564676572L;

  private static final String FREE_NOW =
      """
      coalesce((select t.free from ledger_terms t where t.account = %s
        order by t.from_at desc limit 1), false)\
      """;

  private final JdbcClient sql;

  AccountTerms(JdbcClient sql) {
    this.sql = sql;
  }

  /// Makes the ledger say what the settings say, from now on.
  void agree(BillingSettings settings) {
    sql.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(row -> {});
    sql.sql(
            """
            insert into ledger_terms (account, from_at, free)
            select '', date_trunc('milliseconds', now()) + interval '1 minute', :free where :free <> %s
            """
                .formatted(FREE_NOW.formatted("''")))
        .param("free", !settings.charges())
        .update();
    sql.sql(
            """
            insert into ledger_terms (account, from_at, free)
            select a.id, date_trunc('milliseconds', now()) + interval '1 minute', a.id = any (:house)
            from ledger_accounts a
            where a.terms <> 'OWN' and (a.id = any (:house)) <> %s
            """
                .formatted(FREE_NOW.formatted("a.id")))
        .param("house", settings.house().toArray(new String[0]))
        .update();
    sql.sql(
            """
            update ledger_accounts set terms = case when terms = 'HOUSE' then 'PREPAID' else 'HOUSE' end
            where terms <> 'OWN' and (terms = 'HOUSE') <> (id = any (:house))
            """)
        .param("house", settings.house().toArray(new String[0]))
        .update();
  }

  /// An account of the house never paid.
  void neverPays(String account) {
    sql.sql("insert into ledger_terms (account, from_at, free) values (?, 'epoch', true)")
        .param(account)
        .update();
  }

  /// When an account was free of charge.
  FreeTimes of(String account) {
    return new FreeTimes(
        sql.sql("select account, from_at, free from ledger_terms where account in ('', ?)")
            .param(account)
            .query((row, _) ->
                new Change(
                    row.getString("account").equals(EVERYBODY),
                    row.getTimestamp("from_at").toInstant(),
                    row.getBoolean("free")))
            .list());
  }

  /// The same for all accounts that have times of their own; everybody's are under the empty name.
  Map<String, FreeTimes> ofAll() {
    var all = new HashMap<String, FreeTimes>();
    sql.sql("select distinct account from ledger_terms")
        .query((row, _) -> row.getString("account"))
        .list()
        .forEach(account -> all.put(account, of(account)));
    return all;
  }

  /// Accounts whose workflows believe something else, and have to ask.
  List<String> outdated() {
    return sql.sql(
            """
            select b.id from billing_accounts b
            where b.state ->> 'terms' <> case when %s or %s then '%s' else '%s' end order by b.id
            """
                .formatted(
                    FREE_NOW.formatted("''"),
                    FREE_NOW.formatted("b.id"),
                    Terms.HOUSE,
                    Terms.PREPAID))
        .query((row, _) -> row.getString("id"))
        .list();
  }
}
