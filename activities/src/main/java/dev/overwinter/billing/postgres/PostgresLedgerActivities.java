package dev.overwinter.billing.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.FreeTimes;
import dev.overwinter.billing.Kept;
import dev.overwinter.billing.Kept.Booked;
import dev.overwinter.billing.Kept.How;
import dev.overwinter.billing.Meter;
import dev.overwinter.billing.Notice;
import dev.overwinter.billing.Posting;
import dev.overwinter.billing.Posting.Kind;
import dev.overwinter.billing.Price;
import dev.overwinter.billing.PriceList;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.Proof;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import dev.overwinter.billing.workflow.LedgerActivities;
import dev.overwinter.durable.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps accounts and books transfers. Thread-safe; each method is one transaction.
public final class PostgresLedgerActivities implements LedgerActivities {
  private static final Logger log = LoggerFactory.getLogger(PostgresLedgerActivities.class);
  private static final ObjectMapper MAPPER = Payloads.mapper();

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final BillingSettings settings;
  private final Transfers transfers;
  private final Prover prover;
  private final AccountTerms terms;
  private final Consumer<Proof> proven;
  private final Consumer<String> refused;
  private final NoticeEar ear;

  PostgresLedgerActivities(
      JdbcClient sql,
      TransactionOperations transaction,
      BillingSettings settings,
      Consumer<Proof> proven,
      Consumer<String> refused,
      NoticeEar ear) {
    this.sql = sql;
    this.transaction = transaction;
    this.settings = settings;
    this.proven = proven;
    this.refused = refused;
    this.ear = ear;
    terms = new AccountTerms(sql);
    transfers = new Transfers(sql);
    prover = new Prover(sql, terms);
  }

  @Override
  public Kept keep(AccountState state) {
    if (AccountState.isReserved(state.account())) {
      throw ApplicationFailure.newNonRetryableFailure(
          state.account() + " is one of the house's own books", "NoSuchAccount");
    }
    // One that cannot be booked must not hold up the others, nor what the account does next: all of
    // it is done again without it. No savepoints, because a row tells by its transaction what it
    // belongs to.
    var without = new HashSet<String>();
    while (true) {
      try {
        return Objects.requireNonNull(transaction.execute(_ -> keepNow(state, without)));
      } catch (Refused posting) {
        without.add(posting.key);
        refused.accept(posting.key);
        log.error("the ledger refuses {} of {}", posting.key, state.account(), posting);
      }
    }
  }

  private Kept keepNow(AccountState state, Set<String> without) {
    var account = state.account();
    var json = json(state);
    open(account);
    var known = known(state, json);
    if (known.isPresent()) {
      return answer(account, List.of(), known.get());
    }
    transfers.lock(account, state.outbox());
    var booked = new ArrayList<Booked>();
    for (var posting : state.outbox()) {
      var how = without.contains(posting.key()) ? How.REFUSED : book(account, posting);
      booked.add(new Booked(posting.key(), how));
    }
    state.ended().forEach(meter -> saveUse(account, meter));
    var unheard = state.notices().stream().filter(notice -> isNew(account, notice)).toList();
    saveState(state, json);
    sql.sql("select pg_notify('account_changed', ?)").param(account).query(rows -> {});
    unheard.forEach(notice -> ear.heard(account, notice));
    return answer(account, booked, null);
  }

  private boolean isNew(String account, Notice notice) {
    return sql.sql(
                """
                insert into billing_notices (account, number, at, kind, text)
                values (?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(account, notice.number(), stamp(notice.at()), notice.kind(), notice.text())
            .update()
        == 1;
  }

  private How book(String account, Posting posting) {
    try {
      return transfers.book(account, posting);
    } catch (DataAccessException failure) {
      throw isRefused(failure) ? new Refused(posting.key(), failure) : failure;
    }
  }

  /// One booking that will never be one.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String key;

    Refused(String key, DataAccessException cause) {
      super(key, cause);
      this.key = key;
    }
  }

  /// What PostgreSQL says of the data, and would say again: not that it is away or busy.
  private static boolean isRefused(DataAccessException failure) {
    return failure.getMostSpecificCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && (cause.getSQLState().startsWith("22") || cause.getSQLState().startsWith("23"));
  }

  /// What was kept that the account does not know of; empty when there is nothing, and when it is
  /// this very state, which was kept without an answer.
  private Optional<AccountState> known(AccountState state, String json) {
    return sql.sql(
            """
            select state::text from billing_accounts
            where id = ? and version > ? and state <> ?::jsonb for update
            """)
        .params(state.account(), state.kept(), json)
        .query(String.class)
        .optional()
        .map(PostgresLedgerActivities::state);
  }

  private Kept answer(String account, List<Booked> booked, @Nullable AccountState known) {
    var free = terms.of(account);
    var now = sql.sql("select now()").query(Timestamp.class).single().toInstant();
    var balance =
        sql.sql("select balance from ledger_accounts where id = ?")
            .param(account)
            .query(Long.class)
            .single();
    return new Kept(
        balance,
        free.at(now.plus(FreeTimes.AHEAD)) ? Terms.HOUSE : Terms.PREPAID,
        free.on(prices()),
        booked,
        known);
  }

  private void open(String account) {
    var house = settings.house().contains(account);
    var opened =
        sql.sql("insert into ledger_accounts (id, terms) values (?, ?) on conflict do nothing")
            .params(account, house ? Terms.HOUSE.name() : Terms.PREPAID.name())
            .update();
    if (opened == 1 && house) {
      terms.neverPays(account);
    }
    if (opened == 1 && !house && settings.welcomeMicros() > 0) {
      var gift =
          new Posting(
              "welcome/" + account,
              Kind.GRANT,
              settings.welcomeMicros(),
              sql.sql("select now()").query(Timestamp.class).single().toInstant(),
              "welcome",
              "",
              null);
      transfers.lock(account, List.of(gift));
      transfers.book(account, gift);
    }
  }

  private void saveUse(String account, Meter use) {
    sql.sql(
            """
            insert into billing_uses (server_id, meter, account, run, price_class, use, since, until,
              minimum_ms, metered, waived)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            use.server(),
            use.number(),
            account,
            use.run(),
            use.priceClass(),
            use.use().name(),
            stamp(use.since()),
            stamp(use.settledUntil()),
            use.minimum().toMillis(),
            use.metered(),
            use.waived())
        .update();
  }

  private void saveState(AccountState state, String json) {
    sql.sql(
            """
            insert into billing_accounts (id, version, standing, state)
            values (?, ?, ?, ?::jsonb)
            on conflict (id) do update set version = excluded.version,
              standing = excluded.standing, state = excluded.state, updated_at = now()
            where billing_accounts.version < excluded.version
            """)
        .params(state.account(), state.version(), state.standing().name(), json)
        .update();
  }

  private static String json(AccountState state) {
    try {
      // The one character that JSON can carry and PostgreSQL cannot.
      return MAPPER.writeValueAsString(state).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("state of " + state.account(), e);
    }
  }

  static AccountState state(String json) {
    try {
      return MAPPER.readValue(json, AccountState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("state of an account: " + json, e);
    }
  }

  /// Makes the ledger say who pays as the settings do, from now on.
  ///
  /// @return accounts whose workflows have to ask again
  public List<String> agree() {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          terms.agree(settings);
          return terms.outdated();
        }));
  }

  private PriceList prices() {
    return prices(sql);
  }

  static PriceList prices(JdbcClient sql) {
    return new PriceList(
        sql.sql("select * from prices")
            .query((row, _) ->
                new Price(
                    row.getString("price_class"),
                    Use.valueOf(row.getString("use")),
                    row.getTimestamp("from_at").toInstant(),
                    row.getLong("per_hour")))
            .list());
  }

  @Override
  public Proof prove() {
    var proof =
        Objects.requireNonNull(
            transaction.execute(_ -> {
              var found = prover.prove();
              sql.sql(
                      """
                      insert into ledger_proofs (accounts, transfers, entries, problems)
                      values (?, ?, ?, ?)
                      """)
                  .params(
                      found.accounts(),
                      found.transfers(),
                      found.entries(),
                      found.problems().toArray(new String[0]))
                  .update();
              return found;
            }));
    proven.accept(proof);
    return proof;
  }

  @Override
  public PriceOutcome announce(PriceOrder order) {
    try {
      return Objects.requireNonNull(transaction.execute(_ -> announceNow(order)));
    } catch (DataIntegrityViolationException tooSoon) {
      // The table's own rule, by the clock of PostgreSQL.
      return new PriceOutcome.Refused("a price is announced a day before it holds");
    }
  }

  private PriceOutcome announceNow(PriceOrder order) {
    // Looked at first: what was announced in time is not too soon when it is asked for again.
    return known(order)
        .orElseGet(() -> {
          var added =
              sql.sql(
                      """
                      insert into prices (price_class, use, from_at, per_hour, announced_by)
                      values (?, ?, ?, ?, ?) on conflict do nothing
                      """)
                  .params(
                      order.priceClass(),
                      order.use().name(),
                      stamp(order.from()),
                      order.microsPerHour(),
                      order.by())
                  .update();
          return added == 1
              ? new PriceOutcome.Announced(order.price(), false)
              : known(order).orElseThrow();
        });
  }

  private Optional<PriceOutcome> known(PriceOrder order) {
    return sql.sql("select per_hour from prices where (price_class, use, from_at) = (?, ?, ?)")
        .params(order.priceClass(), order.use().name(), stamp(order.from()))
        .query(Long.class)
        .optional()
        .map(perHour ->
            perHour == order.microsPerHour()
                ? new PriceOutcome.Announced(order.price(), true)
                : new PriceOutcome.Refused("another price holds from that moment"));
  }

  static Timestamp stamp(Instant at) {
    return Timestamp.from(at);
  }
}
