package dev.overwinter.billing.postgres;

import dev.overwinter.billing.FreeTimes;
import dev.overwinter.billing.Meter;
import dev.overwinter.billing.PriceList;
import dev.overwinter.billing.Proof;
import dev.overwinter.billing.Use;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Adds the whole ledger up again, trusting nothing that it was told.
final class Prover {
  // A report is read by people.
  private static final int PROBLEMS_TOLD = 50;

  // A row in memory is let go before the next thousand come.
  private static final int FETCHED = 1_000;

  // Less than the activity has.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final JdbcClient sql;
  private final AccountTerms terms;

  Prover(JdbcClient sql, AccountTerms terms) {
    this.sql = sql;
    this.terms = terms;
  }

  Proof prove() {
    // One moment of the ledger for all of the questions.
    sql.sql("set transaction isolation level repeatable read").update();
    takeTime();
    var problems = new ArrayList<String>();
    ask(
        problems,
        """
        select 'balance of ' || a.id || ' is ' || a.balance || ', its entries sum to '
          || coalesce(sum(e.amount), 0)
        from ledger_accounts a left join ledger_entries e on e.account = a.id
        group by a.id having a.balance <> coalesce(sum(e.amount), 0)
          or a.last_seq <> count(e.seq)
        """);
    ask(
        problems,
        """
        select 'entries of transfer ' || t.key || ' sum to ' || coalesce(sum(e.amount), 0)
        from ledger_transfers t left join ledger_entries e on e.transfer = t.id
        group by t.id having coalesce(sum(e.amount), 1) <> 0
          or sum(e.amount) filter (where e.account = t.account) is distinct from t.amount
        """);
    ask(
        problems,
        """
        select 'all balances sum to ' || sum(balance) from ledger_accounts having sum(balance) <> 0
        """);
    ask(
        problems,
        """
        select 'use ' || u.server_id || '/' || u.meter || ' cost ' || u.metered || ', waived '
          || u.waived || ', charged ' || coalesce(-sum(t.amount), 0)
        from billing_uses u left join ledger_transfers t
          on t.server_id = u.server_id and t.meter = u.meter
        group by u.server_id, u.meter having u.metered - u.waived <> coalesce(-sum(t.amount), 0)
        """);
    ask(
        problems,
        """
        select 'use ' || server_id || '/' || meter || ' was charged twice from ' || used_from
        from (
          select server_id, meter, used_from, max(used_until) over (
            partition by server_id, meter order by used_from, id
            rows between unbounded preceding and 1 preceding) as before
          from ledger_transfers where kind = 'CHARGE') charges
        where before > used_from
        """);
    var times = terms.ofAll();
    var prices = PostgresLedgerActivities.prices(sql);
    mispriced(problems, times, prices);
    openUses(problems, times, prices);
    return new Proof(
        count("ledger_accounts"),
        count("ledger_transfers"),
        count("ledger_entries"),
        problems.subList(0, Math.min(problems.size(), PROBLEMS_TOLD)));
  }

  /// An answer may take longer than the pool's connections wait. The pool takes the longer patience
  /// back with the connection.
  private void takeTime() {
    ResultSetExtractor<Boolean> patience =
        rows -> {
          var connection = rows.getStatement().getConnection();
          connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
          return true;
        };
    var _ = sql.sql("select 1").query(patience);
  }

  /// Uses that did not cost their time by the price list.
  private void mispriced(List<String> problems, Map<String, FreeTimes> times, PriceList prices) {
    sql.sql("select * from billing_uses order by account")
        .withFetchSize(FETCHED)
        .query(row -> {
          var use = use(row);
          check(problems, use, listed(row.getString("account"), times, prices));
        });
  }

  /// Uses that go on: as far as they are settled they are as exact. What an account believes that
  /// has yet to hear who pays is left for the next night.
  private void openUses(List<String> problems, Map<String, FreeTimes> times, PriceList prices) {
    var outdated = Set.copyOf(terms.outdated());
    sql.sql(
            """
            select b.id, b.state::text as state from billing_accounts b
            where exists (
              select from jsonb_array_elements(b.state -> 'tabs') tab
              where tab -> 'meter' is not null and tab -> 'meter' <> 'null'::jsonb)
            """)
        .withFetchSize(FETCHED / 10)
        .query(row -> {
          var account = row.getString("id");
          var state = PostgresLedgerActivities.state(row.getString("state"));
          var list = listed(account, times, prices);
          for (var tab : state.tabs()) {
            var use = tab.meter();
            if (use != null && !outdated.contains(account)) {
              open(problems, use, list);
            }
          }
        });
  }

  private void open(List<String> problems, Meter use, PriceList prices) {
    if (use.settledUntil().isAfter(use.since())) {
      check(problems, use, prices);
    }
    var charged =
        sql.sql(
                """
                select coalesce(-sum(amount), 0) from ledger_transfers
                where server_id = ? and meter = ?
                """)
            .params(use.server(), use.number())
            .query(Long.class)
            .single();
    if (charged != use.charged() && problems.size() < PROBLEMS_TOLD) {
      problems.add(
          "open use %s/%d has cost %d, waived %d, charged %d"
              .formatted(use.server(), use.number(), use.metered(), use.waived(), charged));
    }
  }

  private static void check(List<String> problems, Meter use, PriceList prices) {
    var due = use.due(prices, use.settledUntil());
    if (due != use.metered() && problems.size() < PROBLEMS_TOLD) {
      problems.add(
          "use %s/%d cost %d, by time and price %d"
              .formatted(use.server(), use.number(), use.metered(), due));
    }
  }

  private static PriceList listed(String account, Map<String, FreeTimes> times, PriceList prices) {
    var own = times.getOrDefault(account, times.getOrDefault("", FreeTimes.NEVER));
    return own.on(prices);
  }

  private static Meter use(ResultSet row) throws SQLException {
    return new Meter(
        row.getString("server_id"),
        row.getLong("meter"),
        row.getString("run"),
        row.getString("price_class"),
        Use.valueOf(row.getString("use")),
        row.getTimestamp("since").toInstant(),
        Duration.ofMillis(row.getLong("minimum_ms")),
        Duration.ZERO,
        row.getTimestamp("until").toInstant(),
        row.getLong("metered"),
        row.getLong("waived"));
  }

  private void ask(List<String> problems, String question) {
    problems.addAll(sql.sql(question + " limit " + PROBLEMS_TOLD).query(String.class).list());
  }

  private long count(String table) {
    return sql.sql("select count(*) from " + table).query(Long.class).single();
  }
}
