package dev.overwinter.billing.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.Notice;
import dev.overwinter.billing.Price;
import dev.overwinter.billing.Use;
import dev.overwinter.durable.Payloads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/// All that the api reads about accounts, from the worker's tables. Works while Temporal is away.
@Component
class BillingReads {
  private static final ObjectMapper MAPPER = Payloads.mapper();

  private static final String LINES =
      """
      SELECT e.seq, e.balance_after, t.key, t.kind, t.amount, t.at, t.memo, t.ordered_by,
             t.server_id, s.name AS server_name, t.price_class, t.use, t.used_from, t.used_until
        FROM ledger_transfers t
        JOIN ledger_entries e ON e.transfer = t.id AND e.account = t.account
        LEFT JOIN servers s ON s.id = t.server_id
       WHERE t.account = :account
      """;

  private final JdbcClient sql;

  BillingReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// What the workflow of an account wrote last, ready to be asked; empty before it wrote anything.
  Optional<AccountBook> book(String account) {
    return sql.sql("SELECT state FROM billing_accounts WHERE id = ?")
        .param(account)
        .query((row, _) -> new AccountBook(state(row.getString("state"))))
        .optional();
  }

  /// The same of many accounts.
  List<AccountBook> books(Set<String> accounts) {
    return accounts.isEmpty()
        ? List.of()
        : sql.sql("SELECT state FROM billing_accounts WHERE id = ANY (:accounts)")
            .param("accounts", accounts.toArray(String[]::new))
            .query((row, _) -> new AccountBook(state(row.getString("state"))))
            .list();
  }

  private static AccountState state(String json) {
    try {
      return MAPPER.readValue(json, AccountState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("billing_accounts.state", e);
    }
  }

  /// One booking.
  ///
  /// @param seq its number on the account
  /// @param key what makes it the same booking
  /// @param kind what it is
  /// @param micros what the account got; negative when it paid
  /// @param balance afterwards
  /// @param at when it became due
  /// @param memo one line for people
  /// @param by who ordered it; empty for the platform
  /// @param server which server was used; null when it is not for a use
  /// @param serverName its name
  /// @param priceClass what it cost, by name; null likewise
  /// @param use in which way; null likewise
  /// @param from since when; null likewise
  /// @param until up to when; null likewise
  record Line(
      long seq,
      String key,
      String kind,
      long micros,
      long balance,
      Instant at,
      String memo,
      String by,
      @Nullable String server,
      @Nullable String serverName,
      @Nullable String priceClass,
      @Nullable String use,
      @Nullable Instant from,
      @Nullable Instant until) {
    Line with(long after) {
      return new Line(
          seq,
          key,
          kind,
          micros,
          after,
          at,
          memo,
          by,
          server,
          serverName,
          priceClass,
          use,
          from,
          until);
    }
  }

  /// The newest bookings before one, newest first.
  List<Line> lines(String account, long before, int most) {
    return sql.sql(LINES + " AND e.seq < :before ORDER BY e.seq DESC LIMIT :most")
        .param("account", account)
        .param("before", before)
        .param("most", most)
        .query((row, _) -> line(row))
        .list();
  }

  /// The bookings of one month of UTC.
  ///
  /// @param month which
  /// @param opening balance before the first of them
  /// @param closing balance after the last of them: opening and all lines
  /// @param lines in the order in which they became due, each with the balance after it in that
  ///   order
  record Statement(YearMonth month, long opening, long closing, List<Line> lines) {}

  /// The statement of a month; of one that has not ended as far as it goes.
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public Statement statement(String account, YearMonth month) {
    var from = month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    var until = month.plusMonths(1).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    var opening =
        sql.sql(
                """
                SELECT coalesce(sum(amount), 0) FROM ledger_transfers
                 WHERE account = :account AND at < :from
                """)
            .param("account", account)
            .param("from", from)
            .query(Long.class)
            .single();
    var lines =
        sql.sql(LINES + " AND t.at >= :from AND t.at < :until ORDER BY t.at, t.id")
            .param("account", account)
            .param("from", from)
            .param("until", until)
            .query((row, _) -> line(row))
            .list();
    var balance = opening;
    var running = new ArrayList<Line>();
    for (var line : lines) {
      balance += line.micros();
      running.add(line.with(balance));
    }
    return new Statement(month, opening, balance, running);
  }

  /// Months that have a line, newest first.
  List<YearMonth> months(String account) {
    return sql.sql(
            """
            SELECT DISTINCT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') AS month
              FROM ledger_transfers WHERE account = ? ORDER BY month DESC LIMIT 120
            """)
        .param(account)
        .query((row, _) -> YearMonth.parse(row.getString("month")))
        .list();
  }

  /// How the balance went, oldest first: the last booking of each of at most 400 stretches.
  List<Point> history(String account, Instant since) {
    return sql.sql(
            """
            SELECT DISTINCT ON (slot) at, balance_after FROM (
              SELECT t.booked_at AS at, e.balance_after, e.seq,
                     width_bucket(extract(epoch FROM t.booked_at), extract(epoch FROM :since),
                       extract(epoch FROM now()) + 1, 400) AS slot
                FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer
               WHERE e.account = :account AND t.booked_at >= :since) every
             ORDER BY slot, seq DESC
            """)
        .param("account", account)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query((row, _) -> new Point(instant(row, "at"), row.getLong("balance_after")))
        .list();
  }

  /// A balance at a moment.
  record Point(Instant at, long micros) {}

  /// What an account should know, newest first.
  List<Notice> notices(String account, int most) {
    return sql.sql(
            """
            SELECT number, at, kind, text FROM billing_notices
             WHERE account = ? ORDER BY number DESC LIMIT ?
            """)
        .params(account, most)
        .query((row, _) ->
            new Notice(
                row.getLong("number"),
                instant(row, "at"),
                row.getString("kind"),
                row.getString("text")))
        .list();
  }

  /// Names of an account's servers by id, those that are gone too.
  Map<String, String> names(String account) {
    var names = new TreeMap<String, String>();
    sql.sql("SELECT id, name FROM servers WHERE owner = ?")
        .param(account)
        .query(row -> {
          names.put(row.getString("id"), row.getString("name"));
        });
    return names;
  }

  /// Whose account a booking is on; empty when there is no such booking.
  Optional<String> payer(String key) {
    return sql.sql("SELECT account FROM ledger_transfers WHERE key = ?")
        .param(key)
        .query(String.class)
        .optional();
  }

  /// Whether somebody has, or had, an account of this name.
  boolean exists(String account) {
    return sql.sql(
            """
            SELECT EXISTS (SELECT FROM accounts WHERE name = :account)
                OR EXISTS (SELECT FROM ledger_accounts WHERE id = :account AND terms <> 'OWN')
            """)
        .param("account", account)
        .query(Boolean.class)
        .single();
  }

  /// How many accounts stand how.
  Map<String, Long> countByStanding() {
    return sums("SELECT standing AS name, count(*) AS sum FROM billing_accounts GROUP BY standing");
  }

  /// Micro-credits on each side of the ledger.
  Map<String, Long> creditsBySide() {
    return sums(
        """
        SELECT CASE WHEN terms = 'OWN' THEN replace(id, 'house/', '') ELSE 'customers' END AS name,
               sum(balance) AS sum
          FROM ledger_accounts GROUP BY 1
        """);
  }

  private Map<String, Long> sums(String query) {
    var sums = new TreeMap<String, Long>();
    sql.sql(query)
        .query(row -> {
          sums.put(row.getString("name"), row.getLong("sum"));
        });
    return sums;
  }

  /// Who pays for a server.
  Optional<String> owner(String server) {
    return sql.sql("SELECT owner FROM servers WHERE id = ? AND state <> 'DELETED'")
        .param(server)
        .query(String.class)
        .optional();
  }

  /// What a server has cost in all, as far as it is settled.
  long cost(String server) {
    return -sql.sql("SELECT coalesce(sum(amount), 0) FROM ledger_transfers WHERE server_id = ?")
        .param(server)
        .query(Long.class)
        .single();
  }

  /// What each of many servers has cost in all, as far as it is settled; without those that have
  /// cost nothing.
  Map<String, Long> costs(Collection<String> servers) {
    var costs = new TreeMap<String, Long>();
    sql.sql(
            """
            SELECT server_id, -sum(amount) AS cost FROM ledger_transfers
             WHERE server_id = ANY (:servers) GROUP BY server_id
            """)
        .param("servers", servers.toArray(String[]::new))
        .query(row -> {
          costs.put(row.getString("server_id"), row.getLong("cost"));
        });
    return costs;
  }

  /// A use that has ended.
  ///
  /// @param since when it began
  /// @param until when it ended
  /// @param micros what the account paid for it
  record Ended(Instant since, Instant until, long micros) {}

  /// The newest times that an owner's server was awake and is no more, newest first.
  List<Ended> uses(String account, String server, int most) {
    return sql.sql(
            """
            SELECT since, until, metered - waived AS cost FROM billing_uses
             WHERE server_id = :server AND account = :account AND use = 'AWAKE'
             ORDER BY since DESC LIMIT :most
            """)
        .param("server", server)
        .param("account", account)
        .param("most", most)
        .query((row, _) ->
            new Ended(instant(row, "since"), instant(row, "until"), row.getLong("cost")))
        .list();
  }

  /// All prices, those announced too.
  List<Price> prices() {
    return sql.sql("SELECT * FROM prices ORDER BY price_class, use, from_at")
        .query((row, _) ->
            new Price(
                row.getString("price_class"),
                Use.valueOf(row.getString("use")),
                instant(row, "from_at"),
                row.getLong("per_hour")))
        .list();
  }

  /// An account among all of them.
  ///
  /// @param id whose
  /// @param terms on which it uses the platform
  /// @param balance micro-credits
  /// @param standing whether it pays
  record Summary(String id, String terms, long balance, String standing) {}

  /// All accounts, by id.
  List<Summary> accounts() {
    return sql.sql(
            """
            SELECT a.id, a.terms, a.balance, coalesce(b.standing, 'FUNDED') AS standing
              FROM ledger_accounts a LEFT JOIN billing_accounts b ON b.id = a.id
             WHERE a.terms <> 'OWN' ORDER BY a.id LIMIT 10000
            """)
        .query((row, _) ->
            new Summary(
                row.getString("id"),
                row.getString("terms"),
                row.getLong("balance"),
                row.getString("standing")))
        .list();
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getLong("seq"),
        row.getString("key"),
        row.getString("kind"),
        row.getLong("amount"),
        row.getLong("balance_after"),
        instant(row, "at"),
        row.getString("memo"),
        row.getString("ordered_by"),
        row.getString("server_id"),
        row.getString("server_name"),
        row.getString("price_class"),
        row.getString("use"),
        maybe(row, "used_from"),
        maybe(row, "used_until"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
