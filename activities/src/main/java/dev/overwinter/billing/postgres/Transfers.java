package dev.overwinter.billing.postgres;

import dev.overwinter.billing.Kept.How;
import dev.overwinter.billing.Posting;
import dev.overwinter.billing.Posting.Kind;
import dev.overwinter.billing.Posting.Span;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Books transfers between an account and the house. Within the caller's transaction.
final class Transfers {
  private final JdbcClient sql;

  Transfers(JdbcClient sql) {
    this.sql = sql;
  }

  /// Takes the rows that bookings will move, in one order for everybody, so that two never wait for
  /// each other.
  void lock(String account, List<Posting> postings) {
    if (postings.isEmpty()) {
      return;
    }
    var rows = new TreeSet<String>();
    rows.add(account);
    postings.forEach(posting -> rows.add(against(posting.kind())));
    sql.sql("select id from ledger_accounts where id = any (?) order by id for no key update")
        .param(rows.toArray(new String[0]))
        .query(row -> {});
  }

  How book(String account, Posting posting) {
    var transfer = insert(account, posting);
    if (transfer == null) {
      return isKnown(account, posting) ? How.BEFORE : How.CONFLICT;
    }
    sql.sql("insert into ledger_entries (account, transfer, amount) values (?, ?, ?), (?, ?, ?)")
        .params(
            account,
            transfer,
            posting.micros(),
            against(posting.kind()),
            transfer,
            Math.negateExact(posting.micros()))
        .update();
    return How.NOW;
  }

  private @Nullable Long insert(String account, Posting posting) {
    var span = posting.span();
    return sql.sql(
            """
            insert into ledger_transfers (key, kind, account, amount, at, memo, ordered_by,
              server_id, meter, run, price_class, use, used_from, used_until)
            values (:key, :kind, :account, :amount, :at, :memo, :by,
              :server, :meter, :run, :class, :use, :from, :until)
            on conflict (key) do nothing returning id
            """)
        .param("key", posting.key())
        .param("kind", posting.kind().name())
        .param("account", account)
        .param("amount", posting.micros())
        .param("at", PostgresLedgerActivities.stamp(posting.at()))
        .param("memo", posting.memo())
        .param("by", posting.by())
        .param("server", span == null ? null : span.server(), Types.VARCHAR)
        .param("meter", span == null ? null : span.number(), Types.BIGINT)
        .param("run", span == null ? null : span.run(), Types.VARCHAR)
        .param("class", span == null ? null : span.priceClass(), Types.VARCHAR)
        .param("use", span == null ? null : span.use().name(), Types.VARCHAR)
        .param("from", from(span), Types.TIMESTAMP)
        .param("until", until(span), Types.TIMESTAMP)
        .query(Long.class)
        .optional()
        .orElse(null);
  }

  private static @Nullable Timestamp from(@Nullable Span span) {
    return span == null ? null : PostgresLedgerActivities.stamp(span.from());
  }

  private static @Nullable Timestamp until(@Nullable Span span) {
    return span == null ? null : PostgresLedgerActivities.stamp(span.until());
  }

  private boolean isKnown(String account, Posting posting) {
    var span = posting.span();
    return sql.sql(
                """
                  select count(*) from ledger_transfers
                  where key = :key and kind = :kind and account = :account and amount = :amount
                    and server_id is not distinct from :server and meter is not distinct from :meter
                    and used_from is not distinct from cast(:from as timestamptz)
                and used_until is not distinct from cast(:until as timestamptz)
                """)
            .param("key", posting.key())
            .param("kind", posting.kind().name())
            .param("account", account)
            .param("amount", posting.micros())
            .param("server", span == null ? null : span.server(), Types.VARCHAR)
            .param("meter", span == null ? null : span.number(), Types.BIGINT)
            .param("from", from(span), Types.TIMESTAMP)
            .param("until", until(span), Types.TIMESTAMP)
            .query(Long.class)
            .single()
        == 1;
  }

  private static String against(Kind kind) {
    return switch (kind) {
      case DEPOSIT -> "house/payments";
      case GRANT -> "house/grants";
      case CHARGE, REFUND -> "house/revenue";
      case ADJUSTMENT -> "house/adjustments";
    };
  }
}
